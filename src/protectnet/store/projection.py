# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables made from the declared kinds: what they are, and what of a record stands in them.

Each kind has a table with a column for every field that can be sorted by. ``live_value`` holds what
a column cannot: the values of a contradiction, and dates and counts from–to. ``link`` holds the
references and the items of sets, ``words`` the search index (contentless: it keeps no text).
When the declarations change, their hash does, and the store makes all of this anew.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256

from protectnet.domain.errors import InvalidValue
from protectnet.domain.field import Field, Kind
from protectnet.domain.fieldtypes import Attachments, LongText, ReferenceTo
from protectnet.domain.fieldtypes.base import FieldType
from protectnet.domain.kinds import Kinds
from protectnet.domain.record import Existence
from protectnet.domain.values import Plain, Reference
from protectnet.log.state import RecordState
from protectnet.store.search_text import TOKENIZER, indexable

FORMAT = 2
"""Counts up when the same declarations give other tables, states or index words than before."""
TITLE = "title"
MADE_FROM_DECLARATIONS = ("kind_", "link", "live_value", "words")

EXISTENCE_CODES = {
    Existence.LIVE: 0,
    Existence.DELETED: 1,
    Existence.DELETED_BUT_EDITED: 2,
    Existence.ERASED: 3,
}
EXISTENCES = {code: existence for existence, code in EXISTENCE_CODES.items()}

Column = str | int | None
Link = tuple[int, int, str | bytes]
"""Field number; number of the target's kind or 0; id of the target or a code."""
LiveValue = tuple[int, int, Column, Column]
"""Field number; place among the field's live values, 0 for the shown one; from where to where."""


@dataclass(frozen=True, eq=False)
class KindTable:
    """What is projected of one kind."""

    kind: Kind
    name: str
    columns: tuple[Field, ...]
    registers: tuple[Field, ...]
    links: tuple[Field, ...]
    searched: tuple[Field, ...]
    attached: frozenset[int]
    column_numbers: frozenset[int]
    link_numbers: frozenset[int]
    searched_numbers: frozenset[int]
    title: Field | None

    @property
    def definition(self) -> str:
        """The statement that makes the table."""
        columns = "".join(f", {column_name(each.number)}" for each in self.columns)
        return (
            f"CREATE TABLE {self.name} (id INTEGER PRIMARY KEY, circle INTEGER NOT NULL, "
            f"existence INTEGER NOT NULL, changed INTEGER NOT NULL{columns})"
        )

    @cached_property
    def spanning_numbers(self) -> frozenset[int]:
        """The registers whose values may be from–to."""
        spanning = FieldType.extent
        return frozenset(
            each.number for each in self.registers if type(each.type).extent is not spanning
        )

    @cached_property
    def register_numbers(self) -> frozenset[int]:
        """The fields that hold one value, but where people contradict each other."""
        return frozenset(each.number for each in self.registers)

    @cached_property
    def insertion(self) -> str:
        """The statement that inserts a row."""
        marks = ", ".join("?" * (4 + len(self.columns)))
        return f"INSERT INTO {self.name} VALUES ({marks})"  # noqa: S608 - our own name


class Projection:
    """What is projected of a set of kinds."""

    def __init__(self, kinds: Kinds) -> None:
        self.tables = {kind.number: _table_of(kind) for kind in kinds.all}
        self.declarations = _hash_of(self.tables.values())

    def definitions(self) -> list[str]:
        """The statements that make all tables and the index."""
        return [
            *(table.definition for table in self.tables.values()),
            "CREATE TABLE link (source INTEGER NOT NULL, field INTEGER NOT NULL, "
            "kind INTEGER NOT NULL, target NOT NULL, "
            "PRIMARY KEY (source, field, kind, target)) WITHOUT ROWID",
            "CREATE TABLE live_value (source INTEGER NOT NULL, field INTEGER NOT NULL, "
            "place INTEGER NOT NULL, low, high, "
            "PRIMARY KEY (source, field, place)) WITHOUT ROWID",
            "CREATE INDEX link_by_target ON link (target, kind) WHERE kind > 0",
            "CREATE VIRTUAL TABLE words USING fts5(title, body, content='', "
            f"contentless_delete=1, prefix='2 3', tokenize=\"{TOKENIZER}\")",
            "INSERT INTO words (words, rank) VALUES ('rank', 'bm25(4.0, 1.0)')",
        ]


def column_name(number: int) -> str:
    """The column of the field of this number, which is never used again."""
    return f"f{number}"


def columns_of(fields: Iterable[Field], state: RecordState) -> list[Column]:
    """What stands in the columns of these fields."""
    found: list[Column] = []
    for field in fields:
        plain = accepted(field, state.shown(field.number))
        found.append(None if plain is None else field.type.column(plain))
    return found


