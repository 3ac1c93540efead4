# SPDX-License-Identifier: GPL-3.0-or-later
"""Deterministic CBOR (RFC 8949, section 4.2) of the few types the log needs.

Whole numbers of 64 bits, bytes, text, arrays, yes/no, nothing, and maps with numbers or texts as
keys; no floats, tags or indefinite lengths; at most ``MAX_DEPTH`` levels. One value has exactly
one encoding, and ``decode`` accepts no other (docs/spec/log-v1.md, rules C1 to C10).

Written out here because a general decoder builds dates, patterns and messages from tags before
anybody can look at them, and because decoding strictly in one pass is as fast as decoding,
encoding again and comparing.
"""

from collections.abc import Callable, Mapping, Sequence
from struct import Struct
from typing import Union

from protectnet.log.errors import MalformedCbor, NotEncodable

Value = Union[  # noqa: UP007 - it names itself
    None, bool, int, str, bytes, Sequence["Value"], Mapping[int | str, "Value"]
]
"""What can be written; decoding gives lists for arrays and dicts for maps."""

MAX_DEPTH = 16

_NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP = 0x20, 0x40, 0x60, 0x80, 0xA0
_FALSE, _TRUE, _NULL = 0xF4, 0xF5, 0xF6
_SMALLEST = (24, 1 << 8, 1 << 16, 1 << 32)
"""The smallest number that needs 1, 2, 4 or 8 bytes of its own."""

_ONE_BYTE = tuple(bytes([value]) for value in range(256))
_head_1 = Struct(">BB").pack
_head_2 = Struct(">BH").pack
_head_4 = Struct(">BI").pack
_head_8 = Struct(">BQ").pack


def encode(value: Value) -> bytes:
    """The one encoding of ``value``; raises ``NotEncodable`` for what the format cannot hold."""
    return _ENCODERS[type(value)](value, MAX_DEPTH)


def array_of(encoded_items: Sequence[bytes]) -> bytes:
    """The array whose items are given already encoded."""
    return _head(_ARRAY, len(encoded_items)) + b"".join(encoded_items)


def array_head(length: int) -> bytes:
    """What stands before the items of an array of this length."""
    return _head(_ARRAY, length)


def decode(untrusted: bytes) -> Value:
    """The value of which ``untrusted`` is the one encoding; raises ``MalformedCbor``."""
    try:
        value, end = _item(untrusted, 0, MAX_DEPTH)
    except IndexError:
        raise MalformedCbor("C1") from None
    except UnicodeDecodeError:
        raise MalformedCbor("C8") from None
    if end != len(untrusted):
        raise MalformedCbor("C1" if end > len(untrusted) else "C2")
    return value


def head_at(untrusted: bytes, start: int) -> tuple[int, int, int]:
    """What stands at ``start``: major type (0 to 7), number or length, and the place after it.

    For what is too large to be decoded at once: the caller decides item by item. Raises
    ``MalformedCbor``.
    """
    if start >= len(untrusted):
        raise MalformedCbor("C1")
    number, place = _number(untrusted, start)
    return untrusted[start] >> 5, number, place


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return _ONE_BYTE[major | number]
    if number < 1 << 8:
        return _head_1(major | 24, number)
    if number < 1 << 16:
        return _head_2(major | 25, number)
    if number < 1 << 32:
        return _head_4(major | 26, number)
    if number < 1 << 64:
        return _head_8(major | 27, number)
    raise NotEncodable(type="int")


def _encode_int(value: int, _depth: int) -> bytes:
    if 0 <= value < 24:
        return _ONE_BYTE[value]
    return _head(0, value) if value >= 0 else _head(_NEGATIVE, -1 - value)


def _encode_bytes(value: bytes, _depth: int) -> bytes:
    length = len(value)
    return (_ONE_BYTE[_BYTES | length] if length < 24 else _head(_BYTES, length)) + value


def _encode_text(value: str, _depth: int) -> bytes:
    try:
        encoded = value.encode()
    except UnicodeEncodeError:
        raise NotEncodable(type="lone surrogate") from None
    return _head(_TEXT, len(encoded)) + encoded


def _encode_array(items: Sequence[Value], depth: int) -> bytes:
    if not depth:
        raise NotEncodable(type="too deep")
    depth -= 1
    parts = [_head(_ARRAY, len(items))]
    for item in items:
        parts.append(_ENCODERS[type(item)](item, depth))  # noqa: PERF401 - faster than extend
    return b"".join(parts)


