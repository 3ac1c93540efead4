# SPDX-License-Identifier: GPL-3.0-or-later
import io
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st
from tests.envelope.samples import SIZES, Dribble, Failing, content_of

from protectnet.envelope import PayloadFailure, PayloadReason, PlaintextReader, StreamWriter
from protectnet.envelope.stream import CHUNK, SEALED_CHUNK, open_chunks, sealed_length

KEY = bytes(range(32))


def sealed_as_specified(content: bytes, kinds: bytes | None = None) -> bytes:
    """Write the chunks as the specification words it; ``kinds`` overrides their last-chunk bytes."""
    chunks = [content[i : i + CHUNK] for i in range(0, len(content), CHUNK)] or [b""]
    marks = kinds or bytes(len(chunks) - 1) + b"\x01"
    cipher = ChaCha20Poly1305(KEY)
    return b"".join(
        cipher.encrypt(number.to_bytes(11, "big") + marks[number : number + 1], chunk, None)
        for number, chunk in enumerate(chunks)
    )


def sealed(content: bytes) -> bytes:
    sink = io.BytesIO()
    with StreamWriter(sink, KEY) as writer:
        writer.write(content)
    return sink.getvalue()


def reader(untrusted: bytes) -> PlaintextReader:
    return PlaintextReader(open_chunks(io.BytesIO(untrusted), KEY))


def read_until_failure(untrusted: bytes) -> tuple[bytes, PayloadReason | None]:
    got = bytearray()
    try:
        for chunk in reader(untrusted).chunks():
            got += chunk
    except PayloadFailure as failure:
        return bytes(got), failure.reason
    return bytes(got), None


@given(SIZES)
def test_write_when_any_size_then_is_what_the_specification_says_and_reads_back(size: int) -> None:
    content = content_of(size)
    ciphertext = sealed(content)
    assert ciphertext == sealed_as_specified(content)
    assert len(ciphertext) == sealed_length(size)
    assert reader(ciphertext).read() == content


@given(st.lists(SIZES, max_size=4))
def test_write_when_cut_differently_then_gives_the_same_bytes(sizes: list[int]) -> None:
    content = content_of(sum(sizes))
    sink = io.BytesIO()
    with StreamWriter(sink, KEY) as writer:
        begin = 0
        for size in sizes:
            assert writer.write(memoryview(content)[begin : begin + size]) == size
            begin += size
    assert sink.getvalue() == sealed_as_specified(content)


@given(SIZES, st.integers(1000, 100_000))
def test_write_from_and_copy_to_when_counts_are_short_then_nothing_is_lost(
    size: int, step: int
) -> None:
    content = content_of(size)
    sealing = Dribble(step=step)
    with StreamWriter(sealing, KEY) as writer:
        assert writer.write_from(Dribble(content, step)) == size
    sink = Dribble(step=step)
    opened = PlaintextReader(open_chunks(Dribble(bytes(sealing.written), step), KEY))
    assert opened.copy_to(sink) == size
    assert sink.written == content


def test_writer_when_finished_then_takes_no_more_and_writes_nothing_twice() -> None:
    sink = io.BytesIO()
    writer = StreamWriter(sink, KEY)
    writer.finish()
    writer.finish()
    assert sink.getvalue() == sealed_as_specified(b"")
    with pytest.raises(ValueError, match="finish"):
        writer.write(b"x")


def test_writer_when_left_by_an_exception_then_what_was_written_reads_as_cut_short() -> None:
    sink = io.BytesIO()

    def write_and_fail() -> None:
        with StreamWriter(sink, KEY) as writer:
            writer.write(bytes(3 * CHUNK))
            raise KeyError

    with pytest.raises(KeyError):
        write_and_fail()
    assert read_until_failure(sink.getvalue()) == (bytes(2 * CHUNK), PayloadReason.TRUNCATED)


@given(SIZES, st.lists(st.integers(0, CHUNK + 3), max_size=6))
def test_read_when_asked_for_a_size_then_gives_exactly_that_until_the_end(
    size: int, counts: list[int]
) -> None:
    content, opened = content_of(size), reader(sealed(content_of(size)))
    begin = 0
    for count in counts:
        assert opened.read(count) == content[begin : begin + count]
        begin = min(size, begin + count)
    assert opened.read() == content[begin:]
    assert opened.complete
    assert opened.read(1) == b""


