# SPDX-License-Identifier: GPL-3.0-or-later
"""Erasing between two laptops: who may, what the other then has, and that many wait for people."""

import pytest
from tests.scenarios.handing import Pair
from tests.scenarios.laptops import CIRCLE, digest

from protectnet.app.erasing import MayNotErase
from protectnet.app.workspace import Workspace
from protectnet.domain.record import Existence, Record
from protectnet.log.operation import erase
from protectnet.store.erase import erase_record, records_to_erase
from protectnet.store.queries import RecordKey
from protectnet.sync.preview import Effect


def a_risk(workspace: Workspace, title: str) -> Record:
    return workspace.editing.add("risk", {"title": title, "note": "Say no names"}, circle=CIRCLE)


def give(sender: Workspace, receiver: Workspace, pair: Pair) -> tuple[Effect, ...]:
    """Write, preview and accept a bundle of the shared circle; what became of its records."""
    [name] = [
        each.name for each in sender.devices.trusted().values() if each.device == receiver.device
    ]
    shared = pair.circle.hex()
    written = sender.giving.write([name], pair.folder, circle=shared)
    shown = receiver.taking.preview(written.path)
    receiver.taking.accept(written.path, shown=shown)
    written.path.unlink()
    return tuple(line.effect for line in shown.lines)


def existence(workspace: Workspace, record: Record) -> Existence:
    return workspace.records.find(record.id.hex()).existence


def is_destroyed(workspace: Workspace, record: Record) -> bool:
    """Whether no content of the record's history is left."""
    entries = workspace.records.history(record.id.hex())
    return all(entry.after is None and entry.before == () for entry in entries)


def key_of(pair: Pair, record: Record) -> RecordKey:
    return RecordKey(pair.circle, record.kind.number, record.id)


def assert_same_shown(pair: Pair) -> None:
    """After everybody has what everybody wrote."""
    give(pair.hill, pair.river, pair)
    give(pair.river, pair.hill, pair)
    assert digest(pair.hill) == digest(pair.river)


def test_record_when_a_coordinator_erases_it_then_destroyed_on_the_other_laptop_too(
    pair: Pair,
) -> None:
    risk = a_risk(pair.river, "Names of the guards")
    give(pair.river, pair.hill, pair)
    assert not is_destroyed(pair.hill, risk)
    pair.river.editing.erase(risk.id.hex(), reason="safety")

    assert give(pair.river, pair.hill, pair) == (Effect.ERASED,)
    assert existence(pair.hill, risk) is Existence.ERASED
    assert is_destroyed(pair.hill, risk)
    assert records_to_erase(pair.hill._store) == []
    assert_same_shown(pair)
    pair.hill.upkeep.check()


def test_record_when_others_wrote_in_it_then_a_contributor_may_not_erase_it(pair: Pair) -> None:
    risk = a_risk(pair.river, "Names of the guards")
    give(pair.river, pair.hill, pair)
    with pytest.raises(MayNotErase):
        pair.hill.editing.erase(risk.id.hex(), reason="safety")
    assert existence(pair.hill, risk) is Existence.LIVE


def test_record_when_a_contributor_wrote_all_of_it_then_they_may_erase_it_for_all(
    pair: Pair,
) -> None:
    risk = a_risk(pair.hill, "Written in haste")
    assert not is_destroyed(pair.hill, risk)
    give(pair.hill, pair.river, pair)
    pair.hill.editing.erase(risk.id.hex(), reason="mistake")

    assert Effect.ERASED in give(pair.hill, pair.river, pair)
    assert is_destroyed(pair.river, risk)
    assert_same_shown(pair)


def test_record_when_a_contributor_erases_it_without_the_right_then_it_stays_with_the_others(
    pair: Pair,
) -> None:
    risk = a_risk(pair.river, "Names of the guards")
    give(pair.river, pair.hill, pair)
    # A changed program would not ask whether it may.
    erase_record(pair.hill._store, key_of(pair, risk), "malice", pair.hill._authoring)

    assert Effect.ERASED not in give(pair.hill, pair.river, pair)
    assert existence(pair.river, risk) is Existence.LIVE
    assert pair.river.records.find(risk.id.hex()).text("note") == "Say no names"
    pair.river.upkeep.rebuild()
    assert existence(pair.river, risk) is Existence.LIVE
    pair.river.upkeep.check()


def test_record_when_a_contributor_erases_all_of_it_naming_nothing_then_it_stays_with_the_others(
    pair: Pair,
) -> None:
    risk = a_risk(pair.river, "Names of the guards")
    give(pair.river, pair.hill, pair)
    hill, key = pair.hill, key_of(pair, risk)
    clock = hill._authoring.next_clock(pair.circle)
    naming_nothing = erase(key.kind, key.id, clock, "malice", whole=True, erased=[])
    with hill._store.transaction():
        hill._authoring.write(pair.circle, [naming_nothing])

    assert Effect.ERASED not in give(hill, pair.river, pair)
    assert existence(pair.river, risk) is Existence.LIVE


def test_records_when_more_than_three_are_erased_at_once_then_hidden_and_not_destroyed(
    pair: Pair,
) -> None:
    risks = [a_risk(pair.river, f"Visit {number}") for number in range(4)]
    give(pair.river, pair.hill, pair)
    for risk in risks:
        pair.river.editing.erase(risk.id.hex(), reason="safety")

    assert give(pair.river, pair.hill, pair) == (Effect.ERASED,) * 4
    assert all(existence(pair.hill, risk) is Existence.ERASED for risk in risks)
    assert len(records_to_erase(pair.hill._store)) == 4
    assert_same_shown(pair)
