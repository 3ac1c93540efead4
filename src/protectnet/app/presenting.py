# SPDX-License-Identifier: GPL-3.0-or-later
"""Records as people and other programs read them: labels and words, or one JSON form."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from protectnet.app.contradiction_words import ContradictionWords, Side
from protectnet.app.json_forms import json_form, json_value, json_values
from protectnet.app.record_files import CONTRADICTIONS, EXISTENCE
from protectnet.app.wording import coded_words, count_words, span_words
from protectnet.app.workspace import Workspace
from protectnet.domain.field import Field, Kind
from protectnet.domain.kinds import KINDS
from protectnet.domain.marking import N_
from protectnet.domain.record import Existence, Record
from protectnet.domain.values import (
    Attachment,
    CountRange,
    Money,
    Place,
    Plain,
    Reference,
    Span,
    Value,
)
from protectnet.i18n import _
from protectnet.log.shapes import OpKind
from protectnet.store.history import HistoryEntry

_EXISTENCE = {
    Existence.LIVE: "",
    Existence.DELETED: N_("This record is deleted; it can be brought back."),
    Existence.DELETED_BUT_EDITED: N_(
        "Somebody deleted this record while somebody else changed it: decide what it should be."
    ),
    Existence.ERASED: N_("This record was erased."),
}

_ACTS = {
    OpKind.SET: "",
    OpKind.ADD: N_("added"),
    OpKind.REMOVE: N_("taken out"),
    OpKind.DELETE: N_("deleted"),
    OpKind.RESTORE: N_("brought back"),
    OpKind.ERASE: N_("erased"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a record for people: its label and its value.

    ``sides`` are all its values where people disagree, the shown one first.
    """

    field: Field
    label: str
    text: str
    sides: tuple[Side, ...] = ()

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"Line({self.field!r})"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of a record for people and programs.

    ``code`` says what was done (``set``, ``add``, ``remove``, ``delete``, ``restore``, ``erase``,
    or ``erased`` where nothing else is known any more), ``act`` says it in words.
    """

    change: str
    day: str
    user: str
    device: str
    device_id: str
    field: str
    label: str
    code: str
    act: str
    before: tuple[str, ...]
    after: str
    values: tuple[tuple[object, ...], object]

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"HistoryLine({self.change}, {self.code}, {self.field!r})"

    def document(self) -> dict[str, object]:
        """The JSON form; ``before`` and ``after`` as values, as ``edit`` takes them."""
        before, after = self.values
        return {
            "change": self.change,
            "day": self.day or None,
            "user": self.user,
            "device": {"id": self.device_id, "name": self.device},
            "act": self.code,
            "field": self.field or None,
            "before": list(before),
            "after": after,
        }


class Presenter:
    """Turns records into words of the language that is set.

    ``with_ids`` puts the beginning of the id behind the title of a record that is linked to.
    """

    def __init__(self, workspace: Workspace, *, with_ids: bool = False) -> None:
        self._workspace = workspace
        self._with_ids = with_ids
        # Asked once for all records of a list; a presenter is made for what is shown now.
        self._circle_name = functools.cache(workspace.circles.shown_name)
        self._vocabularies = workspace.vocabularies
        self.disagreement = ContradictionWords(workspace, self.words)

    def circle_name(self, record: Record) -> str:
        """The name of the record's circle."""
        return self._circle_name(record.circle)

    def kind_label(self, record: Record) -> str:
        """The name of the record's kind."""
        return _(record.kind.label)

    def existence_sentence(self, record: Record) -> str:
        """What is to be said when the record is not simply there; else empty."""
        sentence = _EXISTENCE[record.existence]
        return _(sentence) if sentence else ""

    def document(self, record: Record) -> dict[str, object]:
        """The record as one JSON object: the form that ``import-json`` takes, and what is beside it.

        ``contradictions`` holds all live values of each field that has several, as values.
        """
        document: dict[str, object] = {
            "kind": record.kind.name,
            "id": record.id.hex(),
            "circle": self._circle_name(record.circle),
        }
        for field in record.kind.fields:
            if field.name in record.plain:
                document[field.name] = json_form(field, record.plain[field.name])
        if record.contradictions:
            state = self._workspace.records.state(record)
            document[CONTRADICTIONS] = {
                field.name: json_values(field, (each.value for each in state.values(field.number)))
                for field in map(record.kind.field, record.contradictions)
            }
        if record.existence is not Existence.LIVE:
            document[EXISTENCE] = record.existence.value
        if record.unknown_fields:
            document["fields_of_a_newer_version"] = record.unknown_fields
        return document

    def document_with_titles(self, record: Record) -> dict[str, object]:
        """The same, with who said what of all that waits for a decision.

        ``titles`` has the title of each record it links to that is held here.
        """
        waiting = self.disagreement.document(self._workspace.contradictions.of(record))
        titles = self._titles(record)
        shown = {_reference(each): title for each, title in titles.items()}
        return {**self.document(record), **waiting, **({"titles": shown} if shown else {})}

    def lines(self, record: Record) -> list[Line]:
        """Every field that has a value, in the order of the declaration.

        Not the title, unless people disagree on it.
        """
        titles = self._titles(record)
        waiting = self._workspace.contradictions.of(record)
        found = []
        for field in record.kind.fields:
            value = record.values.get(field.name)
            contradiction = waiting.of_field(field.name)
            sides = self.disagreement.sides(contradiction) if contradiction else ()
            if sides:
                found.append(Line(field, _(field.label), sides[0].words, sides))
            elif value is not None and field.name != "title":
                found.append(Line(field, _(field.label), self.shown(field, value, titles)))
        return found

    def summary(self, record: Record) -> str:
        """The listed fields but the title, in one line."""
        titles = self._titles(record)
        parts = [
            self.shown(record.kind.field(name), record.values[name], titles)
            for name in record.kind.listed
            if name != "title" and name in record.values
        ]
        return " · ".join(parts)

    def history(self, kind: Kind, entries: Sequence[HistoryEntry]) -> list[HistoryLine]:
        """Changes of a record of ``kind`` in words."""
        return [self._history_line(kind, each) for each in entries]

    def shown(
        self,
        field: Field,
        value: Value | tuple[Value, ...],
        titles: Mapping[Reference, str] | None = None,
    ) -> str:
        """A field's value, or all items of a set."""
        items = value if isinstance(value, tuple) else (value,)
        return "; ".join(self.words(field, each, titles) for each in items)

    def words(
        self, field: Field, value: Value, titles: Mapping[Reference, str] | None = None
    ) -> str:
        """One value in words."""
        match value:
            case Reference():
                shown = (titles or {}).get(value) or _("a record that is not here")
                if self._with_ids:
                    shown = f"{shown} ({value.id.hex()[:8]})"
            case Span():
                shown = span_words(value, self._vocabularies)
            case Place() | Attachment():
                shown = value.name
            case CountRange():
                shown = count_words(value)
            case Money():
                shown = f"{value.amount} {value.currency}"
            case _:
                shown = coded_words(field.type, value, self._vocabularies)
        return shown

    def _titles(self, record: Record) -> Mapping[Reference, str]:
        links = [
            item
            for value in (*record.values.values(), *record.contradictions.values())
            for item in (value if isinstance(value, tuple) else (value,))
            if isinstance(item, Reference)
        ]
        return self._workspace.records.titles(links)

    def _history_line(self, kind: Kind, entry: HistoryEntry) -> HistoryLine:
        field = kind.by_name.get(entry.field)
        act = _ACTS.get(entry.kind, "") if entry.kind else N_("erased")
        return HistoryLine(
            change=entry.op_id.hex(),
            day=entry.day.isoformat() if entry.kind else "",
            user=entry.user,
            device=self._workspace.devices.name_of(entry.device),
            device_id=entry.device.hex(),
            field=entry.field,
            label=_(field.label) if field else entry.field,
            code=entry.kind.name.lower() if entry.kind else "erased",
            act=_(act) if act else "",
            before=tuple(self._plain_words(field, each) for each in entry.before),
            after=self._plain_words(field, entry.after),
            values=(
                tuple(json_value(field, each) for each in entry.before),
                json_value(field, entry.after),
            ),
        )

    def _plain_words(self, field: Field | None, plain: Plain) -> str:
        if field is None or plain is None:
            return ""
        return self.disagreement.values(field, [plain])[0]


def _reference(link: Reference) -> str:
    kind = KINDS.numbered(link.kind)
    return f"{kind.name if kind else link.kind}:{link.id.hex()}"
