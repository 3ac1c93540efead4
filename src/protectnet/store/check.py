# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking whether everything is as it was signed, and the tables as the log says."""

from collections.abc import Sequence
from dataclasses import dataclass

from protectnet.domain.ids import DeviceId
from protectnet.domain.record import Existence
from protectnet.store.blob_files import is_held, verify
from protectnet.store.blob_needs import attached, attached_by
from protectnet.store.database import Row
from protectnet.store.errors import BlobsGone, DamagedStore, ProjectionDiffers
from protectnet.store.held import Held
from protectnet.store.held_erases import EraseRows
from protectnet.store.merging import BATCH_RECORDS, merged_span
from protectnet.store.projecting import kind_row, record_values
from protectnet.store.projection import KindTable, links_of, live_values_of
from protectnet.store.reading import is_shown
from protectnet.store.segments import count_operations
from protectnet.store.store import Progress, Store, no_progress
from protectnet.store.verify import PublicKeysOf, verify_segments

_BESIDE = ("live_value", "link")
_OF_ROWS = "WHERE source >= ? AND source < ?"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found right. ``missing_blobs`` are files that records name and nobody brought yet."""

    segments: int
    operations: int
    records: int
    blobs: int
    missing_blobs: int


def check_store(
    store: Store, public_keys: PublicKeysOf, progress: Progress = no_progress
) -> Checked:
    """Verify the file, every signed segment, the projection and every blob; changes nothing.

    Open segments bear no signature yet: seal them before. Raises ``DamagedStore``, a ``LogError``,
    ``ProjectionDiffers`` (then ``rebuild`` helps), ``BlobDamaged``, or what ``public_keys`` or
    ``progress`` raise. ``progress`` begins anew with each of these.
    """
    _check_file(store)
    segments = verify_segments(store, public_keys, progress)
    records = check_projection(store, progress)
    blobs, missing = check_blobs(store, progress)
    return Checked(segments, count_operations(store), records, blobs, missing)


def check_projection(store: Store, progress: Progress = no_progress) -> int:
    """Compare what the tables hold with what the operations come to; gives the number of records.

    Raises ``ProjectionDiffers``. ``progress`` counts records.
    """
    [(last,)] = store.db.rows("SELECT coalesce(max(id), 0) FROM record")
    store.index.bring_up_to_date()
    differing = total = 0
    erases = EraseRows()
    for first in range(1, last + 1, BATCH_RECORDS):
        progress(first - 1, last)
        end = min(first + BATCH_RECORDS, last + 1)
        batch = merged_span(store, first, end, erases.note)
        total += len(batch)
        differing += _differences(store, first, end, batch)
    differing += _differing_erases(store, erases)
    if differing:
        raise ProjectionDiffers(records=differing)
    progress(last, last)
    return total


def check_blobs(store: Store, progress: Progress = no_progress) -> tuple[int, int]:
    """Read every attached file and compare it with its name; how many are right and how many missing.

    Raises ``BlobDamaged`` or ``StoreUnreachable``. ``progress`` counts files.
    """
    blobs = sorted(attached(store))
    held = [blob for blob in blobs if is_held(store, blob)]
    for done, blob in enumerate(held):
        progress(done, len(held))
        verify(store, blob)
    progress(len(held), len(held))
    return len(held), len(blobs) - len(held)


def check_own_blobs(store: Store, device: DeviceId) -> None:
    """Look whether the files that this device attached itself are here.

    What others attached may not have come yet; its own it had. Raises ``BlobsGone``.
    """
    gone = [each for each in attached_by(store, device) if not is_held(store, each)]
    if gone:
        raise BlobsGone(count=len(gone))


def _check_file(store: Store) -> None:
    store.db.empty_write_ahead_log()
    found = store.db.rows("PRAGMA cipher_integrity_check")
    if not found:
        found = [row for row in store.db.rows("PRAGMA integrity_check(1)") if row != ("ok",)]
    if found:
        raise DamagedStore(path=store.db.path.name)


def _differences(store: Store, first: int, end: int, batch: Sequence[Held]) -> int:
    """How many records in the rows from ``first`` to before ``end`` stand otherwise in the tables."""
    span = (first, end)
    stored = _by_row(
        store,
        "SELECT id, existence, changed, title, state FROM record WHERE id >= ? AND id < ?",
        span,
    )
    beside = [_many_by_row(store, f"SELECT * FROM {name} {_OF_ROWS}", span) for name in _BESIDE]  # noqa: S608 - our names
    indexed = _by_row(store, "SELECT id FROM words_docsize WHERE id >= ? AND id < ?", span)
    of_kinds = {
        number: _by_row(
            store,
            f"SELECT * FROM {table.name} WHERE id >= ? AND id < ?",  # noqa: S608 - our own name
            span,
        )
        for number, table in store.projection.tables.items()
    }
    differing = 0
    for held in batch:
        is_right = stored.get(held.row) == (held.row, *record_values(store.projection, held))
        table = store.projection.tables.get(held.key[1])
        found = [rows[held.row] for rows in of_kinds.values() if held.row in rows]
        found += [each for rows in beside for each in sorted(rows.get(held.row, []), key=repr)]
        is_right &= found == _expected(table, held)
        is_right &= (held.row in indexed) is (table is not None and is_shown(held.existence))
        differing += not is_right
    return differing


def _expected(table: KindTable | None, held: Held) -> list[Row]:
    """The rows of a record in its kind's table and in those of ``_BESIDE``, in that order."""
    if table is None or held.existence is Existence.ERASED:
        return []
    values = live_values_of(table, held.state)
    links = set(links_of(table.links, held.state))
    beside = [*sorted(values, key=repr), *sorted(links, key=repr)]
    return [tuple(kind_row(table, held)), *((held.row, *each) for each in beside)]


def _differing_erases(store: Store, expected: EraseRows) -> int:
    """How many erases with effect, and names in them, stand otherwise in their tables."""
    erases = store.db.rows(
        "SELECT operation.id, is_whole FROM erase JOIN operation ON operation.id = erase.operation "
        "WHERE operation.record IS NOT NULL"
    )
    names = store.db.rows(
        "SELECT name, erase FROM erased_name JOIN operation ON operation.id = erase "
        "WHERE operation.record IS NOT NULL"
    )
    return sum(
        len(set(found) ^ {tuple(row) for row in rows})
        for found, rows in ((erases, expected.erases), (names, expected.names))
    )


def _many_by_row(store: Store, sql: str, span: tuple[int, int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in store.db.rows(sql, span):
        found.setdefault(row[0], []).append(tuple(row))
    return found


def _by_row(store: Store, sql: str, span: tuple[int, int]) -> dict[int, Row]:
    return {row[0]: row for row in store.db.rows(sql, span)}
