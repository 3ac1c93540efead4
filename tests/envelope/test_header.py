# SPDX-License-Identifier: GPL-3.0-or-later
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.envelope.samples import Dribble

from protectnet.envelope import HeaderFailure, HeaderReason, Limit, LimitExceeded
from protectnet.envelope.bytestreams import HeaderSource
from protectnet.envelope.header import (
    MAX_HEADER_BYTES,
    MAX_LINE_BYTES,
    MAX_STANZAS,
    Header,
    Stanza,
    parse,
    serialise,
    serialise_mac,
)

VERSION = b"age-encryption.org/v1\n"
MAC = bytes(range(32))
MAC_LINE = b"---" + serialise_mac(MAC)
STANZA = Stanza(b"type", (b"one", b"two"), b"body")

WORDS = st.binary(min_size=1, max_size=20).map(lambda raw: bytes(33 + byte % 94 for byte in raw))
STANZAS = st.builds(Stanza, WORDS, st.lists(WORDS, max_size=3).map(tuple), st.binary(max_size=200))


def parsed(untrusted: bytes) -> Header:
    return parse(HeaderSource(io.BytesIO(untrusted)))


@given(st.lists(STANZAS, min_size=1, max_size=5), st.binary(max_size=9000), st.integers(1, 5000))
def test_parse_when_serialised_then_gives_the_stanzas_and_leaves_the_rest(
    stanzas: list[Stanza], rest: bytes, step: int
) -> None:
    covered = serialise(stanzas)
    source = HeaderSource(Dribble(covered + serialise_mac(MAC) + rest, step))
    assert parse(source) == Header(tuple(stanzas), covered, MAC)
    assert source.take(len(rest) + 1) == rest


def test_serialise_when_a_body_fills_its_line_then_an_empty_line_ends_it() -> None:
    text = serialise([Stanza(b"t", (), bytes(48))])
    assert text == VERSION + b"-> t\n" + b"A" * 64 + b"\n\n---"


@pytest.mark.parametrize(
    ("untrusted", "reason"),
    [
        (b"", HeaderReason.TRUNCATED),
        (VERSION[:-1], HeaderReason.TRUNCATED),
        (VERSION, HeaderReason.TRUNCATED),
        (serialise([STANZA]), HeaderReason.TRUNCATED),
        (serialise([STANZA]) + serialise_mac(MAC)[:-1], HeaderReason.TRUNCATED),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", HeaderReason.VERSION),
        (VERSION.replace(b"v1", b"v2") + MAC_LINE, HeaderReason.VERSION),
        (VERSION + MAC_LINE, HeaderReason.NO_STANZA),
        (VERSION + b"->\n\n" + MAC_LINE, HeaderReason.LINE),
        (VERSION + b"\n" + MAC_LINE, HeaderReason.LINE),
        (VERSION + b"-> \n\n" + MAC_LINE, HeaderReason.ARGUMENT),
        (VERSION + b"-> a  b\n\n" + MAC_LINE, HeaderReason.ARGUMENT),
        (VERSION + b"-> a\tb\n\n" + MAC_LINE, HeaderReason.ARGUMENT),
        (VERSION + b"-> a\xc3\xa9\n\n" + MAC_LINE, HeaderReason.ARGUMENT),
        (VERSION + b"-> a\n" + b"A" * 65 + b"\n" + MAC_LINE, HeaderReason.BODY),
        (VERSION + b"-> a\nAA==\n" + MAC_LINE, HeaderReason.BODY),
        (VERSION + b"-> a\nAB\n" + MAC_LINE, HeaderReason.BODY),
        (serialise([STANZA]) + b"x" + serialise_mac(MAC), HeaderReason.MAC_LINE),
        (serialise([STANZA]) + b"\n", HeaderReason.MAC_LINE),
        (serialise([STANZA]) + serialise_mac(MAC[1:]), HeaderReason.MAC_LINE),
        (serialise([STANZA]) + serialise_mac(MAC + b"x"), HeaderReason.MAC_LINE),
    ],
)
def test_parse_when_one_thing_is_wrong_then_names_it(
    untrusted: bytes, reason: HeaderReason
) -> None:
    with pytest.raises(HeaderFailure) as caught:
        parsed(untrusted)
    assert caught.value.reason is reason


def test_parse_when_as_many_stanzas_as_allowed_then_reads_them_and_refuses_one_more() -> None:
    assert (
        len(parsed(serialise([STANZA] * MAX_STANZAS) + serialise_mac(MAC)).stanzas) == MAX_STANZAS
    )
    with pytest.raises(LimitExceeded) as caught:
        parsed(serialise([STANZA] * (MAX_STANZAS + 1)) + serialise_mac(MAC))
    assert (caught.value.limit, caught.value.allowed) == (Limit.STANZAS, MAX_STANZAS)


def test_parse_when_a_line_is_as_long_as_allowed_then_reads_it_and_refuses_one_byte_more() -> None:
    longest = b"a" * (MAX_LINE_BYTES - len(b"-> \n"))
    assert (
        parsed(serialise([Stanza(longest, (), b"")]) + serialise_mac(MAC)).stanzas[0].type
        == longest
    )
    with pytest.raises(LimitExceeded) as caught:
        parsed(serialise([Stanza(longest + b"a", (), b"")]) + serialise_mac(MAC))
    assert caught.value.limit is Limit.LINE_BYTES


def test_parse_when_a_line_never_ends_then_stops_reading_at_the_limit() -> None:
    source = io.BytesIO(VERSION + b"-> " + b"a" * 1_000_000)
    with pytest.raises(LimitExceeded):
        parse(HeaderSource(source))
    assert source.tell() < 4 * MAX_LINE_BYTES


def test_parse_when_a_body_never_ends_then_stops_reading_at_the_limit() -> None:
    source = io.BytesIO(VERSION + b"-> a\n" + (b"A" * 64 + b"\n") * 20_000)
    with pytest.raises(LimitExceeded) as caught:
        parse(HeaderSource(source))
    assert caught.value.limit is Limit.HEADER_BYTES
    assert source.tell() < MAX_HEADER_BYTES + 2 * MAX_LINE_BYTES
