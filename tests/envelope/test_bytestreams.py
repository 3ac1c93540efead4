# SPDX-License-Identifier: GPL-3.0-or-later
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.envelope.samples import Dribble

from protectnet.envelope.bytestreams import HeaderSource, read_fully, write_fully

LINES = st.lists(
    st.binary(max_size=30).map(lambda line: line.replace(b"\n", b"") + b"\n"), max_size=8
)


class NotReady:
    """A non-blocking file with nothing to read and no room to write."""

    def readinto(self, _buffer: memoryview, /) -> None:
        return None

    def write(self, _data: memoryview, /) -> None:
        return None


@given(st.binary(max_size=100), st.integers(0, 120), st.integers(1, 9))
def test_read_fully_when_reads_are_short_then_fills_the_buffer(
    content: bytes, size: int, step: int
) -> None:
    buffer = bytearray(size)
    count = read_fully(Dribble(content, step), memoryview(buffer))
    assert count == min(size, len(content))
    assert buffer[:count] == content[:count]


@given(st.binary(max_size=100), st.integers(1, 9))
def test_write_fully_when_writes_are_short_then_writes_all(content: bytes, step: int) -> None:
    sink = Dribble(step=step)
    write_fully(sink, memoryview(content))
    assert sink.written == content


def test_reading_and_writing_when_the_file_is_not_ready_then_say_so() -> None:
    with pytest.raises(BlockingIOError):
        read_fully(NotReady(), memoryview(bytearray(1)))
    with pytest.raises(BlockingIOError):
        write_fully(NotReady(), memoryview(b"x"))


@given(LINES, st.binary(max_size=50), st.integers(1, 40))
def test_take_line_when_lines_then_gives_each_and_leaves_the_rest(
    lines: list[bytes], rest: bytes, step: int
) -> None:
    source = HeaderSource(Dribble(b"".join(lines) + rest, step))
    assert [source.take_line(31) for _ in lines] == lines
    buffer = bytearray(len(rest) + 1)
    assert read_fully(source, memoryview(buffer)) == len(rest)
    assert buffer[: len(rest)] == rest


def test_take_line_when_too_long_then_gives_one_byte_more_than_the_limit() -> None:
    assert HeaderSource(io.BytesIO(b"abcdef\n")).take_line(4) == b"abcde"
    assert HeaderSource(io.BytesIO(b"abcd\n")).take_line(4) == b"abcd\n"


def test_take_line_when_the_source_ends_then_gives_what_there_is() -> None:
    assert HeaderSource(io.BytesIO(b"abc")).take_line(9) == b"abc"
