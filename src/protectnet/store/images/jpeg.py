# SPDX-License-Identifier: GPL-3.0-or-later
"""JPEG without what is not the picture. Source: ITU-T T.81 annex B; T.871 (JFIF); ICC.1 annex B.4.

Coded data are copied as they are. Every other part is either known, has the length that its own
content says, and is kept, or it goes.
"""

import re
from collections.abc import Iterator

from protectnet.store.images.errors import Damage
from protectnet.store.images.exif import UPRIGHT, exif_saying, orientation_of
from protectnet.store.images.reading import Reader

_SOI = b"\xff\xd8"
_EOI, _SOS, _COM = 0xD9, 0xDA, 0xFE
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_DHT, _DAC, _DQT, _DNL, _DRI = 0xC4, 0xCC, 0xDB, 0xDC, 0xDD
_APP0, _APP1, _APP2, _APP14 = 0xE0, 0xE1, 0xE2, 0xEE
_APPLICATIONS = range(0xE0, 0xF0)
_BARE = {0x01, *range(0xD0, 0xD8)}
"""Markers that nothing belongs to."""

_MARKER = re.compile(rb"\xff([^\x00\xff])", re.DOTALL)
_END_OF_CODED = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL)
_FILL = re.compile(rb"\xff+")

_JFIF = b"JFIF\x00"
_JFIF_BYTES = 14
_ADOBE = b"Adobe"
_ADOBE_BYTES = 12
_PROFILE = b"ICC_PROFILE\x00"
_EXIF = b"Exif\x00"


def strip_jpeg(reader: Reader) -> Iterator[bytes]:
    """The picture in pieces. Raises ``ImageDamaged``."""
    reader.take(len(_SOI))
    yield _SOI
    picture = _Picture(reader)
    while (marker := _next_marker(reader)) != _EOI:
        if marker in _BARE:
            continue
        payload = reader.take(_payload_bytes(reader))
        if marker in _APPLICATIONS or marker == _COM:
            kept = picture.application(marker, payload)
        else:
            kept = picture.part(marker, payload)
        if kept is not None:
            yield _part(marker, kept)
        if marker == _SOS:
            yield from _coded(reader)
    if not picture.scanned:
        raise reader.damaged(Damage.NO_PICTURE)
    yield bytes((0xFF, _EOI))


class _Picture:
    """What was seen of a picture so far, and so what may follow."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._framed = False
        self._once: set[int] = set()
        self.scanned = False

    def part(self, marker: int, payload: bytes) -> bytes:
        """A part that the picture is made of, as it is kept: as it came."""
        if marker in _FRAMES:
            if self._framed:
                raise self._reader.damaged(Damage.OUT_OF_ORDER)
            self._framed = True
        elif marker == _SOS:
            if not self._framed:
                raise self._reader.damaged(Damage.OUT_OF_ORDER)
            self.scanned = True
        elif marker not in (_DHT, _DAC, _DQT, _DNL, _DRI):
            raise self._reader.damaged(Damage.UNKNOWN_PART)
        if not _is_whole(marker, payload):
            raise self._reader.damaged(Damage.WRONG_LENGTH)
        return payload

    def application(self, marker: int, payload: bytes) -> bytes | None:
        """A part that a program added, as it is kept; ``None`` when it goes."""
        if self.scanned:
            return None
        if marker == _APP2 and payload.startswith(_PROFILE):
            return payload
        if marker in self._once:
            return None
        kept = _of_application(marker, payload)
        # Whoever shows the picture believes the first Exif, though it says nothing of use.
        if kept is not None or (marker == _APP1 and payload.startswith(_EXIF)):
            self._once.add(marker)
        return kept


def _of_application(marker: int, payload: bytes) -> bytes | None:
    if marker == _APP0 and payload.startswith(_JFIF) and len(payload) >= _JFIF_BYTES:
        return payload[: _JFIF_BYTES - 2] + bytes(2)  # the size of a preview that is gone
    if marker == _APP14 and payload.startswith(_ADOBE) and len(payload) >= _ADOBE_BYTES:
        return payload[:_ADOBE_BYTES]
    if marker == _APP1 and payload.startswith(_EXIF):
        orientation = orientation_of(payload)
        return None if orientation == UPRIGHT else _EXIF + b"\x00" + exif_saying(orientation)
    return None


def _is_whole(marker: int, payload: bytes) -> bool:
    """Whether a part is as long as it says itself."""
    size = len(payload)
    if marker in _FRAMES:
        return size >= 9 and size == 6 + 3 * payload[5]
    if marker == _SOS:
        return size >= 6 and size == 4 + 2 * payload[0]
    if marker in (_DNL, _DRI):
        return size == 2
    if marker == _DAC:
        return size % 2 == 0
    at = 0
    while at < size:
        if marker == _DQT:
            at += 129 if payload[at] >> 4 else 65
        else:
            at += 17 + sum(payload[at + 1 : at + 17])
    return at == size


def _next_marker(reader: Reader) -> int:
    """Pass over whatever stands before the next marker, as decoders do, and take it."""
    while True:
        view = reader.ahead(2)
        found = _MARKER.search(view)
        if found is not None:
            reader.advance(found.end())
            return view[found.end() - 1]
        reader.advance(len(view) - (view[-1] == 0xFF))


def _payload_bytes(reader: Reader) -> int:
    length = int.from_bytes(reader.take(2))
    if length < 2:
        raise reader.damaged(Damage.WRONG_LENGTH)
    return length - 2


def _part(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2) + payload


def _coded(reader: Reader) -> Iterator[bytes]:
    """Coded data up to the next marker, without fill bytes."""
    while True:
        view = reader.ahead(2)
        found = _END_OF_CODED.search(view)
        if found is None:
            whole = len(view) - (view[-1] == 0xFF)
            yield bytes(view[:whole])
            reader.advance(whole)
            continue
        begin = found.start()
        yield bytes(view[:begin])
        if view[begin + 1] != 0xFF:
            reader.advance(begin)
            return
        fill = _FILL.match(view, begin)
        reader.advance((fill.end() if fill else begin + 2) - 1)
