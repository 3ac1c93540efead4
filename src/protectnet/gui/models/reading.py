# SPDX-License-Identifier: GPL-3.0-or-later
"""What a page needs of the workspace, as values made of words. Runs on the worker; no Qt here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from protectnet.app.contradiction_words import Side, mark
from protectnet.app.contradictions import Undecided
from protectnet.app.json_forms import json_form
from protectnet.app.presenting import HistoryLine, Presenter
from protectnet.app.records import Query
from protectnet.app.workspace import Workspace
from protectnet.domain.field import Field, Kind
from protectnet.domain.fieldtypes import Attachments
from protectnet.domain.kinds import KINDS
from protectnet.domain.record import Existence, Record
from protectnet.domain.values import Attachment, Reference
from protectnet.i18n import _


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """A record in a list: its id, and the words of each listed field.

    ``mark`` says in a word that something of it waits for a decision; empty for most.
    """

    id: str
    cells: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class RowPage:
    """Some rows of a list, from ``offset`` on, and how many there are in all."""

    offset: int
    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True, slots=True, repr=False)
class Choosable:
    """A record that can be linked to: its reference as ``kind:id``, title and kind in words."""

    reference: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True, repr=False)
class LinkedFrom:
    """A record that links to the one shown: what it is and by which of its fields it links."""

    kind: str
    id: str
    title: str
    words: str


@dataclass(frozen=True, slots=True, repr=False)
class AttachedFile:
    """A file of the record: its name, its size in bytes, and what tells it from others."""

    name: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """Everything a record's page shows.

    ``forms`` has the JSON form of each field with a value, ``sides`` all values of each field on
    which people disagree, the shown one first, ``titles`` those of the records it links to, by
    reference. ``is_question`` when it was deleted by one while another changed it.
    """

    id: str
    kind: Kind
    title: str
    circle: str
    sentence: str
    is_deleted: bool
    is_question: bool
    is_erased: bool
    forms: dict[str, object]
    sides: dict[str, tuple[Side, ...]]
    titles: dict[str, str]
    files: tuple[AttachedFile, ...]
    history: tuple[HistoryLine, ...]
    linked_from: tuple[LinkedFrom, ...]

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"RecordView({self.kind.name}:{self.id})"


def read_rows(workspace: Workspace, kind: Kind, words: str, offset: int, limit: int) -> RowPage:
    """One page of the records of a kind, those changed last first."""
    query = Query(kind=kind.name, search=words.strip() or None, limit=limit, offset=offset)
    listing = workspace.records.page(query)
    presenter = Presenter(workspace)
    records = [found.record for found in listing.found]
    titles = workspace.records.titles([link for each in records for link in _links(each)])
    rows = [
        Row(
            each.id.hex(),
            tuple(_cell(presenter, each, name, titles) for name in kind.listed),
            mark(each),
        )
        for each in records
    ]
    return RowPage(offset, tuple(rows), listing.total)


def read_choosable(workspace: Workspace, kinds: Sequence[str], words: str) -> list[Choosable]:
    """Records of some kinds that can be linked to, at most 30 of each."""
    found = []
    for name in kinds:
        query = Query(kind=name, search=words.strip() or None, limit=30)
        for each in workspace.records.page(query).found:
            record = each.record
            reference = f"{name}:{record.id.hex()}"
            found.append(Choosable(reference, _title(record.title), _(record.kind.label)))
    return found


def read_record(workspace: Workspace, given_id: str) -> RecordView:
    """A record with its history and what links to it; raises ``NoSuchRecord``."""
    record = workspace.records.find(given_id)
    presenter = Presenter(workspace)
    history = workspace.records.history(given_id)
    waiting = workspace.contradictions.of(record)
    return RecordView(
        id=record.id.hex(),
        kind=record.kind,
        title=record.title,
        circle=workspace.circles.name_of(record.circle),
        sentence="\n".join(_sentences(presenter, waiting)),
        is_deleted=record.existence is Existence.DELETED,
        is_question=waiting.deletion is not None,
        is_erased=record.existence is Existence.ERASED,
        forms={field.name: json_form(field, record.plain[field.name]) for field in _held(record)},
        sides={
            each.field.name: presenter.disagreement.sides(each) for each in waiting.contradictions
        },
        titles=_link_titles(workspace, record),
        files=_files(record),
        history=tuple(presenter.history(record.kind, history)),
        linked_from=_linked_from(workspace, record),
    )


def _sentences(presenter: Presenter, waiting: Undecided) -> Iterator[str]:
    """What is to be said of the record as such, with who deleted it and who changed it meanwhile."""
    sentence = presenter.existence_sentence(waiting.record)
    if sentence:
        yield sentence
    if waiting.deletion is not None:
        yield from presenter.disagreement.deletion(waiting.record.kind, waiting.deletion)


def _held(record: Record) -> list[Field]:
    return [
        field
        for field in record.kind.fields
        if field.name in record.plain and not isinstance(field.type, Attachments)
    ]


def _links(record: Record) -> list[Reference]:
    values = (each if isinstance(each, tuple) else (each,) for each in record.values.values())
    return [item for value in values for item in value if isinstance(item, Reference)]


def _link_titles(workspace: Workspace, record: Record) -> dict[str, str]:
    found = {}
    titles = workspace.records.titles(_links(record))
    for link in _links(record):
        kind = KINDS.numbered(link.kind)
        name = kind.name if kind else str(link.kind)
        shown = titles.get(link)
        words = _("a record that is not here") if shown is None else _title(shown)
        found[f"{name}:{link.id.hex()}"] = words
    return found


def _files(record: Record) -> tuple[AttachedFile, ...]:
    values = (each for each in record.values.values() if isinstance(each, tuple))
    return tuple(
        AttachedFile(item.name, item.size, item.digest.hex())
        for value in values
        for item in value
        if isinstance(item, Attachment)
    )


def _linked_from(workspace: Workspace, record: Record) -> tuple[LinkedFrom, ...]:
    found = []
    for each in workspace.records.links_to(record):
        kind = KINDS.numbered(each.key.kind)
        field = kind.by_name.get(each.field) if kind else None
        if kind is not None and not kind.is_local:
            words = f"{_(kind.label)} · {_(field.label) if field else each.field}"
            found.append(LinkedFrom(kind.name, each.key.id.hex(), _title(each.title), words))
    return tuple(found)


def _cell(presenter: Presenter, record: Record, name: str, titles: Mapping[Reference, str]) -> str:
    value = record.values.get(name)
    if value is None:
        return _title("") if name == "title" else ""
    return presenter.shown(record.kind.field(name), value, titles)


def _title(title: str) -> str:
    return title or _("(without a title)")
