# SPDX-License-Identifier: GPL-3.0-or-later
"""Records as people and other programs read them: labels and words, or one JSON form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from protectnet.app.workspace import Workspace
from protectnet.domain.field import Field, Kind
from protectnet.domain.fieldtypes import Choice, Scale, Tristate
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
from protectnet.i18n import _, current_language
from protectnet.log.shapes import OpKind
from protectnet.store.history import HistoryEntry

_TRISTATE = {"yes": N_("yes"), "no": N_("no"), "unknown": N_("not known")}

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
    """One field of a record for people: its label, its value, and the values that contradict it."""

    field: Field
    label: str
    text: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of a record for people and programs."""

    change: str
    day: str
    user: str
    device: str
    field: str
    label: str
    act: str
    before: tuple[str, ...]
    after: str

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "change": self.change,
            "day": self.day,
            "user": self.user,
            "device": self.device,
            "field": self.field,
            "act": self.act,
            "before": list(self.before),
            "after": self.after,
        }

    def cells(self) -> tuple[str, ...]:
        """The columns of a table."""
        before = " / ".join(self.before)
        return (
            self.change[:8],
            self.day,
            self.user,
            self.device,
            self.label or self.act,
            before,
            self.after,
        )


class Presenter:
    """Turns records into words of the language that is set."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._vocabularies = workspace.vocabularies

    def kind_label(self, record: Record) -> str:
        """The name of the record's kind."""
        return _(record.kind.label)

    def existence_sentence(self, record: Record) -> str:
        """What is to be said when the record is not simply there; else empty."""
        sentence = _EXISTENCE[record.existence]
        return _(sentence) if sentence else ""

    def document(self, record: Record) -> dict[str, object]:
        """The record as one JSON object: the form that ``import-json`` takes, and what is beside it.

        ``contradictions`` holds all live values of each field that has several.
        """
        document: dict[str, object] = {
            "kind": record.kind.name,
            "id": record.id.hex(),
            "circle": self._workspace.circles.name_of(record.circle),
        }
        for field in record.kind.fields:
            if field.name in record.plain:
                document[field.name] = _json_form(field, record.plain[field.name])
        if record.contradictions:
            document["contradictions"] = {
                name: [self.words(record.kind.field(name), value) for value in values]
                for name, values in record.contradictions.items()
            }
        if record.existence is not Existence.LIVE:
            document["existence"] = record.existence.value
        if record.unknown_fields:
            document["fields_of_a_newer_version"] = record.unknown_fields
        return document

    def lines(self, record: Record) -> list[Line]:
        """Every field that has a value, in the order of the declaration; not the title."""
        titles = self._titles(record)
        found = []
        for field in record.kind.fields:
            value = record.values.get(field.name)
            if value is None or field.name == "title":
                continue
            others = tuple(
                self.words(field, each, titles)
                for each in record.contradictions.get(field.name, ())[1:]
            )
            found.append(Line(field, _(field.label), self.shown(field, value, titles), others))
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
            case Span():
                shown = self._span(value)
            case Place() | Attachment():
                shown = value.name
            case CountRange():
                shown = _count(value)
            case Money():
                shown = f"{value.amount} {value.currency}"
            case _:
                shown = self._coded(field, value)
        return shown

    def _coded(self, field: Field, value: int | str) -> str:
        """The words of a code, a step or yes/no/unknown; other texts as they are."""
        if isinstance(field.type, Tristate):
            return _(_TRISTATE.get(str(value), str(value)))
        if isinstance(field.type, Choice | Scale):
            vocabulary = self._vocabularies(field.type.vocabulary)
            label = vocabulary.label(str(value), current_language())
            return f"{value} {label}" if isinstance(value, int) else label
        return str(value)

    def _span(self, span: Span) -> str:
        part = ""
        if span.part:
            part = ", " + self._vocabularies("part_of_day").label(span.part, current_language())
        precision = {"year": 4, "month": 7}.get(span.precision, 10)
        first = span.first.isoformat()[:precision] if span.first else ""
        last = span.last.isoformat()[:precision] if span.last else ""
        if first and last:
            return (first if first == last else f"{first} – {last}") + part
        if first:
            return _("since {day}").format(day=first) + part
        return (_("until {day}").format(day=last) if last else _("date not known")) + part

    def _titles(self, record: Record) -> Mapping[Reference, str]:
        links = [
            item
            for value in record.values.values()
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
            field=entry.field,
            label=_(field.label) if field else entry.field,
            act=_(act) if act else "",
            before=tuple(self._plain_words(field, each) for each in entry.before),
            after=self._plain_words(field, entry.after),
        )

    def _plain_words(self, field: Field | None, plain: Plain) -> str:
        if field is None or plain is None:
            return ""
        value = field.type.value(plain)
        titles = self._workspace.records.titles([value]) if isinstance(value, Reference) else {}
        return self.words(field, value, titles)


def _json_form(field: Field, plain: Plain) -> object:
    if field.type.is_set and isinstance(plain, list):
        return [field.type.present(each) for each in plain]
    return field.type.present(plain)


def _count(count: CountRange) -> str:
    if count.low is None:
        return _("at most {number}").format(number=count.high)
    if count.high is None:
        return _("at least {number}").format(number=count.low)
    return str(count.low) if count.low == count.high else f"{count.low}–{count.high}"
