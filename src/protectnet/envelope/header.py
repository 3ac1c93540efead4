# SPDX-License-Identifier: GPL-3.0-or-later
"""The header of an age v1 file: version line, stanzas, MAC line. Source: c2sp.org/age, "Header"."""

from collections.abc import Sequence
from dataclasses import dataclass

from protectnet.envelope import base64raw
from protectnet.envelope.bytestreams import HeaderSource
from protectnet.envelope.errors import HeaderFailure, HeaderReason, Limit, LimitExceeded

MAX_STANZAS = 256
MAX_LINE_BYTES = 4096  # with its line feed; a mlkem768x25519 stanza's first line takes 1513
MAX_HEADER_BYTES = 512 * 1024  # 256 stanzas of mlkem768x25519 take 398,592
MAC_LENGTH = 32

_VERSION_LINE = b"age-encryption.org/v1\n"
_STANZA = b"-> "
_MAC = b"---"
_COLUMNS = 64
_VISIBLE = frozenset(range(0x21, 0x7F))


@dataclass(frozen=True, slots=True)
class Stanza:
    """A wrapped file key: its type, its further arguments (visible ASCII) and its body."""

    type: bytes
    arguments: tuple[bytes, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """A parsed header; ``covered`` are the received bytes that ``mac`` is computed over."""

    stanzas: tuple[Stanza, ...]
    covered: bytes
    mac: bytes


def serialise(stanzas: Sequence[Stanza]) -> bytes:
    """Return the header with ``stanzas`` up to and with ``---``: what the MAC covers."""
    return _VERSION_LINE + b"".join(map(_serialise_stanza, stanzas)) + _MAC


def serialise_mac(mac: bytes) -> bytes:
    """Return what follows the covered part: the rest of the MAC line."""
    return b" " + base64raw.encode(mac) + b"\n"


def parse(source: HeaderSource) -> Header:
    """Take a header from ``source``, which then stands at the nonce of the payload.

    The MAC is not checked here: that needs the file key. Raises ``HeaderFailure`` with reason
    ``version``, ``truncated``, ``line``, ``argument``, ``body``, ``no_stanza`` or ``mac_line``,
    and ``LimitExceeded`` before anything longer is kept.
    """
    lines = _Lines(source)
    stanzas: list[Stanza] = []
    while (line := lines.take()).startswith(_STANZA):
        if len(stanzas) == MAX_STANZAS:
            raise LimitExceeded(Limit.STANZAS, MAX_STANZAS)
        stanzas.append(_parse_stanza(line, lines))
    if not line.startswith(_MAC):
        raise HeaderFailure(HeaderReason.LINE)
    if not stanzas:
        raise HeaderFailure(HeaderReason.NO_STANZA)
    covered = bytes(lines.taken[: -len(line) - 1]) + _MAC
    return Header(tuple(stanzas), covered, _parse_mac(line))


class _Lines:
    """The lines of a header without their line feeds, and all bytes taken so far."""

    def __init__(self, source: HeaderSource) -> None:
        self._source = source
        self.taken = bytearray(source.take(len(_VERSION_LINE)))
        if self.taken != _VERSION_LINE:
            cut = _VERSION_LINE.startswith(self.taken)
            raise HeaderFailure(HeaderReason.TRUNCATED if cut else HeaderReason.VERSION)

    def take(self) -> bytes:
        line = self._source.take_line(MAX_LINE_BYTES)
        if len(line) > MAX_LINE_BYTES:
            raise LimitExceeded(Limit.LINE_BYTES, MAX_LINE_BYTES)
        if not line.endswith(b"\n"):
            raise HeaderFailure(HeaderReason.TRUNCATED)
        self.taken += line
        if len(self.taken) > MAX_HEADER_BYTES:
            raise LimitExceeded(Limit.HEADER_BYTES, MAX_HEADER_BYTES)
        return line[:-1]


def _parse_stanza(line: bytes, lines: _Lines) -> Stanza:
    arguments = line[len(_STANZA) :].split(b" ")
    if not all(argument and _VISIBLE.issuperset(argument) for argument in arguments):
        raise HeaderFailure(HeaderReason.ARGUMENT)
    body = _decode(_parse_body(lines), HeaderReason.BODY)
    return Stanza(arguments[0], tuple(arguments[1:]), body)


def _parse_body(lines: _Lines) -> bytes:
    text = bytearray()
    while len(line := lines.take()) == _COLUMNS:
        text += line
    if len(line) > _COLUMNS:
        raise HeaderFailure(HeaderReason.BODY)
    return bytes(text + line)


def _parse_mac(line: bytes) -> bytes:
    if line[len(_MAC) : len(_MAC) + 1] != b" ":
        raise HeaderFailure(HeaderReason.MAC_LINE)
    mac = _decode(line[len(_MAC) + 1 :], HeaderReason.MAC_LINE)
    if len(mac) != MAC_LENGTH:
        raise HeaderFailure(HeaderReason.MAC_LINE)
    return mac


def _decode(text: bytes, reason: HeaderReason) -> bytes:
    data = base64raw.decode(text)
    if data is None:
        raise HeaderFailure(reason)
    return data


def _serialise_stanza(stanza: Stanza) -> bytes:
    text = base64raw.encode(stanza.body)
    # A body that fills its last line is followed by an empty one: the range reaches that far.
    rows = [text[i : i + _COLUMNS] for i in range(0, len(text) + 1, _COLUMNS)]
    first = _STANZA + b" ".join((stanza.type, *stanza.arguments))
    return b"\n".join((first, *rows, b""))
