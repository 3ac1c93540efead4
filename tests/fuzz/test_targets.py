# SPDX-License-Identifier: GPL-3.0-or-later
"""The targets of ``make fuzz`` take their seeds and what is near them, and see what is wrong."""

import random

import pytest

import fuzz as runner
from protectnet.bundle import groups
from protectnet.log import cbor
from tests.fuzz.targets import TARGETS, Finding

TRIES = 100


@pytest.mark.parametrize("name", list(TARGETS))
def test_target_when_given_its_seeds_then_finds_nothing(name: str) -> None:
    seeds = list(TARGETS[name].seeds())
    assert seeds
    for seed in seeds:
        TARGETS[name].read(seed)


@pytest.mark.parametrize("name", list(TARGETS))
def test_target_when_given_what_is_near_its_seeds_then_finds_nothing(name: str) -> None:
    chance = random.Random(name)
    seeds = list(TARGETS[name].seeds())
    for _ in range(TRIES):
        changed = bytearray(chance.choice(seeds))
        for _ in range(chance.randrange(1, 4)):
            place = chance.randrange(len(changed) + 1)
            changed[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        TARGETS[name].read(bytes(changed))


def test_target_when_a_decoder_takes_two_encodings_then_finds_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cbor, "_SMALLEST", (0, 0, 0, 0))
    with pytest.raises(Finding):
        TARGETS["cbor"].read(b"\x18\x01")


def test_target_when_a_decoder_raises_something_else_then_it_comes_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> object:
        raise IndexError

    monkeypatch.setattr(cbor, "decode", broken)
    with pytest.raises(IndexError):
        TARGETS["log_segment"].read(b"\x80")
    monkeypatch.setattr(groups, "_items", broken)
    with pytest.raises(IndexError):
        TARGETS["bundle_sections"].read(next(TARGETS["bundle_sections"].seeds()))


def test_targets_when_named_by_the_runner_then_are_these() -> None:
    assert runner.targets() == list(TARGETS)


def test_runner_when_the_fuzzer_cannot_be_had_then_says_so_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none() -> None:
        raise runner.CannotRun("there is none for this system")

    monkeypatch.setattr(runner, "install", none)
    assert runner.main() == 1
    assert capsys.readouterr().out.startswith("!! NOT RUN (fuzz) there is none")


@pytest.mark.parametrize("found", [True, False])
def test_runner_when_targets_were_fuzzed_then_ends_with_what_was_found(
    monkeypatch: pytest.MonkeyPatch, found: bool
) -> None:
    asked: list[tuple[str, int]] = []

    def fuzz(name: str, seconds: int) -> bool:
        asked.append((name, seconds))
        return not (found and name == "cbor")

    monkeypatch.setattr(runner, "install", lambda: None)
    monkeypatch.setattr(runner, "fuzz", fuzz)
    monkeypatch.setenv("FUZZ_SECONDS", "90")
    assert runner.main() == int(found)
    assert asked == [(name, 90 // len(TARGETS)) for name in TARGETS]
