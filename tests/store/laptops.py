# SPDX-License-Identifier: GPL-3.0-or-later
"""A store with somebody who writes into it, and all that its tables say."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, Self

from hypothesis import strategies as st

from protectnet.domain.field import Field, Kind
from protectnet.domain.ids import CircleId, DeviceId, OpId, RecordId
from protectnet.domain.kinds import KINDS, Kinds
from protectnet.domain.values import Plain
from protectnet.log.clock import make_clock
from protectnet.log.header import LogIdentity
from protectnet.log.identifiers import RECORDS
from protectnet.log.open_segment import OpenSegment
from protectnet.log.operation import (
    Operation,
    add,
    decode_operation,
    delete,
    erase,
    remove,
    restore,
    set_,
)
from protectnet.log.segment import Entry, VerifiedSegment
from protectnet.log.signatures import PublicKeys, SigningKeys
from protectnet.log.state import EXISTENCE, RecordState
from protectnet.store import queries
from protectnet.store.append import append, seal_open_segments
from protectnet.store.apply import Applied, apply_segments
from protectnet.store.open_segments import Author
from protectnet.store.opening import create_store, open_store
from protectnet.store.queries import RecordKey
from protectnet.store.store import Store
from tests.log.samples import CIRCLE, DAY, INCARNATION, LUNA, MAR, SOL

KEY = bytes(range(48))
OTHER_CIRCLE = CircleId(bytes([33]) * 16)
RISK, STATEMENT, MEASURE = (KINDS.named(name) for name in ("risk", "statement", "measure"))
UNKNOWN_KIND, UNKNOWN_FIELD = 700, 900
MEMBERS = {keys.public.device: keys.public for keys in (LUNA, SOL, MAR)}


def record_id(number: int) -> RecordId:
    return RecordId(bytes([0xA0 + number]) * 16)


def key_of(number: int, kind: Kind = RISK, circle: CircleId = CIRCLE) -> RecordKey:
    return RecordKey(circle, kind.number, record_id(number))


def public_keys(_circle: CircleId, device: DeviceId) -> PublicKeys:
    """What a membership would say; every device of these tests is a member."""
    return MEMBERS[device]


class Writer:
    """A store and who writes into it."""

    def __init__(
        self,
        folder: Path,
        keys: SigningKeys = LUNA,
        user: str = "Luna",
        kinds: Kinds = KINDS,
        store: Store | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.store = store or create_store(folder, KEY, kinds)
        self.keys = keys
        self.user = user
        self.counter = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.store.close()

    def reopen(self, kinds: Kinds = KINDS) -> None:
        """Close the store and open it again."""
        self.store.close()
        self.store = open_store(self.folder, KEY, kinds)

    def author(self, circle: CircleId = CIRCLE, stream: int = RECORDS) -> Author:
        return Author(LogIdentity(stream, self.keys.public.device, circle, INCARNATION), self.user)

    def next_clock(self, _circle: CircleId = CIRCLE) -> int:
        self.counter += 1
        return make_clock(DAY, self.counter)

    def seal(self, segment: OpenSegment) -> VerifiedSegment:
        return segment.seal(self.keys)

    def seal_all(self, circle: CircleId | None = None) -> list[VerifiedSegment]:
        """Needs a transaction."""
        return seal_open_segments(self.store, self.seal, circle)

    def write(self, circle: CircleId, operations: Iterable[Operation]) -> list[Entry]:
        """Needs a transaction."""
        return append(self.store, self.author(circle), operations, self.seal)

    def save(self, *operations: Operation, circle: CircleId = CIRCLE) -> list[Entry]:
        """Write operations durably."""
        with self.store.transaction():
            return self.write(circle, operations)

    def sealed(self) -> list[VerifiedSegment]:
        """Seal what is open and give the segments."""
        with self.store.transaction():
            return self.seal_all()

    def take(self, *segments: VerifiedSegment) -> Applied:
        with self.store.transaction():
            return apply_segments(self.store, segments)


class Laptop(Writer):
    """Builds operations as a person's edits would."""

    def state(self, key: RecordKey) -> RecordState:
        return queries.state_of(self.store, key) or RecordState()

    def operation(self, key: RecordKey, field: Field | int, value: Plain) -> Operation:
        """The change that gives a register a value, or adds an item to a set."""
        number = field if isinstance(field, int) else field.number
        if isinstance(field, Field) and field.type.is_set:
            return add(key.kind, key.id, number, self.next_clock(), value)
        heads = self.state(key).heads(number)
        return set_(key.kind, key.id, number, self.next_clock(), value, heads)

    def edit(self, key: RecordKey, **values: Plain) -> list[Entry]:
        """Give fields by name, durably, in one transaction; of a set the items to add, in a list."""
        kind = KINDS.numbered(key.kind)
        assert kind is not None
        operations: list[Operation] = []
        for name, value in values.items():
            field = kind.field(name)
            items: Sequence[Plain] = value if field.type.is_set else [value]  # type: ignore[assignment]
            operations += [self.operation(key, field, item) for item in items]
        return self.save(*operations, circle=key.circle)

    def contradict(self, key: RecordKey, name: str, *values: Plain) -> list[Entry]:
        """Give a register values of which none replaces another, the last one to be shown."""
        kind = KINDS.numbered(key.kind)
        assert kind is not None
        number = kind.field(name).number
        heads = self.state(key).heads(number)
        operations = [
            set_(key.kind, key.id, number, self.next_clock(), value, heads) for value in values
        ]
        return self.save(*operations, circle=key.circle)

    def drop(self, key: RecordKey, name: str) -> list[Entry]:
        """Empty a set."""
        kind = KINDS.numbered(key.kind)
        assert kind is not None
        number = kind.field(name).number
        heads = self.state(key).heads(number)
        operation = remove(key.kind, key.id, number, self.next_clock(), heads)
        return self.save(operation, circle=key.circle)

    def delete(self, key: RecordKey) -> list[Entry]:
        state = self.state(key)
        seen, heads = state.live_ops(), state.heads(EXISTENCE)
        return self.save(
            delete(key.kind, key.id, self.next_clock(), seen, heads), circle=key.circle
        )

    def restore(self, key: RecordKey) -> list[Entry]:
        heads = self.state(key).heads(EXISTENCE)
        return self.save(restore(key.kind, key.id, self.next_clock(), heads), circle=key.circle)


