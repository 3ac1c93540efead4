# SPDX-License-Identifier: GPL-3.0-or-later
"""The signed header of a segment (docs/spec/log-v1.md, section 8, rules S3 to S13)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from typing import Any, NamedTuple

from protectnet.domain.ids import ID_BYTES, CircleId, DeviceId, LogId
from protectnet.log import cbor
from protectnet.log.clock import LAST_CLOCK, MAX_JUMP, counter_of
from protectnet.log.errors import BrokenChain, MalformedSegment, NewerFormat
from protectnet.log.identifiers import MEMBERSHIP, RECORDS, log_id
from protectnet.log.merkle import HASH_BYTES
from protectnet.log.names import MAX_CODE_NAME_CHARS, is_text

FORMAT_VERSION = 1
READER_VERSION = 1
"""What this program understands; segments that ask for more are kept and not applied."""
MAX_HEADER_BYTES = 256 * 1024
MAX_HEADS = 2048
"""Of each sort; with all of them a header has less than 192 KiB."""
MAX_OPERATIONS = 500
MAX_SEQ = (1 << 32) - 1
MAX_READER = 65_535
NO_HASH = bytes(HASH_BYTES)
"""What stands for the previous header in the first segment of a log."""
PARTS = 14


class Head(NamedTuple):
    """The last segment of a log that somebody had seen; ``hash`` is that of its header."""

    log: LogId
    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class LogIdentity:
    """What a log is: one device's, in one circle, of one incarnation (16 bytes) and stream."""

    stream: int
    device: DeviceId
    circle: CircleId
    incarnation: bytes

    @property
    def log(self) -> LogId:
        """The name of the log."""
        return log_id(self.device, self.circle, self.incarnation, self.stream)


@dataclass(frozen=True, slots=True)
class Header:
    """What the signature of a segment covers.

    ``seq`` counts from 0; ``prev`` and ``root`` are 32 bytes; ``count`` is the number of
    operations; ``clock_max`` the join of their clocks; ``membership_heads`` the hashes of the
    membership segments the author knew as heads; ``other_heads`` the heads of the circle's other
    logs that are new since the author's previous segment; ``user`` the code name of the writer;
    ``min_reader`` the smallest reader version that can interpret the operations.
    """

    identity: LogIdentity
    seq: int
    prev: bytes
    root: bytes
    count: int
    clock_max: int
    membership_heads: tuple[bytes, ...]
    other_heads: tuple[Head, ...]
    user: str = field(repr=False)
    min_reader: int = 1

    @property
    def is_newer(self) -> bool:
        """Whether the operations ask for a newer program than this."""
        return self.min_reader > READER_VERSION

    def encode(self) -> bytes:
        """The bytes that are signed; raises ``MalformedSegment``."""
        identity = self.identity
        parts = (
            FORMAT_VERSION,
            identity.stream,
            identity.device,
            identity.circle,
            identity.incarnation,
            self.seq,
            self.prev,
            self.root,
            self.count,
            self.clock_max,
            self.membership_heads,
            self.other_heads,
            self.user,
            self.min_reader,
        )
        _check_parts(parts)
        return cbor.encode(parts)


def decode_header(untrusted: bytes) -> Header:
    """The header of which ``untrusted`` is the encoding.

    Raises ``MalformedCbor``, ``MalformedSegment``, or ``NewerFormat`` for another version.
    """
    if len(untrusted) > MAX_HEADER_BYTES:
        raise MalformedSegment("S3")
    parts: Any = cbor.decode(untrusted)
    if type(parts) is not list or not parts or type(parts[0]) is not int or parts[0] < 1:
        raise MalformedSegment("S4")
    if parts[0] > FORMAT_VERSION:
        raise NewerFormat(found=parts[0], known=FORMAT_VERSION)
    if len(parts) != PARTS:
        raise MalformedSegment("S4")
    _check_parts(parts)
    _, stream, device, circle, incarnation, *others = parts
    seq, prev, root, count, clock_max, membership_heads, other_heads, user, min_reader = others
    return Header(
        LogIdentity(stream, device, circle, incarnation),
        seq,
        prev,
        root,
        count,
        clock_max,
        tuple(membership_heads),
        tuple(Head(*head) for head in other_heads),
        user,
        min_reader,
    )


