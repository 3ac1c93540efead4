# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking back what a bundle brought to a record, by new changes (sync-v1, section 7).

Each field that still shows what the bundle brought goes back to what it showed before. What
somebody changed since is left alone and named; what was erased never comes back.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import NamedTuple

from protectnet.domain.ids import ID_BYTES, OpId, RecordId
from protectnet.domain.record import Existence
from protectnet.domain.values import Plain
from protectnet.log import cbor
from protectnet.log.operation import Operation, erasure_of
from protectnet.log.shapes import OpKind
from protectnet.log.state import EXISTENCE, Live, RecordState
from protectnet.sync.preview import merged


class Left(Enum):
    """Why a field, or the record as such, is not taken back."""

    CHANGED_SINCE = "changed since"
    ERASED = "erased"
    APPEND_ONLY = "append only"


class Fate(Enum):
    """What becomes of the record as such. ``IN_QUESTION``: deleted and yet edited, as it was."""

    STAYS = "stays"
    DELETED = "deleted"
    BROUGHT_BACK = "brought back"
    IN_QUESTION = "in question"


_FATES = {
    Existence.DELETED: Fate.DELETED,
    Existence.LIVE: Fate.BROUGHT_BACK,
    Existence.DELETED_BUT_EDITED: Fate.IN_QUESTION,
}
"""What has to become of a record that else would be something else."""


class Step(NamedTuple):
    """One change to write, of the record as such where ``field`` is 0."""

    kind: OpKind
    field: int
    replaces: tuple[OpId, ...]
    value: Plain = None

    def __repr__(self) -> str:
        """Show no value: representations end in logs."""
        return f"Step({self.kind.name}, {self.field})"

    def operation(self, record_kind: int, record: RecordId, clock: int) -> Operation:
        """The operation that writes it."""
        return Operation(
            self.kind, record_kind, record, self.field, clock, self.replaces, self.value
        )


@dataclass(frozen=True, slots=True)
class FieldUndo:
    """One field that goes back: the values it has ``now``, and those it had and has ``then``.

    Both begin with the one that is shown first. Of a field with items, ``now`` are those that go
    and ``then`` those that come back.
    """

    field: int
    now: tuple[Plain, ...]
    then: tuple[Plain, ...]

    def __repr__(self) -> str:
        """Show no value."""
        return f"FieldUndo({self.field})"


