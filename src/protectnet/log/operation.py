# SPDX-License-Identifier: GPL-3.0-or-later
"""One change, as value and as bytes (docs/spec/log-v1.md, section 5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from protectnet.domain.ids import OpId, RecordId
from protectnet.domain.values import Plain
from protectnet.log import cbor
from protectnet.log.errors import MalformedOperation, OperationTooLarge
from protectnet.log.shapes import LAST_KIND, OpKind, check_parts

MAX_OPERATION_BYTES = 64 * 1024
PARTS = 7

_KINDS = {int(kind): kind for kind in OpKind}


@dataclass(frozen=True, slots=True)
class Operation:
    """One change of one field of one record (or, in field 0, of the record as such).

    ``record_kind`` is the number of the kind of record, 0 in membership logs, where ``record`` is
    the id of the device concerned. ``clock`` is a number of 64 bits (see ``clock``), never 0; ``replaces``
    is sorted. ``value`` is a plain value: numbers, text, bytes, yes/no, nothing, lists of these.
    """

    kind: OpKind
    record_kind: int
    record: RecordId
    field: int
    clock: int
    replaces: tuple[OpId, ...]
    value: Plain

    def __repr__(self) -> str:
        """Name no value: representations end in logs."""
        return f"Operation({self.kind.name}, {self.record_kind}:{self.record.hex()}, {self.field})"

    def encode(self) -> bytes:
        """The bytes; raises ``MalformedOperation``, ``OperationTooLarge`` or ``NotEncodable``."""
        parts = (
            int(self.kind),
            self.record_kind,
            self.record,
            self.field,
            self.clock,
            self.replaces,
            self.value,
        )
        check_parts(self.kind, parts)
        raw = cbor.encode(parts)
        if len(raw) > MAX_OPERATION_BYTES:
            raise OperationTooLarge(size=len(raw), limit=MAX_OPERATION_BYTES)
        return raw


@dataclass(frozen=True, slots=True)
class UnknownOperation:
    """A change that only a newer version understands: kept and passed on, never applied."""

    kind: int
    raw: bytes

    def __repr__(self) -> str:
        """Name no content."""
        return f"UnknownOperation({self.kind}, {len(self.raw)} bytes)"


def decode_operation(untrusted: bytes, *, newer: bool = False) -> Operation | UnknownOperation:
    """The operation of which ``untrusted`` is the encoding.

    Kinds and values that this version does not know give an ``UnknownOperation``, and so does
    everything in a segment that asks for a newer reader (``newer``). What breaks a rule that this
    version knows raises ``MalformedCbor`` or ``MalformedOperation``.
    """
    if len(untrusted) > MAX_OPERATION_BYTES:
        raise MalformedOperation("O1")
    parts: Any = cbor.decode(untrusted)
    if type(parts) is not list or not parts or type(parts[0]) is not int:
        raise MalformedOperation("O2")
    if not 1 <= parts[0] <= LAST_KIND:
        raise MalformedOperation("O3")
    kind = _KINDS.get(parts[0])
    if kind is None or newer:
        return UnknownOperation(parts[0], untrusted)
    if len(parts) != PARTS:
        raise MalformedOperation("O4")
    if not _is_plain(parts[6]):
        return UnknownOperation(parts[0], untrusted)
    check_parts(kind, parts)
    _, record_kind, record, field, clock, replaces, value = parts
    return Operation(kind, record_kind, record, field, clock, tuple(replaces), value)


def set_(
    record_kind: int,
    record: RecordId,
    field: int,
    clock: int,
    value: Plain,
    replaces: Iterable[OpId] = (),
) -> Operation:
    """Give a register a value, in place of exactly the operations named."""
    named = tuple(sorted(replaces))
    return Operation(OpKind.SET, record_kind, record, field, clock, named, value)


def add(record_kind: int, record: RecordId, field: int, clock: int, value: Plain) -> Operation:
    """Add an item to a set."""
    return Operation(OpKind.ADD, record_kind, record, field, clock, (), value)


def remove(
    record_kind: int, record: RecordId, field: int, clock: int, replaces: Iterable[OpId]
) -> Operation:
    """Take out of a set the items that these operations added."""
    named = tuple(sorted(replaces))
    return Operation(OpKind.REMOVE, record_kind, record, field, clock, named, None)


def delete(
    record_kind: int,
    record: RecordId,
    clock: int,
    seen: Iterable[OpId],
    replaces: Iterable[OpId] = (),
) -> Operation:
    """Delete a record whose live operations, as its author saw them, are ``seen``."""
    named = tuple(sorted(replaces))
    return Operation(OpKind.DELETE, record_kind, record, 0, clock, named, sorted(seen))


def restore(record_kind: int, record: RecordId, clock: int, replaces: Iterable[OpId]) -> Operation:
    """Undo the deletions named."""
    named = tuple(sorted(replaces))
    return Operation(OpKind.RESTORE, record_kind, record, 0, clock, named, None)


def erase(
    record_kind: int,
    record: RecordId,
    clock: int,
    reason: str,
    *,
    whole: bool,
    erased: Iterable[OpId],
    kept_replaced: Iterable[OpId] = (),
    blobs: Iterable[bytes] = (),
) -> Operation:
    """Erase operations, or (``whole``) the record for ever.

    ``kept_replaced`` are the operations that the erased ones replaced and that are not erased
    themselves: they stay replaced for those who never saw the erased ones.
    """
    value: Plain = [reason, whole, sorted(erased), sorted(blobs)]
    named = tuple(sorted(kept_replaced))
    return Operation(OpKind.ERASE, record_kind, record, 0, clock, named, value)


class Erasure(NamedTuple):
    """What an erase asks for: the operations and the blobs (32 bytes each) to destroy."""

    reason: str
    whole: bool
    erased: tuple[OpId, ...]
    blobs: tuple[bytes, ...]

    def __repr__(self) -> str:
        """Count what is named."""
        return (
            f"Erasure(whole={self.whole}, {len(self.erased)} operations, {len(self.blobs)} blobs)"
        )


def erasure_of(operation: Operation) -> Erasure:
    """The parts of the value of an operation of kind ``ERASE``, whose shape was checked."""
    parts: Any = operation.value
    reason, whole, erased, blobs = parts
    return Erasure(reason, whole, tuple(erased), tuple(blobs))


def kept_replaced(erased: Mapping[OpId, Operation | None]) -> tuple[OpId, ...]:
    """What these operations replaced and what is not among them: see ``erase``.

    ``None`` stands for an operation that was erased before and whose content is gone.
    """
    named = {each for op in erased.values() if op is not None for each in op.replaces}
    return tuple(sorted(named - erased.keys()))


def _is_plain(value: Any) -> bool:
    """Whether a decoded value holds no map, which values of this version do not use."""
    if type(value) is list:
        return all(map(_is_plain, value))
    return type(value) is not dict
