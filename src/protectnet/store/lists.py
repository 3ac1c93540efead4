# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of one kind, sorted, filtered and cut into pages by SQL."""

from collections.abc import Collection, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

from protectnet.domain.field import Field, Kind
from protectnet.domain.fieldtypes import PlaceName, ReferenceTo, Text
from protectnet.domain.ids import CircleId, RecordId
from protectnet.domain.record import Record
from protectnet.domain.values import Reference
from protectnet.log.state import RecordState
from protectnet.store.database import Row
from protectnet.store.errors import NoSuchFilter
from protectnet.store.projection import Column, KindTable, column_name
from protectnet.store.queries import circle_rows
from protectnet.store.reading import record_of
from protectnet.store.search_text import question
from protectnet.store.store import Store

MAX_PAGE = 10_000
_SOURCES = "page.id IN (SELECT source FROM live_value WHERE field = ? AND"
_LINKED = "SELECT 1 FROM link WHERE source = page.id AND field = ?"
_LINKED_TO = f"{_LINKED} AND kind = ? AND target = ?"


@dataclass(frozen=True, slots=True)
class Extent:
    """From where to where, both inclusive; as the field type's ``extent`` gives it."""

    low: str | int = field(repr=False)
    high: str | int = field(repr=False)


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on a field, which holds where any of its live values fulfils it.

    ``value`` is what the field type's ``column`` gives, an ``Extent`` for what a date or count may
    mean some of, a ``Reference`` for links, ``None`` for "has none". Of a set it is an item that
    must be in it.
    """

    field: str
    value: Column | Extent | Reference

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"Where({self.field!r})"


@dataclass(frozen=True, slots=True)
class Order:
    """By which field to sort; records without a value come last either way."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which records of a kind, in which order, and which part of them.

    ``circles`` ``None`` means all; ``words`` as in a search; without ``order`` those changed last
    come first. ``deleted``: the deleted ones instead of those that are shown.
    """

    kind: Kind
    circles: Collection[CircleId] | None = None
    where: Sequence[Where] = ()
    words: str = ""
    order: Sequence[Order] = ()
    deleted: bool = False
    limit: int = 50
    offset: int = 0

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"ListQuery({self.kind!r}, {self.where!r})"


def list_records(store: Store, query: ListQuery) -> list[Record]:
    """The records of a list; raises ``NoSuchFilter`` or ``UnknownField``."""
    table = store.projection.tables[query.kind.number]
    return [
        record_of(query.kind, RecordId(record), CircleId(circle), RecordState.from_bytes(state))
        for record, circle, state in _page(store, table, query, "record.state")
    ]


def count_rows(store: Store, query: ListQuery) -> int:
    """How many lines the list has in all, whatever ``limit`` and ``offset``."""
    table = store.projection.tables[query.kind.number]
    condition, values = _condition(store, table, query)
    statement = f"SELECT count(*) FROM {table.name} AS page WHERE {condition}"  # noqa: S608 - our names
    [(count,)] = _rows(store, query, statement, values)
    return int(count)


def _page(store: Store, table: KindTable, query: ListQuery, columns: str) -> list[Row]:
    condition, values = _condition(store, table, query)
    order = _order(table, query)
    # The narrow table is sorted and cut first; only the page's records are read whole.
    statement = (
        f"SELECT record.record, circle.circle, {columns} FROM "  # noqa: S608 - our own names
        f"(SELECT * FROM {table.name} AS page WHERE {condition} ORDER BY {order} "
        "LIMIT ? OFFSET ?) AS page "
        "JOIN record ON record.id = page.id JOIN circle ON circle.id = page.circle "
        f"ORDER BY {order}"
    )
    return _rows(store, query, statement, [*values, min(query.limit, MAX_PAGE), query.offset])


def _rows(store: Store, query: ListQuery, statement: str, values: Sequence[object]) -> list[Row]:
    with store.index.current() if query.words else nullcontext():
        return store.db.rows(statement, values)


def _condition(store: Store, table: KindTable, query: ListQuery) -> tuple[str, list[object]]:
    parts = ["page.existence = 1" if query.deleted else "page.existence IN (0, 2)"]
    values: list[object] = []
    if query.circles is not None:
        parts.append("page.circle IN (SELECT value FROM json_each(?))")
        values.append(circle_rows(store, query.circles))
    for where in query.where:
        part, more = _where(table, where)
        parts.append(part)
        values += more
    if query.words:
        asked = question(query.words)
        parts.append("page.id IN (SELECT rowid FROM words WHERE words MATCH ?)" if asked else "0")
        values += [asked] if asked else []
    return " AND ".join(parts), values


def _where(table: KindTable, where: Where) -> tuple[str, list[object]]:
    field, value = table.kind.field(where.field), where.value
    if field.number in table.link_numbers:
        return _where_linked(table, field, value)
    if field.number not in table.column_numbers or isinstance(value, Reference):
        raise NoSuchFilter(kind=table.kind.name, field=field.name)
    column, number = f"page.{column_name(field.number)}", field.number
    if isinstance(value, Extent):
        # The column holds one end of the shown value: if that is inside, there is no need to look on.
        either = f"({column} BETWEEN ? AND ? OR {_SOURCES} low <= ? AND high >= ?))"
        return either, [value.low, value.high, number, value.high, value.low]
    if value is None:
        return f"({column} IS NULL OR {_SOURCES} low IS NULL))", [number]
    return f"({column} = ? OR {_SOURCES} low = ?))", [value, number, value]


def _where_linked(
    table: KindTable, field: Field, value: Column | Extent | Reference
) -> tuple[str, list[object]]:
    if value is None:
        neither = f"(NOT EXISTS ({_LINKED}) OR {_SOURCES} low IS NULL))"
        return neither, [field.number, field.number]
    if isinstance(value, Reference):
        return f"EXISTS ({_LINKED_TO})", [field.number, value.kind, value.id]
    if isinstance(field.type, ReferenceTo) or isinstance(value, Extent):
        raise NoSuchFilter(kind=table.kind.name, field=field.name)
    return f"EXISTS ({_LINKED_TO})", [field.number, 0, value]


def _order(table: KindTable, query: ListQuery) -> str:
    parts = []
    for order in query.order:
        field = table.kind.field(order.field)
        if field.number not in table.column_numbers:
            raise NoSuchFilter(kind=table.kind.name, field=field.name)
        column = f"page.{column_name(field.number)}"
        is_text = isinstance(field.type, Text | PlaceName)
        shown = f"sort_key({column})" if is_text else column
        parts += [f"{column} IS NULL", f"{shown} DESC" if order.descending else shown]
    return ", ".join([*parts, "page.changed DESC", "page.id DESC"])
