# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding records: by id, in lists, by words, by what links to them, and their history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from protectnet.app.circles import Circles
from protectnet.app.finding import SHOWN, Finder
from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.errors import InvalidValue, ProtectNetError, UnknownKind
from protectnet.domain.field import Kind
from protectnet.domain.fieldtypes import CountOf, FieldType, ReferenceTo, Scale
from protectnet.domain.ids import CircleId
from protectnet.domain.kinds import KINDS
from protectnet.domain.record import Record
from protectnet.domain.values import Reference
from protectnet.log.state import RecordState
from protectnet.store import queries
from protectnet.store.errors import NoSuchFilter
from protectnet.store.history import HistoryEntry, history
from protectnet.store.lists import Extent, ListQuery, Order, Where, count_rows, list_records
from protectnet.store.queries import LinkFrom, RecordKey
from protectnet.store.reading import record_of
from protectnet.store.search import MAX_FOUND, search
from protectnet.store.search import Found as Hit
from protectnet.store.snippets import Snippet
from protectnet.store.store import Store

_NOTHING_TO_COMPARE = {"not_an_attachment", "not_money"}


class FilterDoesNotFit(ProtectNetError):
    """The field cannot have the value that is looked for.

    Facts: ``kind``, ``field``, ``given``, ``reason`` (see ``InvalidValue``).
    """

    code = "filter_does_not_fit"


@dataclass(frozen=True, slots=True)
class Query:
    """What ``list`` is asked for. Without ``kind`` there have to be ``search`` words."""

    kind: str | None = None
    where: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    search: str | None = field(default=None, repr=False)
    circles: tuple[str, ...] = field(default=(), repr=False)
    is_deleted: bool = False
    order: tuple[Order, ...] = ()
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A record of a listing; ``snippet`` is the text around the words that were searched for."""

    record: Record
    snippet: Snippet | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of what was found.

    ``total`` is how much there is in all; of a search over all kinds at least so much.
    """

    found: tuple[Found, ...]
    total: int
    is_total_exact: bool = True


class Records:
    """The records of an open vault, for reading."""

    def __init__(self, store: Store, circles: Circles, vocabularies: Vocabularies) -> None:
        self._store = store
        self._circles = circles
        self._vocabularies = vocabularies
        self._finder = Finder(store, circles)

    def find(self, given_id: str) -> Record:
        """The record of an id or of its beginning, or ``CIRCLE/ID``; deleted and erased ones too.

        Raises ``InvalidId``, ``NoSuchRecord``, ``AmbiguousRecord``, ``UnknownCircle``.
        """
        return queries.record(self._store, self._finder.key(given_id))

    def page(self, query: Query) -> Listing:
        """One page of records of a kind, or of those with words in any kind.

        Those with words come the best first; without words those changed last come first. Raises
        ``UnknownKind``, ``UnknownField``, ``NoSuchFilter``, ``FilterDoesNotFit``,
        ``UnknownCircle``.
        """
        circles = [self._circles.find(each) for each in query.circles] or self._circles.ids()
        if query.kind is None:
            return self._searched(query, circles, None)
        kind = shared_kind(query.kind)
        asked = ListQuery(
            kind=kind,
            circles=circles,
            where=[self._where(kind, name, value) for name, value in query.where],
            words=query.search or "",
            order=query.order,
            deleted=query.is_deleted,
            limit=query.limit,
            offset=query.offset,
        )
        total = count_rows(self._store, asked)
        if query.search and not (query.where or query.is_deleted or query.order):
            return replace(self._searched(query, circles, kind), total=total, is_total_exact=True)
        found = tuple(Found(each) for each in list_records(self._store, asked))
        return Listing(found, total)

    def every(self, circles: tuple[str, ...] = ()) -> Iterator[Record]:
        """Every record that is shown, kind by kind, of the circles named or of all."""
        chosen = [self._circles.find(each) for each in circles] or self._circles.ids()
        for circle in chosen:
            for kind in KINDS.shared:
                for _, record_id, state in queries.states(self._store, circle, kind):
                    if state.existence() in SHOWN:
                        yield record_of(kind, record_id, circle, state)

    def count(self, circles: tuple[str, ...] = ()) -> int:
        """How many records ``every`` gives."""
        chosen = [self._circles.find(each) for each in circles] or self._circles.ids()
        return sum(queries.counts(self._store, chosen).values())

    def links_to(self, record: Record) -> list[LinkFrom]:
        """The records that link to this one."""
        return queries.links_to(self._store, Reference(record.kind.number, record.id))

    def titles(self, references: Sequence[Reference]) -> Mapping[Reference, str]:
        """The titles of the records linked to that are held here."""
        return queries.titles(self._store, references)

    def history(self, given_id: str) -> list[HistoryEntry]:
        """Every change of a record, the oldest first."""
        return history(self._store, self._finder.key(given_id))

    def state(self, record: Record) -> RecordState:
        """The merged state of a record; not to be changed."""
        return queries.state_of(self._store, key_of(record)) or RecordState()

    def _searched(self, query: Query, circles: Sequence[CircleId], kind: Kind | None) -> Listing:
        # One more than the page holds tells whether there are more.
        wanted = query.limit + 1
        hits: list[Hit] = []
        while len(hits) < wanted:
            asked = min(wanted - len(hits), MAX_FOUND)
            more = search(
                self._store,
                query.search or "",
                circles=circles,
                kinds=[kind] if kind else None,
                limit=asked,
                offset=query.offset + len(hits),
            )
            hits += more
            if len(more) < asked:
                break
        found = tuple(
            Found(queries.record(self._store, hit.key), hit.snippet) for hit in hits[: query.limit]
        )
        if not hits and query.offset:
            # Behind the last one: what stands before is counted.
            whole = replace(query, offset=0, limit=query.offset)
            return replace(self._searched(whole, circles, kind), found=())
        return Listing(found, query.offset + len(hits), len(hits) < wanted)

    def _where(self, kind: Kind, name: str, value: str) -> Where:
        """The condition that ``FIELD=VALUE`` means; an empty value means that there is none."""
        field = kind.field(name)
        if not value:
            return Where(name, None)
        try:
            return Where(name, self._wanted(field.type, value))
        except InvalidValue as error:
            if error.reason in _NOTHING_TO_COMPARE:
                raise NoSuchFilter(kind=kind.name, field=name) from None
            raise FilterDoesNotFit(
                kind=kind.name, field=name, given=value[:60], reason=error.reason
            ) from None

    def _wanted(self, type_: FieldType, value: str) -> str | int | Extent | Reference | None:
        if isinstance(type_, ReferenceTo):
            whole = self._finder.whole_reference(type_, value)
            found = type_.value(type_.parse(whole, self._vocabularies))
            return found if isinstance(found, Reference) else None
        is_number = isinstance(type_, Scale | CountOf) and value.isdecimal()
        given: object = int(value) if is_number else value
        plain = type_.parse(given, self._vocabularies)
        extent = type_.extent(plain)
        return Extent(*extent) if extent else type_.column(plain)


def key_of(record: Record) -> RecordKey:
    """What names a record in the store."""
    return RecordKey(record.circle, record.kind.number, record.id)


def shared_kind(name: str) -> Kind:
    """The kind of this name, if people keep it; raises ``UnknownKind``."""
    kind = KINDS.named(name)
    if kind.is_local:
        # What this device alone knows is kept by commands of its own.
        raise UnknownKind(kind=name)
    return kind
