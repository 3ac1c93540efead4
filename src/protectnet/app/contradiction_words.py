# SPDX-License-Identifier: GPL-3.0-or-later
"""What waits for a decision, in words and as JSON: each value with who gave it, where and when."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as hidden

from protectnet.app.contradictions import (
    Contradiction,
    DeletedYetEdited,
    GivenValue,
    Giver,
    Undecided,
)
from protectnet.app.json_forms import json_value
from protectnet.app.workspace import Workspace
from protectnet.domain.field import Field, Kind
from protectnet.domain.record import Existence, Record
from protectnet.domain.values import Plain, Reference, Value
from protectnet.i18n import _
from protectnet.store.projection import accepted
from protectnet.sync.preview import PreviewLine

MOST_CHARS = 160
"""How much of a value is shown where many stand in a list."""

Titles = Mapping[Reference, str]
ValueWords = Callable[[Field, Value, Titles | None], str]


@dataclass(frozen=True, slots=True)
class Side:
    """One of several values of a field: in words, who gave it, and the change by which it is taken.

    ``form`` is its JSON form, ``None`` where it empties the field or is not ``is_readable``.
    """

    words: str = hidden(repr=False)
    by: str = hidden(repr=False)
    change: str
    form: object = hidden(default=None, repr=False)
    is_readable: bool = True


def mark(record: Record) -> str:
    """A word for lists: that something of the record waits for a decision; else empty."""
    words = []
    if record.existence is Existence.DELETED_BUT_EDITED:
        words.append(_("deleted, yet changed"))
    if record.contradictions:
        words.append(_("contradiction"))
    return " · ".join(words)


def _short(words: str) -> str:
    """The beginning of a value, in one line."""
    line = " ".join(words.split())
    return line if len(line) <= MOST_CHARS else f"{line[:MOST_CHARS].rstrip()}…"


class ContradictionWords:
    """Turns what waits for a decision into words of the language that is set.

    ``words`` gives the words of one value of a field, with the titles of records linked to.
    """

    def __init__(self, workspace: Workspace, words: ValueWords) -> None:
        self._workspace = workspace
        self._words = words

    def sides(self, contradiction: Contradiction) -> tuple[Side, ...]:
        """The values of a field, the shown one first."""
        field, values = contradiction.field, contradiction.values
        titles = self._titles(field, [each.plain for each in values])
        return tuple(
            Side(
                words=self._said(field, each.plain, titles),
                by="; ".join(map(self.giver, each.given_by)),
                change=each.given_by[0].change.hex(),
                form=json_value(field, each.plain),
                is_readable=each.is_readable,
            )
            for each in values
        )

    def values(self, field: Field, untrusted: Sequence[Plain]) -> list[str]:
        """Values of a field in words, also one that empties it."""
        titles = self._titles(field, untrusted)
        return [self._said(field, each, titles) for each in untrusted]

    def giver(self, giver: Giver) -> str:
        """Who it was, on which device, on which day."""
        return _("{user} on {device}, {day}").format(
            user=giver.user,
            device=self._workspace.devices.name_of(giver.device),
            day=giver.day.isoformat(),
        )

    def deletion(self, kind: Kind, deletion: DeletedYetEdited) -> Iterator[str]:
        """A line for each who deleted the record, brought it back or changed it meanwhile."""
        for each in deletion.deleted_by:
            yield _("deleted: {who}").format(who=self.giver(each))
        for each in deletion.kept_by:
            yield _("brought back: {who}").format(who=self.giver(each))
        for name, each in deletion.edited:
            field = kind.by_name.get(name)
            label = _(field.label) if field else name
            yield _("changed: {field} – {who}").format(field=label, who=self.giver(each))

    def of_preview(self, line: PreviewLine) -> Iterator[str]:
        """What would contradict after a bundle was taken: each field with its values, short."""
        if line.existence is Existence.DELETED_BUT_EDITED:
            yield _("deleted by one, changed by another: that is to be decided")
        for each in line.contradictions:
            words = self.values(each.field, [side.value for side in each.sides])
            said = [
                (side.is_held, _short(said)) for side, said in zip(each.sides, words, strict=True)
            ]
            here = " / ".join(value for is_held, value in said if is_held)
            comes = " / ".join(value for is_held, value in said if not is_held)
            parts = [_("here: {value}").format(value=here)] if here else []
            parts += [_("in the bundle: {value}").format(value=comes)] if comes else []
            yield f"{_(each.field.label)} – {'; '.join(parts)}"

    def document(self, undecided: Undecided) -> dict[str, object]:
        """The JSON form; empty where nothing waits."""
        found: dict[str, object] = {}
        if undecided.contradictions:
            found["live_values"] = {
                each.field.name: [self._value_document(each.field, value) for value in each.values]
                for each in undecided.contradictions
            }
        deletion = undecided.deletion
        if deletion is not None:
            found["deleted_yet_edited"] = {
                "deleted_by": self._giver_documents(deletion.deleted_by),
                "kept_by": self._giver_documents(deletion.kept_by),
                "edited": [
                    {"field": name, **self._giver_document(each)} for name, each in deletion.edited
                ],
            }
        return found

    def _value_document(self, field: Field, value: GivenValue) -> dict[str, object]:
        document: dict[str, object] = {"value": json_value(field, value.plain)}
        if not value.is_readable:
            document["is_readable"] = False
        return {**document, "given_by": self._giver_documents(value.given_by)}

    def _giver_documents(self, givers: Iterable[Giver]) -> list[dict[str, object]]:
        return [self._giver_document(each) for each in givers]

    def _giver_document(self, giver: Giver) -> dict[str, object]:
        name = self._workspace.devices.name_of(giver.device)
        return {
            "change": giver.change.hex(),
            "day": giver.day.isoformat(),
            "user": giver.user,
            "device": {"id": giver.device.hex(), "name": name},
        }

    def _said(self, field: Field, untrusted: Plain, titles: Titles) -> str:
        if untrusted is None:
            return _("emptied")
        plain = accepted(field, untrusted)
        if plain is None:
            return _("something that only a newer version of the program can show")
        return self._words(field, field.type.value(plain), titles)

    def _titles(self, field: Field, untrusted: Iterable[Plain]) -> Titles:
        plains = (accepted(field, each) for each in untrusted)
        values = (field.type.value(each) for each in plains if each is not None)
        return self._workspace.records.titles(
            [each for each in values if isinstance(each, Reference)]
        )
