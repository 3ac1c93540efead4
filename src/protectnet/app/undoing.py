# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking back the bundle that was taken last (docs/spec/sync-v1.md, section 7).

As if it had never come, as long as nobody was told of it and nothing was changed on top of it; else
by new changes that restore what each field showed before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from protectnet.app.authoring import Authoring
from protectnet.app.circles import Circles
from protectnet.app.clock import day_of_number
from protectnet.app.devices import Devices
from protectnet.app.judging import standings_now
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.field import Kind
from protectnet.domain.ids import CircleId, DeviceId
from protectnet.domain.marking import N_
from protectnet.log.operation import Operation, delete
from protectnet.log.state import EXISTENCE, RecordState
from protectnet.store import queries
from protectnet.store.accepting import Accepted, accepted_bundles, forget
from protectnet.store.queries import RecordKey
from protectnet.store.standings import rejudge
from protectnet.store.store import Store
from protectnet.store.take_back import Brought, brought, take_back
from protectnet.sync.undo import Fate, Left, RecordUndo, undo_record

TITLE = 1
"""The number of the title, the same in every kind."""
REASONS = {
    Left.CHANGED_SINCE: N_("changed since"),
    Left.ERASED: N_("erased"),
    Left.APPEND_ONLY: N_("a correction is a new record"),
}
"""Why something is left alone, in words."""
FATES = {
    Fate.STAYS: N_("as before"),
    Fate.DELETED: N_("deleted again"),
    Fate.BROUGHT_BACK: N_("brought back"),
    Fate.IN_QUESTION: N_("to be decided again"),
}
"""What becomes of a record, in words."""


class NothingTaken(ProtectNetError):
    """No bundle was taken here that can still be taken back."""

    code = "nothing_taken"


@dataclass(frozen=True, slots=True)
class UndoLine:
    """What taking back does to one record: ``fields`` go back, ``left`` stay, and why.

    In ``left`` the empty name stands for the record as such.
    """

    key: RecordKey
    kind: Kind
    title: str = field(repr=False)
    fate: Fate
    fields: tuple[str, ...]
    left: Mapping[str, Left]

    @property
    def changes_existence(self) -> bool:
        """Whether the record as such becomes something else, and not its fields alone."""
        return self.fate is not Fate.STAYS

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "id": self.key.id.hex(),
            "kind": self.kind.name,
            "title": self.title,
            "fate": self.fate.value.replace(" ", "_"),
            "fields": list(self.fields),
            "left": {
                name or "record": why.value.replace(" ", "_") for name, why in self.left.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Undo:
    """What taking back the last bundle would do, or did.

    ``is_exact`` when everything is as if it had never come; then nothing is left alone.
    """

    sender: DeviceId
    sender_name: str = field(repr=False)
    created_on: date
    is_exact: bool
    lines: tuple[UndoLine, ...]

    @property
    def going_back(self) -> tuple[UndoLine, ...]:
        """The records of which something goes back."""
        return tuple(each for each in self.lines if each.fields or each.changes_existence)

    @property
    def left_alone(self) -> tuple[UndoLine, ...]:
        """The records of which something stays as it is."""
        return tuple(each for each in self.lines if each.left)

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "from": {"device": self.sender.hex(), "name": self.sender_name},
            "created_on": self.created_on.isoformat(),
            "exact": self.is_exact,
            "records": [each.document() for each in self.lines],
        }


class Undoing:
    """Takes bundles back, for an open vault."""

    def __init__(
        self, store: Store, authoring: Authoring, circles: Circles, devices: Devices
    ) -> None:
        self._store = store
        self._authoring = authoring
        self._circles = circles
        self._devices = devices

    def preview(self) -> Undo:
        """What taking back the last bundle would do; nothing is written. Raises ``NothingTaken``."""
        return self._shown(self._last())

    def undo(self) -> Undo:
        """Take the last bundle back, all or nothing; gives what was done.

        Raises ``NothingTaken``, and ``MayNotWrite`` where it takes new changes and this device may
        only read.
        """
        last = self._last()
        shown = self._shown(last)
        if shown.is_exact:
            take_back(self._store, last.id)
            self._judge_anew()
        else:
            self._write(last)
        self._authoring.forget_clocks()
        self._circles.forget()
        return shown

    def _last(self) -> Accepted:
        found = accepted_bundles(self._store)
        if not found:
            raise NothingTaken
        return found[0]

    def _judge_anew(self) -> None:
        """What stands may follow from what went."""
        with self._store.transaction():
            for circle in self._circles.ids():
                membership = self._circles.membership(circle)
                rejudge(self._store, circle, standings_now(self._store, membership))

    def _shown(self, last: Accepted) -> Undo:
        lines = []
        for each in brought(self._store, last.id):
            kind = self._store.kinds.numbered(each.key.kind)
            if kind is not None:
                lines.append(_line(kind, each, is_exact=not last.is_final))
        return Undo(
            sender=last.taken.sender,
            sender_name=self._devices.name_of(last.taken.sender, self._code_name(last)),
            created_on=day_of_number(last.taken.day),
            is_exact=not last.is_final,
            lines=tuple(line for line in lines if line is not None),
        )

    def _code_name(self, last: Accepted) -> str:
        for circle in self._circles.ids():
            member = self._circles.membership(circle).members.get(last.taken.sender)
            if member is not None:
                return member.code_name
        return ""

    def _write(self, last: Accepted) -> None:
        """Write what restores what was there before, in one transaction."""
        store = self._store
        plans = [(each.key, _planned(each)) for each in brought(store, last.id)]
        for circle in sorted({key.circle for key, plan in plans if not plan.is_nothing}):
            self._circles.check_may_write(circle)
        with store.transaction():
            for key, plan in plans:
                self._append(key.circle, self._steps(key, plan))
                if plan.fate is Fate.DELETED:
                    self._append(key.circle, [self._deletion(key)])
            forget(store, last.id)

    def _append(self, circle: CircleId, operations: list[Operation]) -> None:
        if operations:
            self._authoring.write(circle, operations)

    def _steps(self, key: RecordKey, plan: RecordUndo) -> list[Operation]:
        return [
            step.operation(key.kind, key.id, self._authoring.next_clock(key.circle))
            for step in plan.steps
        ]

    def _deletion(self, key: RecordKey) -> Operation:
        state = queries.state_of(self._store, key) or RecordState()
        clock = self._authoring.next_clock(key.circle)
        return delete(key.kind, key.id, clock, state.live_ops(), state.heads(EXISTENCE))


def _planned(each: Brought) -> RecordUndo:
    return undo_record(each.before, each.changes, each.now, erased=each.erased)


def _line(kind: Kind, each: Brought, *, is_exact: bool) -> UndoLine | None:
    """What becomes of a record; ``None`` where nothing does and nothing has to be said."""
    plan = _planned(each)
    title = str(each.now.shown(TITLE) or each.before.shown(TITLE) or "")
    left = {} if is_exact else dict(_left(kind, plan))
    fields = tuple(
        kind.by_number[field.field].name for field in plan.fields if field.field in kind.by_number
    )
    if not (fields or left or plan.fate is not Fate.STAYS):
        return None
    return UndoLine(each.key, kind, title, plan.fate, fields, left)


def _left(kind: Kind, plan: RecordUndo) -> Iterator[tuple[str, Left]]:
    for number, why in plan.left.items():
        if number == EXISTENCE:
            yield "", why
        elif number in kind.by_number:
            yield kind.by_number[number].name, why
