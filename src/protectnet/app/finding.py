# SPDX-License-Identifier: GPL-3.0-or-later
"""From what people type for a record to the record: an id, its beginning, or ``CIRCLE/ID``.

Records of this device alone are not found here; commands of their own keep them.
"""

from collections.abc import Mapping, Sequence

from protectnet.app.circles import Circles
from protectnet.domain.draft import Problem
from protectnet.domain.errors import InvalidId, InvalidValue
from protectnet.domain.field import Kind
from protectnet.domain.fieldtypes import ReferenceTo
from protectnet.domain.ids import ID_BYTES, CircleId
from protectnet.domain.record import Existence
from protectnet.store import queries
from protectnet.store.errors import AmbiguousRecord, NoSuchRecord
from protectnet.store.queries import RecordKey
from protectnet.store.store import Store

SHOWN = (Existence.LIVE, Existence.DELETED_BUT_EDITED)
_REASONS = {NoSuchRecord: "no_such_record", AmbiguousRecord: "several_records"}


class Finder:
    """Finds the records that people name."""

    def __init__(self, store: Store, circles: Circles) -> None:
        self._store = store
        self._circles = circles

    def key(self, given: str) -> RecordKey:
        """The record of an id or its beginning, of one circle where that is named before it.

        A record that was moved stands in two circles under one id; the deleted one does not count
        then. Raises ``InvalidId``, ``NoSuchRecord``, ``AmbiguousRecord``, ``UnknownCircle``.
        """
        circle, slash, beginning = given.rpartition("/")
        circles = [self._circles.find(circle)] if slash else self._circles.ids()
        found = self._candidates(beginning, circles)
        if len(found) > 1:
            found = [each for each in found if self._is_shown(each)] or found
        if not found:
            raise NoSuchRecord(given=given[:60])
        if len(found) > 1:
            raise AmbiguousRecord(given=given[:60], count=len(found))
        return found[0]

    def with_whole_ids(
        self, kind: Kind, given: Mapping[str, object]
    ) -> tuple[dict[str, object], list[Problem]]:
        """A draft with the beginnings of ids in its links made whole, and what was not found.

        A whole id that is not held here stays as it is: the record may be in a circle that this
        vault does not have. The fields with a problem are left out of the draft.
        """
        whole: dict[str, object] = {}
        problems: list[Problem] = []
        for name, value in given.items():
            field = kind.by_name.get(name)
            if field is None or not isinstance(field.type, ReferenceTo):
                whole[name] = value
                continue
            try:
                whole[name] = self._whole(field.type, value)
            except _NotFound as missing:
                problems.append(Problem(name, missing.reason, missing.given[:60]))
        return whole, problems

    def whole_reference(self, type_: ReferenceTo, given: str) -> str:
        """``kind:id`` for what a person gave.

        Raises ``InvalidId``, ``NoSuchRecord``, ``AmbiguousRecord``, and ``InvalidValue`` for a record
        of a kind that the field does not link to.
        """
        kind_name, _, beginning = given.rpartition(":")
        keys = {(each.kind, each.id) for each in self._candidates(beginning, self._circles.ids())}
        names = {number: name for name, number in type_.numbers}
        fitting = [
            (names[number], record)
            for number, record in keys
            if number in names and kind_name in {"", names[number]}
        ]
        if len(fitting) > 1:
            raise AmbiguousRecord(given=given[:60], count=len(fitting))
        if fitting:
            [(name, record)] = fitting
            return f"{name}:{record.hex()}"
        if keys:
            raise InvalidValue("wrong_kind", given)
        raise NoSuchRecord(given=given[:60])

    def _whole(self, type_: ReferenceTo, value: object) -> object:
        if isinstance(value, list):
            return [self._whole(type_, each) for each in value]
        if not isinstance(value, str):
            return value
        try:
            return self.whole_reference(type_, value)
        except InvalidId:
            return value
        except InvalidValue as error:
            raise _NotFound(error.reason, value) from None
        except (NoSuchRecord, AmbiguousRecord) as error:
            is_whole = len(value.rpartition(":")[2]) == 2 * ID_BYTES
            if is_whole and isinstance(error, NoSuchRecord):
                return value
            raise _NotFound(_REASONS[type(error)], value) from None

    def _candidates(self, beginning: str, circles: Sequence[CircleId]) -> list[RecordKey]:
        found = []
        for circle in circles:
            try:
                found.append(queries.find(self._store, beginning, circle))
            except NoSuchRecord:
                continue
        return found

    def _is_shown(self, key: RecordKey) -> bool:
        return queries.record(self._store, key).existence in SHOWN


class _NotFound(Exception):
    """Why a link cannot be made whole."""

    def __init__(self, reason: str, given: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.given = given