def said(store: Store) -> dict[str, list[Any]]:
    """All that the projection says, with local numbers replaced by names; equal for equal logs."""
    store.index.bring_up_to_date()
    db = store.db
    names = {
        row: (circle.hex(), kind, record.hex())
        for row, circle, kind, record in db.rows(
            "SELECT record.id, circle.circle, kind, record FROM record "
            "JOIN circle ON circle.id = record.circle"
        )
    }
    found: dict[str, list[Any]] = {
        "record": sorted(
            (names[row], *rest)
            for row, *rest in db.rows("SELECT id, existence, changed, title, state FROM record")
        ),
        "link": sorted(
            ((names[row], *rest) for row, *rest in db.rows("SELECT * FROM link")), key=repr
        ),
        "live_value": sorted(
            ((names[row], *rest) for row, *rest in db.rows("SELECT * FROM live_value")), key=repr
        ),
        "words": sorted(names[row] for (row,) in db.rows("SELECT id FROM words_docsize")),
    }
    tables = db.rows("SELECT name FROM sqlite_master WHERE name LIKE 'kind_%'")
    for (name,) in tables:
        rows = db.rows(f"SELECT * FROM {name}")  # noqa: S608 - our own names
        found[name] = sorted(((names[row], *rest) for row, _circle, *rest in rows), key=repr)
    return found


_TEXTS = st.sampled_from(["Ríos", "peces muertos", "河水", "", "x" * 600, 7, None])
_IDS = st.integers(0, 3).map(record_id)
_FIELD_VALUES: list[tuple[Kind, str, st.SearchStrategy[Any]]] = [
    (RISK, "title", _TEXTS),
    (RISK, "statement", _TEXTS),
    (RISK, "likelihood", st.sampled_from([1, 5, 9, None])),
    (RISK, "feared_acts", st.sampled_from(["x.a", "x.b", 3])),
    (RISK, "incidents", st.tuples(st.just(7), _IDS).map(list) | st.just([7])),
    (RISK, "place", st.sampled_from([["Ñuble", "region"], "Ñuble"])),
    (STATEMENT, "title", _TEXTS),
    (STATEMENT, "text", _TEXTS),
    (STATEMENT, "corrects", st.tuples(st.just(11), _IDS).map(list)),
]

Act = tuple[str, RecordKey, int, bool, Any]
"""What is done; to which record; to which field; is it a set; with which value."""


@st.composite
def acts(draw: st.DrawFn) -> Act:
    """Something that people, or other versions of the program, do to one of a few records."""
    what = draw(
        st.sampled_from(
            ["give"] * 10 + ["clear", "delete", "restore", "newer", "erase", "erase all"]
        )
    )
    kind, name, values = draw(st.sampled_from(_FIELD_VALUES))
    key = key_of(draw(st.integers(0, 2)), kind)
    field = kind.field(name)
    if what == "newer":
        is_kind = draw(st.booleans())
        key = RecordKey(key.circle, UNKNOWN_KIND if is_kind else kind.number, key.id)
        return ("give", key, UNKNOWN_FIELD, False, draw(_TEXTS))
    return (what, key, field.number, field.type.is_set, draw(values))


def replaced_by(laptop: Laptop, erased: Collection[OpId]) -> set[OpId]:
    """What these operations replaced, and nothing else."""
    found: set[OpId] = set()
    rows = laptop.store.db.rows("SELECT op, bytes FROM operation WHERE bytes IS NOT NULL")
    for name, raw in rows:
        operation = decode_operation(raw)
        if name in erased and isinstance(operation, Operation):
            found.update(operation.replaces)
    return found - set(erased)


def do(laptop: Laptop, act: Act) -> None:
    """Do one of ``acts``, as far as it makes sense now."""
    what, key, number, is_set, value = act
    state = laptop.state(key)
    clock = laptop.next_clock()
    heads = state.heads(number)
    operation: Operation | None = None
    if what == "give" and is_set:
        operation = add(key.kind, key.id, number, clock, value)
    elif what == "give" or (what == "clear" and not is_set):
        given = value if what == "give" else None
        operation = set_(key.kind, key.id, number, clock, given, heads)
    elif what == "clear" and heads:
        operation = remove(key.kind, key.id, number, clock, heads)
    elif what == "delete":
        deletions = state.heads(EXISTENCE)
        operation = delete(key.kind, key.id, clock, state.live_ops(), deletions)
    elif what == "restore" and state.heads(EXISTENCE):
        operation = restore(key.kind, key.id, clock, state.heads(EXISTENCE))
    elif what.startswith("erase"):
        whole = what == "erase all"
        erased = state.live_ops() if whole else heads
        kept = replaced_by(laptop, erased)
        operation = erase(
            key.kind, key.id, clock, "safety", whole=whole, erased=erased, kept_replaced=kept
        )
    if operation is not None:
        laptop.save(operation, circle=key.circle)