@given(SIZES, st.integers(1, CHUNK * 2))
def test_readinto_when_repeated_then_gives_all_and_then_nothing(size: int, step: int) -> None:
    content, opened = content_of(size), reader(sealed(content_of(size)))
    got, buffer = bytearray(), bytearray(max(step, size // 50))
    while (count := opened.readinto(buffer)) > 0:
        got += buffer[:count]
    assert got == content
    assert opened.complete


def test_complete_when_not_read_to_the_end_then_is_false() -> None:
    opened = reader(sealed(bytes(CHUNK + 1)))
    assert opened.read(CHUNK + 1) == bytes(CHUNK + 1)
    assert not opened.complete
    assert opened.readinto(bytearray()) == 0
    assert not opened.complete
    assert opened.read(1) == b""
    assert opened.complete


TWO = content_of(2 * CHUNK)
SHORT = content_of(CHUNK + 5)


@pytest.mark.parametrize(
    ("untrusted", "released", "reason"),
    [
        (b"", 0, PayloadReason.TRUNCATED),
        (sealed(b"")[:-1], 0, PayloadReason.TRUNCATED),
        (sealed(TWO)[:SEALED_CHUNK], CHUNK, PayloadReason.TRUNCATED),
        (sealed(TWO)[: SEALED_CHUNK + 9], CHUNK, PayloadReason.TRUNCATED),
        (sealed(TWO)[:-1], CHUNK, PayloadReason.DAMAGED),
        (sealed(TWO) + b"x", 2 * CHUNK, PayloadReason.TRAILING),
        (sealed(TWO) + sealed(TWO), 2 * CHUNK, PayloadReason.TRAILING),
        (sealed(SHORT) + b"x", CHUNK, PayloadReason.DAMAGED),
        (sealed(TWO)[SEALED_CHUNK:], 0, PayloadReason.DAMAGED),
        (sealed(SHORT)[SEALED_CHUNK:] + sealed(SHORT)[:SEALED_CHUNK], 0, PayloadReason.DAMAGED),
        (sealed_as_specified(TWO, b"\x00\x00"), 2 * CHUNK, PayloadReason.TRUNCATED),
        (sealed_as_specified(TWO, b"\x01\x01"), CHUNK, PayloadReason.TRAILING),
        (sealed_as_specified(SHORT, b"\x00\x00"), CHUNK, PayloadReason.DAMAGED),
        (sealed_as_specified(TWO, b"\x00\x02"), CHUNK, PayloadReason.DAMAGED),
    ],
)
def test_read_when_the_ciphertext_is_not_whole_then_releases_what_is_authentic_and_says_why(
    untrusted: bytes, released: int, reason: PayloadReason
) -> None:
    assert read_until_failure(untrusted) == (TWO[:released], reason)


def test_read_when_an_empty_chunk_follows_full_ones_then_is_refused() -> None:
    empty = ChaCha20Poly1305(KEY).encrypt((1).to_bytes(11, "big") + b"\x01", b"", None)
    untrusted = sealed_as_specified(TWO[:CHUNK], b"\x00") + empty
    assert read_until_failure(untrusted) == (TWO[:CHUNK], PayloadReason.EMPTY_LAST_CHUNK)


def test_reader_when_it_has_failed_then_fails_again_and_is_never_complete() -> None:
    opened = reader(sealed(TWO)[:-1])
    for _ in range(2):
        with pytest.raises(PayloadFailure):
            opened.read()
    with pytest.raises(PayloadFailure):
        opened.readinto(bytearray(1))
    with pytest.raises(PayloadFailure):
        opened.copy_to(io.BytesIO())
    assert not opened.complete


def test_reader_when_the_source_fails_then_its_error_passes_and_no_end_is_reported() -> None:
    opened = PlaintextReader(open_chunks(Failing(sealed(TWO), SEALED_CHUNK), KEY))
    for _ in range(2):
        with pytest.raises(OSError, match="gone"):
            opened.read()
    assert not opened.complete


def test_reader_when_it_is_interrupted_then_no_end_is_reported() -> None:
    def interrupted() -> Iterator[memoryview]:
        yield memoryview(b"part")
        raise KeyboardInterrupt

    opened = PlaintextReader(interrupted())
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            opened.read()
    assert not opened.complete


def test_writer_when_the_sink_fails_then_its_error_passes() -> None:
    writer = StreamWriter(Failing(b"", CHUNK), KEY)
    with pytest.raises(OSError, match="gone"):
        writer.write(bytes(3 * CHUNK))