def live_values_of(
    table: KindTable, state: RecordState, numbers: Collection[int] | None = None
) -> list[LiveValue]:
    """What of these registers (``None``: of all) stands in no column.

    Every value of a register that has several; the one of any other that is from–to.
    """
    if numbers is None:
        numbers = {
            *filter(partial(is_contested, state), state.field_numbers()),
            *table.spanning_numbers,
        }
    found: list[LiveValue] = []
    for field in table.registers:
        if field.number in numbers:
            found += _live_values(field, state)
    return found


def is_contested(state: RecordState, number: int) -> bool:
    """Whether a field has several live operations; they may say the same."""
    return len(state.live_values(number)) > 1


def _live_values(field: Field, state: RecordState) -> list[LiveValue]:
    extents = [_extent(field, live.value) for live in state.values(field.number)]
    if len(extents) == 1 and extents[0][0] == extents[0][1]:
        return []
    return [(field.number, place, *extent) for place, extent in enumerate(extents)]


def _extent(field: Field, untrusted: Plain) -> tuple[Column, Column]:
    plain = accepted(field, untrusted)
    if plain is None:
        return None, None
    column = field.type.column(plain)
    return field.type.extent(plain) or (column, column)


def links_of(fields: Iterable[Field], state: RecordState) -> list[Link]:
    """The links and codes of these fields; all that people say where they contradict each other."""
    found: list[Link] = []
    for field in fields:
        for plain in all_values(field, state):
            if isinstance(field.type, ReferenceTo):
                link = field.type.value(plain)
                if isinstance(link, Reference):
                    found.append((field.number, link.kind, link.id))
            else:
                found.append((field.number, 0, str(field.type.column(plain))))
    return found


def words_of(table: KindTable, state: RecordState) -> tuple[str, str]:
    """Title and all other searched text, as the index gets them."""
    title: list[str] = []
    body: list[str] = []
    for field in table.searched:
        for plain in all_values(field, state):
            (title if field is table.title else body).append(field.type.words(plain))
    return indexable("\n".join(title)), indexable("\n".join(body))


def title_of(table: KindTable, state: RecordState) -> str:
    """The title, empty when there is none."""
    if table.title is None:
        return ""
    found = accepted(table.title, state.shown(table.title.number))
    return found if isinstance(found, str) else ""


def shown_values(field: Field, state: RecordState) -> list[Plain]:
    """The items of a set, or the shown value of a register, as far as they have their shape."""
    if not field.type.is_set:
        plain = accepted(field, state.shown(field.number))
        return [] if plain is None else [plain]
    checked = (accepted(field, live.value) for live in state.items(field.number))
    return [plain for plain in checked if plain is not None]


def accepted(field: Field, untrusted: Plain) -> Plain:
    """A value in the shape of its field; ``None`` where there is none or it has another shape."""
    if untrusted is None:
        return None
    try:
        return field.type.accept(untrusted)
    except InvalidValue:
        return None


def all_values(field: Field, state: RecordState) -> list[Plain]:
    """Every live value: people must find what one side of a contradiction says."""
    if field.type.is_set or len(state.heads(field.number)) <= 1:
        return shown_values(field, state)
    checked = (accepted(field, live.value) for live in state.values(field.number))
    return [plain for plain in checked if plain is not None]


def _table_of(kind: Kind) -> KindTable:
    columns = tuple(each for each in kind.fields if _has_column(each.type))
    links = tuple(each for each in kind.fields if _has_links(each.type))
    searched = tuple(each for each in kind.fields if each.searched)
    return KindTable(
        kind,
        f"kind_{kind.number}",
        columns,
        tuple(each for each in kind.fields if not each.type.is_set),
        links,
        searched,
        frozenset(each.number for each in kind.fields if isinstance(each.type, Attachments)),
        frozenset(each.number for each in columns),
        frozenset(each.number for each in links),
        frozenset(each.number for each in searched),
        kind.by_name.get(TITLE),
    )


def _has_column(of: FieldType) -> bool:
    is_sortable = type(of).column is not FieldType.column and not isinstance(of, LongText)
    return is_sortable and not of.is_set


def _has_links(of: FieldType) -> bool:
    is_coded = of.is_set and type(of).column is not FieldType.column
    return is_coded or isinstance(of, ReferenceTo)


def _hash_of(tables: Iterable[KindTable]) -> bytes:
    """Changes with everything that tables, index and merging depend on, and with nothing else."""
    said = [f"{FORMAT} {TOKENIZER}"]
    for table in sorted(tables, key=lambda each: each.kind.number):
        kind = table.kind
        said.append(f"{kind.number} {kind.is_append_only} {kind.is_local}")
        for field in sorted(kind.fields, key=lambda each: each.number):
            merge = kind.merge_rule(field).value
            is_title = field is table.title
            said.append(f"{field.number} {field.type.name} {merge} {field.searched} {is_title}")
    return sha256("\n".join(said).encode()).digest()
