# SPDX-License-Identifier: GPL-3.0-or-later
"""What the operations of one record come to (docs/spec/log-v1.md, section 10).

The state is two sets that only grow, operations seen and operations replaced or erased; what is
live is their difference. So neither the order in which operations arrive nor how often one
arrives makes a difference.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Self

import cbor2

from protectnet.domain.ids import OpId
from protectnet.domain.record import Existence
from protectnet.domain.values import Plain
from protectnet.log import cbor
from protectnet.log.errors import MalformedState
from protectnet.log.field_state import FieldState, split_ids
from protectnet.log.operation import Operation, erasure_of
from protectnet.log.shapes import OpKind

EXISTENCE = 0
"""The number of the field in which deletions and restorations stand."""
STATE_VERSION = 1


class Live(NamedTuple):
    """A value that nothing has replaced.

    ``given_by`` are the clocks and names of the operations that gave it, in ascending order.
    """

    value: Plain
    given_by: tuple[tuple[int, OpId], ...]

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"Live({len(self.given_by)} operations)"

    @property
    def op_ids(self) -> tuple[OpId, ...]:
        """The operations that gave the value, sorted: what a change of it replaces."""
        return tuple(sorted(op_id for _, op_id in self.given_by))


class RecordState:
    """The merged operations of one record of one kind in one circle.

    ``is_append_only`` comes from the declaration of the kind: there no value replaces another,
    and the first one stands. ``first_clock`` and ``last_clock`` are the lowest and the highest
    clock applied, 0 before the first operation and after the record was erased.
    """

    __slots__ = (
        "_fields",
        "_withdrawn",
        "first_clock",
        "is_append_only",
        "is_erased",
        "last_clock",
    )

    def __init__(self, *, is_append_only: bool = False) -> None:
        self.is_append_only = is_append_only
        self.is_erased = False
        self.first_clock = 0
        self.last_clock = 0
        self._fields: dict[int, FieldState] = {}
        self._withdrawn: set[OpId] = set()

    def __repr__(self) -> str:
        """Show no value: representations end in logs."""
        return f"RecordState({len(self._fields)} fields, {self.existence().value})"

    def apply(self, op_id: OpId, operation: Operation) -> None:
        """Take in an operation of this record; the caller has checked that its author may.

        The same operation again changes nothing.
        """
        if self.is_erased:
            return
        clock = operation.clock
        self.first_clock = min(self.first_clock or clock, clock)
        self.last_clock = max(self.last_clock, clock)
        kind = operation.kind
        if kind is OpKind.ERASE:
            self._erase(operation)
            return
        field = self._fields.get(operation.field)
        if field is None:
            field = self._fields[operation.field] = FieldState()
        if operation.replaces and not (kind is OpKind.SET and self.is_append_only):
            named = operation.replaces
            if self._withdrawn:
                named = tuple(each for each in named if each not in self._withdrawn)
            field.replace(named)
        if kind is not OpKind.REMOVE and op_id not in self._withdrawn:
            field.give(op_id, clock, operation.value)

    def existence(self) -> Existence:
        """Whether the record is there, deleted, deleted and yet edited, or erased."""
        if self.is_erased:
            return Existence.ERASED
        register = self._fields.get(EXISTENCE)
        acts = [value for _, value in register.live.values()] if register else []
        seen_lists = [value for value in acts if isinstance(value, Sequence)]
        if not seen_lists:
            return Existence.LIVE
        live = set(self.live_ops())
        if len(seen_lists) == len(acts) and any(live.issubset(seen) for seen in seen_lists):
            return Existence.DELETED
        return Existence.DELETED_BUT_EDITED

    def field_numbers(self) -> tuple[int, ...]:
        """The fields that have a live value, in ascending order."""
        return tuple(sorted(each for each, field in self._fields.items() if each and field.live))

    def live_ops(self) -> tuple[OpId, ...]:
        """The live operations of all fields, sorted: what a deletion names as seen."""
        live = (field.live for number, field in self._fields.items() if number != EXISTENCE)
        return tuple(sorted(op_id for ids in live for op_id in ids))

    def heads(self, number: int) -> tuple[OpId, ...]:
        """The live operations of a field, sorted: what the next change of it replaces."""
        field = self._fields.get(number)
        return tuple(sorted(field.live)) if field else ()

    def shown(self, number: int) -> Plain:
        """The value of a register that is shown first, ``None`` where there is none."""
        field = self._fields.get(number)
        live = field.live if field else None
        if not live:
            return None
        if len(live) == 1:
            ((_, only),) = live.values()
            return only
        choose = min if self.is_append_only else max
        return live[choose(live, key=lambda op_id: (live[op_id][0], op_id))][1]

    def live_values(self, number: int) -> list[Plain]:
        """The value of each live operation of a field, in no order; equal ones stand several times."""
        field = self._fields.get(number)
        return [value for _, value in field.live.values()] if field else []

    def values(self, number: int) -> tuple[Live, ...]:
        """The different live values of a register, the shown one first."""
        found = _different(self._fields.get(number)).values()
        if self.is_append_only:
            return tuple(sorted(found, key=lambda each: each.given_by[0]))
        return tuple(sorted(found, key=lambda each: each.given_by[-1], reverse=True))

    def items(self, number: int) -> tuple[Live, ...]:
        """The items of a set, in the order of their encodings."""
        found = _different(self._fields.get(number))
        return tuple(found[encoded] for encoded in sorted(found))

    def contradictions(self, registers: Iterable[int]) -> dict[int, tuple[Live, ...]]:
        """Those of these registers that have several different values, with all of them."""
        found = {number: self.values(number) for number in registers}
        return {number: values for number, values in found.items() if len(values) > 1}

    def to_bytes(self) -> bytes:
        """The state for one's own store; equal for equal sets of operations."""
        fields: list[int | bytes] = []
        for number in sorted(self._fields):
            raw = self._fields[number].to_bytes()
            if raw:
                fields += [number, raw]
        return cbor2.dumps(
            [
                STATE_VERSION,
                self.is_append_only,
                self.is_erased,
                self.first_clock,
                self.last_clock,
                b"".join(sorted(self._withdrawn)),
                fields,
            ]
        )

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        """The state that ``to_bytes`` gave; raises ``MalformedState``.

        For bytes of one's own store alone: they are not checked as foreign bytes are.
        """
        state = cls()
        try:
            version, append_only, erased, first, last, withdrawn, fields = cbor2.loads(stored)
            if version != STATE_VERSION:
                raise MalformedState(version=version)
            state._withdrawn = set(split_ids(withdrawn))
            pairs = zip(fields[0::2], fields[1::2], strict=True)
            state._fields = {number: FieldState(raw) for number, raw in pairs}
        except (cbor2.CBORDecodeError, ValueError, TypeError) as error:
            raise MalformedState from error
        state.is_append_only, state.is_erased = append_only, erased
        state.first_clock, state.last_clock = first, last
        return state

    def _erase(self, operation: Operation) -> None:
        erasure = erasure_of(operation)
        self._withdrawn.update(erasure.erased, operation.replaces)
        for field in self._fields.values():
            field.withdraw(self._withdrawn)
        if erasure.whole:
            self.is_erased = True
            self.first_clock = self.last_clock = 0
            self._fields.clear()
            self._withdrawn.clear()


def _different(field: FieldState | None) -> dict[bytes, Live]:
    """The different live values of a field, by their encodings."""
    live = field.live if field else {}
    if len(live) == 1:
        # Most fields have one value; then there is nothing to compare it with.
        ((op_id, (clock, value)),) = live.items()
        return {b"": Live(value, ((clock, op_id),))}
    found: dict[bytes, list[tuple[int, OpId]]] = {}
    plain: dict[bytes, Plain] = {}
    for op_id, (clock, value) in live.items():
        encoded = cbor.encode(value)
        plain[encoded] = value
        found.setdefault(encoded, []).append((clock, op_id))
    return {each: Live(plain[each], tuple(sorted(given))) for each, given in found.items()}