def header_hash(header: bytes) -> bytes:
    """The hash (32 bytes) by which a segment is named: that of its header's bytes."""
    return sha256(header).digest()


def check_first(header: Header) -> None:
    """Check that a segment may begin its log; raises ``BrokenChain``."""
    if header.seq:
        raise BrokenChain("not_first")
    if counter_of(header.clock_max) > MAX_JUMP:
        raise BrokenChain("clock_jump")


def check_follows(header: Header, before: Header, before_hash: bytes) -> None:
    """Check that a segment comes right after ``before`` in its log; raises ``BrokenChain``.

    ``before_hash`` is the hash of the bytes of ``before`` as they were received.
    """
    if header.identity != before.identity:
        raise BrokenChain("log")
    if header.seq != before.seq + 1:
        raise BrokenChain("number")
    if header.prev != before_hash:
        raise BrokenChain("previous")
    if counter_of(header.clock_max) > counter_of(before.clock_max) + MAX_JUMP:
        raise BrokenChain("clock_jump")


def are_names(untrusted: Any, size: int, most: int) -> bool:
    """Whether this is an array of at most so many names of a size, ascending, none twice."""
    if type(untrusted) not in (tuple, list) or len(untrusted) > most:
        return False
    return all(_is_bytes(each, size) for each in untrusted) and _is_ascending(untrusted)


def are_heads(untrusted: Any, most: int) -> bool:
    """Whether this is an array of at most so many heads, ascending, none twice."""
    if type(untrusted) not in (tuple, list) or len(untrusted) > most:
        return False
    return all(_is_head(each) for each in untrusted) and _is_ascending(untrusted)


def _check_parts(parts: Any) -> None:
    for rule, start, end, fits in _CHECKS:
        if not fits(*parts[start:end]):
            raise MalformedSegment(rule)


def _is_number(value: Any, lowest: int, highest: int) -> bool:
    return type(value) is int and lowest <= value <= highest


def _is_bytes(value: Any, size: int) -> bool:
    return type(value) is bytes and len(value) == size


def _are_ids(*values: Any) -> bool:
    return all(_is_bytes(value, ID_BYTES) for value in values)


def _is_place(seq: Any, prev: Any) -> bool:
    fits = _is_number(seq, 0, MAX_SEQ) and _is_bytes(prev, HASH_BYTES)
    return fits and (seq == 0) is (prev == NO_HASH)


def _is_tree(root: Any, count: Any) -> bool:
    return _is_bytes(root, HASH_BYTES) and _is_number(count, 1, MAX_OPERATIONS)


def _is_head(value: Any) -> bool:
    if type(value) not in (Head, list) or len(value) != 3:
        return False
    log, seq, hash_ = value
    return _is_bytes(log, ID_BYTES) and _is_number(seq, 0, MAX_SEQ) and _is_bytes(hash_, HASH_BYTES)


def _is_ascending(values: Any) -> bool:
    return all(first < second for first, second in pairwise(values))


_CHECKS: tuple[tuple[str, int, int, Callable[..., bool]], ...] = (
    ("S5", 1, 2, lambda stream: type(stream) is int and stream in (RECORDS, MEMBERSHIP)),
    ("S6", 2, 5, _are_ids),
    ("S7", 5, 7, _is_place),
    ("S8", 7, 9, _is_tree),
    ("S9", 9, 10, lambda clock: _is_number(clock, 0, LAST_CLOCK)),
    ("S10", 10, 11, lambda heads: are_names(heads, HASH_BYTES, MAX_HEADS)),
    ("S11", 11, 12, lambda heads: are_heads(heads, MAX_HEADS)),
    ("S12", 12, 13, lambda user: is_text(user, MAX_CODE_NAME_CHARS)),
    ("S13", 13, 14, lambda reader: _is_number(reader, 1, MAX_READER)),
)
