# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory grows neither with the blobs of a bundle nor, in writing, with its logs."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import overload

import pytest

from protectnet.bundle.content import BlobSource
from protectnet.bundle.opening import Piece, open_bundle, take_blobs
from protectnet.bundle.packing import GROUP_BYTES
from protectnet.bundle.planning import plan_parts
from protectnet.bundle.writing import write_part
from tests.bundle.samples import READER, READER_KEY, SENDER, content, device_of
from tests.envelope.samples import Endless
from tests.envelope.test_memory import MIB, peak_of

SIZE = 24 * MIB
ALLOWED = 2 * MIB


def zeros(_offset: int, length: int) -> Iterator[bytes]:
    """So many bytes that are nowhere in memory."""
    for start in range(0, length, MIB // 4):
        yield bytes(min(MIB // 4, length - start))


class Counting:
    """Takes blobs and keeps none of them."""

    def __init__(self) -> None:
        self.count = 0

    def take_blob(self, _blob: bytes, untrusted: Iterator[bytes], /) -> None:
        self.count += sum(map(len, untrusted))

    def take_piece(self, _piece: Piece, untrusted: Iterator[bytes], /) -> None:
        self.count += sum(map(len, untrusted))


@pytest.mark.parametrize("limit", [2 * SIZE, SIZE // 3])
def test_blob_when_long_then_takes_little_memory_whole_or_cut(tmp_path: Path, limit: int) -> None:
    digest = hashlib.sha256(bytes(SIZE)).digest()
    given = replace(content(blobs=()), blobs=[BlobSource(digest, SIZE, zeros)])
    taker = Counting()
    files: list[Path] = []

    def write() -> None:
        for part in plan_parts(given, limit).parts:
            files.append(tmp_path / str(len(files)))
            with files[-1].open("wb") as sink:
                write_part(part, [READER_KEY.recipient], SENDER.sign_bytes, sink)

    def read() -> None:
        for path in files:
            with path.open("rb") as file:
                opened = open_bundle(file, [READER_KEY], device_of(READER))
                take_blobs(file, [READER_KEY], opened, taker)

    assert peak_of(write) < ALLOWED
    assert peak_of(read) < ALLOWED
    assert taker.count == SIZE
    assert (len(files) > 1) is (limit < SIZE)


class Log(Sequence[bytes]):
    """Segments that are made when they are asked for."""

    def __init__(self, count: int, length: int) -> None:
        self._count, self._length = count, length

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(self._count))]
        if place >= self._count:
            raise IndexError(place)
        return place.to_bytes(8) * (self._length // 8)


def test_log_when_long_then_a_group_at_a_time_is_in_memory() -> None:
    log = Log(count=8 * GROUP_BYTES // (64 * 1024), length=64 * 1024)
    given = replace(content(blobs=()), logs=[log])

    def write() -> None:
        for part in plan_parts(given).parts:
            write_part(part, [READER_KEY.recipient], SENDER.sign_bytes, Endless())

    assert peak_of(write) < 3 * GROUP_BYTES
    sink = io.BytesIO()
    [part] = plan_parts(given).parts
    write_part(part, [READER_KEY.recipient], SENDER.sign_bytes, sink)
    opened = open_bundle(sink, [READER_KEY], device_of(READER))
    assert [each for group in opened.logs for each in group] == list(log)