@dataclass(frozen=True, slots=True)
class RecordUndo:
    """What taking a bundle back would do to one record.

    ``left`` says which fields stay as they are, wholly or in part, and why; field 0 stands for the
    record as such. ``steps`` are to be written in their order, with rising clocks. With ``fate``
    ``DELETED`` a deletion follows them, made from the state that they made: it names its operations.
    """

    fate: Fate
    fields: tuple[FieldUndo, ...]
    left: Mapping[int, Left]
    steps: tuple[Step, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether nothing has to be written."""
        return not self.steps and self.fate is Fate.STAYS


def undo_record(
    before: RecordState,
    brought: Iterable[tuple[OpId, Operation]],
    now: RecordState,
    *,
    erased: Collection[OpId] = (),
) -> RecordUndo:
    """What takes back the operations ``brought`` to a record that was ``before`` and is ``now``.

    ``before`` is made of what was held then; ``brought`` are the operations that counted, those of
    erases too. ``erased`` names every operation of the record that an erase with effect names, held
    or not: no value of theirs is written again.
    """
    given = list(brought)
    after = merged(before, given)
    gone = set(erased).union(*(_erased_by(operation) for _, operation in given))
    if now.is_erased:
        return RecordUndo(Fate.STAYS, (), {EXISTENCE: Left.ERASED}, ())
    if not before.last_clock:
        return _undo_new(after, now)
    wanted, reason = _existence_wanted(before, after, now)
    if now.existence() is wanted is Existence.DELETED:
        # A change of a deleted record would bring it into question.
        was_deleted = before.existence() is Existence.DELETED
        return _left(None if was_deleted else Left.CHANGED_SINCE)
    items = {each.field for _, each in given if each.kind in (OpKind.ADD, OpKind.REMOVE)}
    found = {
        number: _Field(number, before, after, now, gone).undo(has_items=number in items)
        for number in sorted({*before.field_numbers(), *after.field_numbers()})
    }
    left = {number: each.reason for number, each in found.items() if each.reason}
    steps = [step for each in found.values() for step in each.steps]
    then = _written(now, steps).existence()
    fate = Fate.STAYS if then in (wanted, before.existence()) else _FATES[wanted]
    return RecordUndo(
        fate,
        tuple(
            FieldUndo(number, each.now, each.then) for number, each in found.items() if each.steps
        ),
        ({EXISTENCE: reason} if reason else {}) | left,
        (*steps, *_of_existence(fate, now)),
    )


@dataclass(frozen=True, slots=True, repr=False)
class _Found:
    """What is done about one field."""

    reason: Left | None = None
    steps: tuple[Step, ...] = ()
    now: tuple[Plain, ...] = ()
    then: tuple[Plain, ...] = ()


@dataclass(frozen=True, slots=True)
class _Field:
    """One field before the bundle, right after it, and now; ``gone`` are erased operations."""

    number: int
    before: RecordState
    after: RecordState
    now: RecordState
    gone: Collection[OpId]

    def undo(self, *, has_items: bool) -> _Found:
        """What takes back what came in this field."""
        return self._undo_items() if has_items else self._undo_register()

    def _undo_register(self) -> _Found:
        """Set the former values again, the one that was shown first last, so that it is again."""
        was, brought = self._shown(self.before), self._shown(self.after)
        former = [each for each in self.before.values(self.number) if not self._is_erased(each)]
        reason = Left.ERASED if len(former) < len(self.before.values(self.number)) else None
        if brought == was or self._shown(self.now) == was:
            return _Found()
        if self.before.is_append_only:
            return _Found(Left.APPEND_ONLY)
        if self.now.heads(self.number) != self.after.heads(self.number):
            return _Found(Left.CHANGED_SINCE)
        if reason and (not former or self._shown(self.now) == _seen(former)):
            return _Found(reason)
        values = [each.value for each in former] or [None]
        replaced = self.now.heads(self.number)
        steps = [
            Step(OpKind.SET, self.number, () if place else replaced, value)
            for place, value in enumerate(reversed(values))
        ]
        shown = tuple(each.value for each in self.now.values(self.number))
        return _Found(reason, tuple(steps), shown, tuple(values))

    def _undo_items(self) -> _Found:
        """Take out the items that came, and add again those that went."""
        was, brought, now = map(self._items, (self.before, self.after, self.now))
        came = [now[each] for each in sorted((brought.keys() - was.keys()) & now.keys())]
        went = [was[each] for each in sorted(was.keys() - brought.keys() - now.keys())]
        out = [each for each in came if each.op_ids == brought[cbor.encode(each.value)].op_ids]
        back = [each for each in went if not self._is_erased(each)]
        reason = Left.ERASED if len(back) < len(went) else None
        if len(out) < len(came):
            reason = Left.CHANGED_SINCE
        steps = [Step(OpKind.REMOVE, self.number, each.op_ids) for each in out]
        steps += [Step(OpKind.ADD, self.number, (), each.value) for each in back]
        gone, added = (tuple(each.value for each in some) for some in (out, back))
        return _Found(reason, tuple(steps), gone, added)

    def _is_erased(self, live: Live) -> bool:
        return all(op_id in self.gone for op_id in live.op_ids)

    def _shown(self, state: RecordState) -> set[bytes]:
        return _seen(state.values(self.number))

    def _items(self, state: RecordState) -> dict[bytes, Live]:
        return {
            cbor.encode(each.value): each
            for each in state.items(self.number)
            if each.value is not None
        }


def _undo_new(after: RecordState, now: RecordState) -> RecordUndo:
    """A record that the bundle brought is deleted, or left whole if anything in it was changed."""
    if now.existence() is Existence.DELETED or not after.last_clock:
        return _left(None)
    is_same = now.live_ops() == after.live_ops()
    if not is_same or now.heads(EXISTENCE) != after.heads(EXISTENCE):
        return _left(Left.CHANGED_SINCE)
    return RecordUndo(Fate.DELETED, (), {}, ())


def _left(reason: Left | None) -> RecordUndo:
    """Nothing is done; why, if that has to be said."""
    return RecordUndo(Fate.STAYS, (), {EXISTENCE: reason} if reason else {}, ())


def _existence_wanted(
    before: RecordState, after: RecordState, now: RecordState
) -> tuple[Existence, Left | None]:
    """What the record has to be in the end: as it was, or as it is if somebody acted since.

    It was deleted: a deletion now would name what somebody has written in it since.
    """
    was = before.existence()
    is_same = now.heads(EXISTENCE) == after.heads(EXISTENCE)
    if was is Existence.DELETED:
        is_same = is_same and now.live_ops() == after.live_ops()
    if is_same:
        return was, None
    is_as_before = was in (now.existence(), after.existence())
    return now.existence(), None if is_as_before else Left.CHANGED_SINCE


def _written(state: RecordState, steps: Iterable[Step]) -> RecordState:
    """What the state becomes; the operations have made-up names."""
    return merged(
        state,
        (
            (_made_up(number), step.operation(1, RecordId(bytes(ID_BYTES)), 1))
            for number, step in enumerate(steps)
        ),
    )


def _made_up(number: int) -> OpId:
    return OpId(sha256(b"undo %d" % number).digest()[:ID_BYTES])


def _of_existence(fate: Fate, now: RecordState) -> Iterator[Step]:
    acts = now.heads(EXISTENCE)
    if fate in (Fate.BROUGHT_BACK, Fate.IN_QUESTION) and acts:
        yield Step(OpKind.RESTORE, EXISTENCE, acts)
    if fate is Fate.IN_QUESTION:
        # Beside the restoration, which it does not replace: so the question is there again.
        yield Step(OpKind.DELETE, EXISTENCE, acts, [])


def _seen(values: Sequence[Live]) -> set[bytes]:
    """Different values, as far as they show anything: null alone shows nothing."""
    found = {cbor.encode(each.value) for each in values}
    return set() if found == {cbor.encode(None)} else found


def _erased_by(operation: Operation) -> tuple[OpId, ...]:
    return erasure_of(operation).erased if operation.kind is OpKind.ERASE else ()
