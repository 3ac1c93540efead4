# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of things: 16 random or derived bytes, shown as 32 lower-case hexadecimal digits."""

from typing import NewType

from protectnet.domain.errors import InvalidId

RecordId = NewType("RecordId", bytes)
DeviceId = NewType("DeviceId", bytes)
CircleId = NewType("CircleId", bytes)
LogId = NewType("LogId", bytes)
OpId = NewType("OpId", bytes)

ID_BYTES = 16
SHORTEST_PREFIX = 4


def parse_id(text: str) -> bytes:
    """The 16 bytes that 32 hexadecimal digits name; raises ``InvalidId``."""
    try:
        found = bytes.fromhex(text)
    except ValueError as error:
        raise InvalidId(given=text[:60]) from error
    if len(found) != ID_BYTES or found.hex() != text.lower():
        raise InvalidId(given=text[:60])
    return found


def parse_prefix(text: str) -> str:
    """The checked beginning of an id as people type it: 4 to 32 hexadecimal digits."""
    lowered = text.strip().lower()
    digits = set("0123456789abcdef")
    if not SHORTEST_PREFIX <= len(lowered) <= 2 * ID_BYTES or not set(lowered) <= digits:
        raise InvalidId(given=text[:60])
    return lowered
