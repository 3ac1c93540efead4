# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing changed records into the tables made from the declarations. The hot path.

A record that is new, or was deleted, restored or erased, is written whole, many at a time; of any
other only what its changed fields concern.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cache

from protectnet.domain.record import Existence
from protectnet.log.state import EXISTENCE
from protectnet.store.clocks import stored_clock
from protectnet.store.database import Values
from protectnet.store.held import Held
from protectnet.store.projection import (
    EXISTENCE_CODES,
    KindTable,
    Projection,
    column_name,
    columns_of,
    is_contested,
    links_of,
    live_values_of,
    title_of,
)
from protectnet.store.store import Store

_INSERT_LINK = "INSERT OR IGNORE INTO link (source, field, kind, target) VALUES (?, ?, ?, ?)"
_INSERT_LIVE_VALUE = (
    "INSERT INTO live_value (source, field, place, low, high) VALUES (?, ?, ?, ?, ?)"
)
_UPDATE_RECORD = "UPDATE record SET existence = ?, changed = ?, title = ?, state = ? WHERE id = ?"


def write_records(store: Store, touched: Iterable[tuple[Held, Mapping[int, bool]]]) -> None:
    """Bring all tables to the states of these records, of which these fields changed.

    Of each field it is told whether several values may stand in the tables. Needs a transaction.
    """
    whole: list[Held] = []
    reworded: list[Held] = []
    for held, fields in touched:
        before, held.existence = held.existence, held.state.existence()
        if held.is_stored and held.existence is before and EXISTENCE not in fields:
            if _update(store, held, fields):
                reworded.append(held)
            continue
        if held.is_stored:
            remove_rows(store, held)
            update_records(store, [held])
        whole.append(held)
    if whole:
        _insert_records(store, [held for held in whole if not held.is_stored])
        insert_rows(store, whole)
    store.index.update(reworded, whole)


def update_records(store: Store, some: Iterable[Held]) -> None:
    """Write the states of records that have a row, and nothing else of them."""
    store.db.run_many(
        _UPDATE_RECORD, [(*record_values(store.projection, held), held.row) for held in some]
    )


def remove_rows(store: Store, held: Held) -> None:
    """Take a record out of everything but ``record`` itself."""
    table = store.projection.tables.get(held.key[1])
    if table is None:
        return
    store.db.run(f"DELETE FROM {table.name} WHERE id = ?", (held.row,))  # noqa: S608 - our own name
    for other in ("live_value", "link"):
        store.db.run(f"DELETE FROM {other} WHERE source = ?", (held.row,))  # noqa: S608 - our names
    store.index.remove(held.row)


def insert_rows(store: Store, whole: Collection[Held]) -> None:
    """Put records that stand in ``record`` alone into their kind's table and the links."""
    by_kind: dict[int, list[Held]] = {}
    for held in whole:
        if held.existence is not Existence.ERASED:
            by_kind.setdefault(held.key[1], []).append(held)
    for number, some in by_kind.items():
        table = store.projection.tables.get(number)
        if table is not None:
            _insert_of_kind(store, table, some)


def _insert_of_kind(store: Store, table: KindTable, some: Collection[Held]) -> None:
    store.db.run_many(table.insertion, (kind_row(table, held) for held in some))
    links = [(held.row, *link) for held in some for link in links_of(table.links, held.state)]
    if links:
        store.db.run_many(_INSERT_LINK, links)
    values = [(held.row, *value) for held in some for value in live_values_of(table, held.state)]
    if values:
        store.db.run_many(_INSERT_LIVE_VALUE, values)


def kind_row(table: KindTable, held: Held) -> Values:
    """The row of a record in the table of its kind."""
    state = held.state
    return (
        held.row,
        held.key[0],
        EXISTENCE_CODES[held.existence],
        stored_clock(state.last_clock),
        *columns_of(table.columns, state),
    )


def _insert_records(store: Store, new: Collection[Held]) -> None:
    store.db.run_many(
        "INSERT INTO record (id, circle, kind, record, existence, changed, title, state) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(held.row, *held.key, *record_values(store.projection, held)) for held in new],
    )
    for held in new:
        held.is_stored = True


def _update(store: Store, held: Held, fields: Mapping[int, bool]) -> bool:
    """Write what these fields concern; whether the index has to know."""
    table = store.projection.tables.get(held.key[1])
    update_records(store, [held])
    if table is None or held.existence is Existence.ERASED:
        return False
    changed = tuple(each for each in table.columns if each.number in fields)
    values = columns_of(changed, held.state)
    statement = _update_statement(table.name, tuple(each.number for each in changed))
    store.db.run(statement, (stored_clock(held.state.last_clock), *values, held.row))
    _update_live_values(store, table, held, fields)
    if not table.link_numbers.isdisjoint(fields):
        _update_links(store, table, held, fields)
    return not table.searched_numbers.isdisjoint(fields)


def record_values(projection: Projection, held: Held) -> Values:
    """What stands of a record in ``existence``, ``changed``, ``title`` and ``state``."""
    table = projection.tables.get(held.key[1])
    state = held.state
    return (
        EXISTENCE_CODES[held.existence],
        stored_clock(state.last_clock),
        title_of(table, state) if table else "",
        state.to_bytes(),
    )


def _update_live_values(
    store: Store, table: KindTable, held: Held, fields: Mapping[int, bool]
) -> None:
    """Most changes concern a field of one value before and after; then there is nothing to do."""
    spanning, state = table.spanning_numbers, held.state
    registers = table.register_numbers.intersection(fields)
    gone = [each for each in registers if fields[each] or each in spanning]
    if gone:
        rows = [(held.row, number) for number in gone]
        store.db.run_many("DELETE FROM live_value WHERE source = ? AND field = ?", rows)
    found = [each for each in registers if each in spanning or is_contested(state, each)]
    if found:
        values = [(held.row, *value) for value in live_values_of(table, state, found)]
        store.db.run_many(_INSERT_LIVE_VALUE, values)


def _update_links(store: Store, table: KindTable, held: Held, fields: Collection[int]) -> None:
    changed = [each for each in table.links if each.number in fields]
    gone = [(held.row, each.number) for each in changed]
    store.db.run_many("DELETE FROM link WHERE source = ? AND field = ?", gone)
    links = links_of(changed, held.state)
    if links:
        store.db.run_many(_INSERT_LINK, [(held.row, *link) for link in links])


@cache
def _update_statement(table: str, columns: tuple[int, ...]) -> str:
    changes = "".join(f", {column_name(number)} = ?" for number in columns)
    return f"UPDATE {table} SET changed = ?{changes} WHERE id = ?"  # noqa: S608 - our own names