def _encode_map(value: Mapping[int | str, Value], depth: int) -> bytes:
    if not depth:
        raise NotEncodable(type="too deep")
    pairs = []
    for key, item in value.items():
        if type(key) not in (int, str):
            raise NotEncodable(type=f"key {type(key).__name__}")
        pairs.append((encode(key), _ENCODERS[type(item)](item, depth - 1)))
    pairs.sort()
    return _head(_MAP, len(pairs)) + b"".join(key + item for key, item in pairs)


def _encode_other(value: object, depth: int) -> bytes:
    """Subclasses (an ``IntEnum``, a named tuple) as what they are; anything else is refused."""
    for base in (int, str, bytes, tuple, list, dict):
        if isinstance(value, base):
            return _ENCODERS[base](value, depth)
    raise NotEncodable(type=type(value).__name__)


class _ByType(dict[type, Callable[..., bytes]]):
    """The encoder of each type; whatever is not listed goes to ``_encode_other``."""

    def __missing__(self, _kind: type) -> Callable[..., bytes]:
        return _encode_other


_ENCODERS = _ByType(
    {
        int: _encode_int,
        bytes: _encode_bytes,
        str: _encode_text,
        list: _encode_array,
        tuple: _encode_array,
        dict: _encode_map,
        bool: lambda value, _depth: _ONE_BYTE[_TRUE if value else _FALSE],
        type(None): lambda _value, _depth: _ONE_BYTE[_NULL],
    }
)


def _item(data: bytes, start: int, depth: int) -> tuple[Value, int]:
    """The item at ``start`` and the place after it, which may lie beyond the end of the data."""
    major = data[start] & 0xE0
    if major < _ARRAY:
        return _scalar(data, start)
    if major == _ARRAY:
        return _array(data, start, depth)
    if major == _MAP:
        return _map(data, start, depth)
    return _special(data[start]), start + 1


def _number(data: bytes, start: int) -> tuple[int, int]:
    """The number in the head at ``start`` (a value or a length) and the place after the head."""
    info = data[start] & 0x1F
    if info < 24:
        return info, start + 1
    if info > 27:
        raise MalformedCbor("C4" if info == 31 else "C5")
    end = start + 1 + (1 << (info - 24))
    if end > len(data):
        raise MalformedCbor("C1")
    number = int.from_bytes(data[start + 1 : end], "big")
    if number < _SMALLEST[info - 24]:
        raise MalformedCbor("C3")
    return number, end


def _scalar(data: bytes, start: int) -> tuple[int | bytes | str, int]:
    first = data[start]
    major = first & 0xE0
    if first & 0x1F < 24:
        number, place = first & 0x1F, start + 1
    else:
        number, place = _number(data, start)
    if not major:
        return number, place
    if major == _NEGATIVE:
        return -1 - number, place
    end = place + number
    if end > len(data):
        raise MalformedCbor("C1")
    if major == _BYTES:
        return data[place:end], end
    return str(data[place:end], "utf-8"), end


def _array(data: bytes, start: int, depth: int) -> tuple[list[Value], int]:
    """Small numbers, ids of 16 bytes and clocks stand here a second time: they are most of a log."""
    if not depth:
        raise MalformedCbor("C9")
    length, place = _number(data, start)
    items: list[Value] = []
    value: Value
    for _ in range(length):
        first = data[place]
        if first < 24:
            items.append(first)
            place += 1
        elif first == 0x50:
            start, place = place + 1, place + 17
            items.append(data[start:place])
        elif first == 0x1B:
            start, place = place + 1, place + 9
            value = int.from_bytes(data[start:place], "big")
            if value < 1 << 32:
                raise MalformedCbor("C3" if place <= len(data) else "C1")
            items.append(value)
        elif first < _ARRAY:
            value, place = _scalar(data, place)
            items.append(value)
        else:
            value, place = _item(data, place, depth - 1)
            items.append(value)
    return items, place


def _map(data: bytes, start: int, depth: int) -> tuple[dict[int | str, Value], int]:
    if not depth:
        raise MalformedCbor("C9")
    length, place = _number(data, start)
    found: dict[int | str, Value] = {}
    before = b""
    for _ in range(length):
        if data[place] >= _ARRAY:
            raise MalformedCbor("C10")
        key, end = _scalar(data, place)
        encoded_key = data[place:end]
        if encoded_key <= before or isinstance(key, bytes):
            raise MalformedCbor("C10")
        before = encoded_key
        found[key], place = _item(data, end, depth - 1)
    return found, place


def _special(first: int) -> bool | None:
    if first == _NULL:
        return None
    if first == _TRUE:
        return True
    if first == _FALSE:
        return False
    if first in (0xF9, 0xFA, 0xFB):
        raise MalformedCbor("C6")
    if first == 0xFF:
        raise MalformedCbor("C4")
    raise MalformedCbor("C7" if first < 0xE0 else "C5")
