# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory does not grow with the length of what goes through."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.envelope.samples import ALICE, Endless

from protectnet.envelope import (
    DetachedReference,
    check_ciphertext,
    decrypt,
    decrypt_detached,
    encrypt,
    encrypt_detached,
    missing_pieces,
)

MIB = 1 << 20
SIZE = 24 * MIB
ALLOWED = 2 * MIB


def peak_of(action: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_peak_of_when_the_content_is_kept_then_sees_it() -> None:
    assert peak_of(lambda: Endless(SIZE).readinto(memoryview(bytearray(SIZE)))) >= SIZE


def test_age_file_when_long_then_takes_little_memory(tmp_path: Path) -> None:
    file, sink = tmp_path / "file", Endless()

    def write() -> None:
        with file.open("wb") as out:
            encrypt([ALICE.recipient], Endless(SIZE), out)

    def read() -> None:
        with file.open("rb") as source:
            decrypt([ALICE], source).copy_to(sink)

    assert peak_of(write) < ALLOWED
    assert peak_of(read) < ALLOWED
    assert sink.count == SIZE


def test_detached_content_when_long_then_takes_little_memory(tmp_path: Path) -> None:
    file, sink, kept = tmp_path / "file", Endless(), list[DetachedReference]()

    def write() -> None:
        with file.open("wb") as out:
            kept.append(encrypt_detached(Endless(SIZE), out))

    def read() -> None:
        with file.open("rb") as source:
            decrypt_detached(kept[0], source).copy_to(sink)

    def check() -> None:
        with file.open("rb") as source:
            check_ciphertext(kept[0].digest, source)
        with file.open("rb") as source:
            assert missing_pieces(kept[0].digest, source) == ()

    for action in (write, read, check):
        assert peak_of(action) < ALLOWED
    assert sink.count == SIZE


@pytest.mark.parametrize("length", [1, 100_000])
def test_decrypt_when_the_header_is_short_then_reads_no_further_than_needed(
    length: int, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    with file.open("wb") as out:
        encrypt([ALICE.recipient], Endless(length), out)
    with file.open("rb", buffering=0) as source:
        opened = decrypt([ALICE], source)
        assert source.tell() <= min(file.stat().st_size, 8192)
        assert opened.read() == bytes(length)
