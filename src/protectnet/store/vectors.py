# SPDX-License-Identifier: GPL-3.0-or-later
"""What each device says that it holds: the newest signed vector of each, and the own counter.

Vectors are kept as they were signed (docs/spec/sync-v1.md, section 2); that their signatures were
verified and their devices belong to the circle is the caller's matter.
"""

from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log import cbor
from protectnet.log.clock import LAST_COUNTER
from protectnet.log.vector import SignedVector, decode_vector, newest
from protectnet.store.store import Store


def vector(store: Store, circle: CircleId, device: DeviceId) -> SignedVector | None:
    """The newest vector of a device, ``None`` if there is none."""
    row = store.db.row(
        "SELECT encoded, signature FROM vector WHERE circle = ? AND device = ?",
        (store.records.circle_row(circle), device),
    )
    return _signed(*row) if row else None


def vectors(store: Store, circle: CircleId) -> list[SignedVector]:
    """The newest vector of each device of a circle, in the order of their ids."""
    rows = store.db.rows(
        "SELECT encoded, signature FROM vector WHERE circle = ? ORDER BY device",
        (store.records.circle_row(circle),),
    )
    return [_signed(encoded, signature) for encoded, signature in rows]


def put_vector(store: Store, signed: SignedVector, accepted: int | None = None) -> bool:
    """Keep a vector if it is newer than the one held of its device; whether it was kept.

    ``accepted`` is the bundle it came in (``accepting.begin``). Needs a transaction.
    """
    store.db.require_transaction()
    circle, device = signed.vector.circle, signed.vector.device
    held = vector(store, circle, device)
    if held is not None and newest(held, signed) == held:
        return False
    row = store.records.make_circle_row(circle)
    if accepted is not None:
        _note_replaced(store, accepted, row, device, held)
    _keep(store, row, signed)
    return True


def own_counter(store: Store, circle: CircleId) -> int:
    """The highest counter of a vector of this device that it signed or saw; 0 if of none."""
    row = store.db.row("SELECT vector_counter FROM circle WHERE circle = ?", (circle,))
    return int(row[0]) if row else 0


def next_counter(store: Store, circle: CircleId) -> int:
    """The counter of the next vector of this device, never given twice; needs a transaction."""
    found = own_counter(store, circle) + 1
    raise_counter(store, circle, found)
    return found


def raise_counter(store: Store, circle: CircleId, seen: int) -> None:
    """A counter of this device was seen elsewhere, or is to be left out; needs a transaction.

    It never goes back, whatever is taken back. Raises ``ValueError`` beyond the last one.
    """
    store.db.require_transaction()
    if seen > LAST_COUNTER:
        raise ValueError("the counter of a vector has 48 bits")
    store.db.run(
        "UPDATE circle SET vector_counter = max(vector_counter, ?) WHERE id = ?",
        (seen, store.records.make_circle_row(circle)),
    )


def take_vectors_back(store: Store, accepted: int) -> None:
    """Put the vectors back that those of a bundle replaced; needs a transaction."""
    rows = store.db.rows(
        "SELECT circle, device, encoded, signature FROM accepted_vector WHERE accepted = ?",
        (accepted,),
    )
    for circle, device, encoded, signature in rows:
        if encoded is None:
            store.db.run("DELETE FROM vector WHERE circle = ? AND device = ?", (circle, device))
        else:
            _keep(store, circle, _signed(encoded, signature))


def _keep(store: Store, circle: int, signed: SignedVector) -> None:
    store.db.run(
        "INSERT OR REPLACE INTO vector (circle, device, encoded, signature) VALUES (?, ?, ?, ?)",
        (circle, signed.vector.device, signed.encoded, signed.signature),
    )


def _note_replaced(
    store: Store, accepted: int, circle: int, device: DeviceId, held: SignedVector | None
) -> None:
    # Of several vectors of one device in a bundle the first finds what was here before.
    store.db.run(
        "INSERT OR IGNORE INTO accepted_vector (accepted, circle, device, encoded, signature) "
        "VALUES (?, ?, ?, ?, ?)",
        (accepted, circle, device, held and held.encoded, held and held.signature),
    )


def _signed(encoded: bytes, signature: bytes) -> SignedVector:
    return decode_vector(cbor.encode((encoded, signature)))
