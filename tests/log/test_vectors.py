# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of tests/vectors: made again the same, and each read with its outcome."""

import re
from pathlib import Path

import pytest
from tests.log.samples import LUNA
from tests.log.vectors import (
    FOLDER,
    HOLDINGS,
    OPERATION,
    OUTCOMES,
    SEGMENT,
    SYNC_FOLDER,
    SYNC_OUTCOMES,
    Vector,
    kept,
    parse,
)
from tests.log.vectors_holdings import made_holdings
from tests.log.vectors_segments import describe
from tests.log.vectors_write import made

from protectnet.log.errors import LogError, Malformed
from protectnet.log.operation import UnknownOperation, decode_operation
from protectnet.log.segment import decode_segment, verify_segment
from protectnet.log.vector import decode_vector, verify_vector

KEPT = kept()
KEPT_HOLDINGS = kept(SYNC_FOLDER)


def outcome_of(vector: Vector) -> tuple[str, str, tuple[str, ...]]:
    """The outcome, the rule broken and the names of the operations, as a vector says them."""
    try:
        if vector.read_as == OPERATION:
            found = decode_operation(vector.raw)
            return ("unknown" if isinstance(found, UnknownOperation) else "known"), "", ()
        if vector.read_as == HOLDINGS:
            verify_vector(decode_vector(vector.raw), LUNA.public)
            return "verified", "", ()
        entries = verify_segment(decode_segment(vector.raw), LUNA.public).entries
    except LogError as error:
        return error.code, error.rule if isinstance(error, Malformed) else "", ()
    return "verified", "", describe((entry.op_id, entry.operation) for entry in entries)


@pytest.mark.parametrize("name", list(KEPT))
def test_vector_when_read_then_comes_to_its_outcome(name: str) -> None:
    vector = KEPT[name]
    assert outcome_of(vector) == (vector.outcome, vector.rule, vector.names)


@pytest.mark.parametrize("name", list(KEPT_HOLDINGS))
def test_holdings_when_read_then_come_to_their_outcome(name: str) -> None:
    vector = KEPT_HOLDINGS[name]
    assert outcome_of(vector) == (vector.outcome, vector.rule, ())


@pytest.mark.parametrize(
    ("folder", "again"), [(FOLDER, made()), (SYNC_FOLDER, made_holdings())], ids=["log", "sync"]
)
def test_vectors_when_made_again_then_are_the_same_files(
    folder: Path, again: dict[str, Vector]
) -> None:
    assert again.keys() == kept(folder).keys()
    for name, vector in again.items():
        assert (folder / f"{name}.txt").read_text("utf-8") == vector.text()
        assert parse(vector.text()) == vector


def test_vectors_when_counted_then_every_outcome_and_nearly_every_rule_has_one() -> None:
    assert {vector.outcome for vector in KEPT.values()} == set(OUTCOMES)
    assert {vector.read_as for vector in KEPT.values()} == {OPERATION, SEGMENT}
    rules = {vector.rule for vector in KEPT.values()} - {""}
    numbered = [f"{letter}{number}" for letter, most in (("C", 10), ("O", 14), ("S", 20))
                for number in range(1, most + 1)]  # fmt: skip
    # What is too large would make large files; the other tests have these.
    assert set(numbered) - rules == {"O1", "S1", "S3", "S17"}


def test_holdings_when_counted_then_every_outcome_and_nearly_every_rule_has_one() -> None:
    assert {vector.outcome for vector in KEPT_HOLDINGS.values()} == set(SYNC_OUTCOMES)
    rules = {vector.rule for vector in KEPT_HOLDINGS.values()} - {""}
    # What is too large would make a large file; tests/log/test_vector.py has it.
    assert {f"V{number}" for number in range(1, 10)} - rules == {"V1"}


def test_pages_when_they_list_the_rules_then_they_are_those_of_the_code() -> None:
    pages = FOLDER.parents[2] / "docs" / "spec"
    listed = [
        rule
        for name, letters in (("log-v1.md", "COS"), ("sync-v1.md", "V"))
        for rule in re.findall(
            rf"^\| ([{letters}]\d+) \|", (pages / name).read_text("utf-8"), re.MULTILINE
        )
    ]
    known = {rule for error in Malformed.__subclasses__() for rule in error.RULES}
    assert len(listed) == len(set(listed))
    assert set(listed) == known


@pytest.mark.parametrize(
    ("folder", "outcomes"), [(FOLDER, OUTCOMES), (SYNC_FOLDER, SYNC_OUTCOMES)], ids=["log", "sync"]
)
def test_readme_when_it_lists_the_outcomes_then_they_are_these(
    folder: Path, outcomes: dict[str, str]
) -> None:
    readme = (folder / "README.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", readme, re.MULTILINE))
    assert listed == outcomes
