# SPDX-License-Identifier: GPL-3.0-or-later
"""Who changed what of a record, on which day, from what to what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from protectnet.domain.field import Kind
from protectnet.domain.ids import DeviceId, OpId
from protectnet.domain.values import Plain
from protectnet.log.operation import Operation, decode_operation
from protectnet.log.shapes import OpKind
from protectnet.store.queries import RecordKey
from protectnet.store.reading import day
from protectnet.store.store import Store


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change.

    ``kind`` ``None`` means that its content was erased; then ``day``, ``clock``, ``field``,
    ``before`` and ``after`` say nothing. ``field`` is the field's name, empty for changes of the
    record as such, the number as text for a field of a newer version. ``before`` holds the
    values that the change replaced, as far as they are still held, ``after`` what it said
    (``None`` where it cleared, removed, deleted or restored).
    """

    op_id: OpId
    device: DeviceId
    user: str
    day: date
    clock: int
    kind: OpKind | None
    field: str
    before: tuple[Plain, ...]
    after: Plain

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"HistoryEntry({self.op_id.hex()}, {self.kind!r}, {self.field!r})"


def history(store: Store, key: RecordKey) -> list[HistoryEntry]:
    """All changes of a record, the first one first; those erased come first of all."""
    circle = store.records.circle_row(key.circle)
    held = store.records.get((circle, key.kind, key.id)) if circle else None
    if held is None:
        return []
    rows = store.db.rows(
        "SELECT op, bytes, device, writer FROM operation "
        "JOIN segment ON segment.id = operation.id / 1024 JOIN log ON log.id = segment.log "
        "WHERE record = ? ORDER BY operation.id",
        (held.row,),
    )
    said = {OpId(op): _decoded(raw) for op, raw, _, _ in rows}
    kind = store.kinds.numbered(key.kind)
    found = [
        _entry(OpId(op), DeviceId(device), writer, said, kind) for op, _, device, writer in rows
    ]
    return sorted(found, key=lambda entry: (entry.clock, entry.op_id))


def _decoded(raw: bytes | None) -> Operation | None:
    operation = None if raw is None else decode_operation(raw)
    return operation if isinstance(operation, Operation) else None


def _entry(
    op_id: OpId,
    device: DeviceId,
    writer: str,
    said: Mapping[OpId, Operation | None],
    kind: Kind | None,
) -> HistoryEntry:
    operation = said[op_id]
    if operation is None:
        return HistoryEntry(op_id, device, writer, day(0), 0, None, "", (), None)
    replaced = (said.get(each) for each in operation.replaces)
    is_of_field = operation.kind in (OpKind.SET, OpKind.ADD, OpKind.REMOVE)
    return HistoryEntry(
        op_id,
        device,
        writer,
        day(operation.clock),
        operation.clock,
        operation.kind,
        _field_name(kind, operation.field) if is_of_field else "",
        tuple(each.value for each in replaced if each is not None) if is_of_field else (),
        operation.value if is_of_field else None,
    )


def _field_name(kind: Kind | None, number: int) -> str:
    field = kind.by_number.get(number) if kind else None
    return field.name if field else str(number)
