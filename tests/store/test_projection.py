# SPDX-License-Identifier: GPL-3.0-or-later
"""The declarations decide what the tables are."""

from dataclasses import replace
from pathlib import Path

from protectnet.domain.field import Field, Kind
from protectnet.domain.fieldtypes import Text
from protectnet.domain.kinds import KINDS, Kinds
from protectnet.domain.values import Plain
from protectnet.log.operation import set_
from protectnet.store import lists, queries
from protectnet.store.lists import ListQuery, Where
from protectnet.store.projection import Projection
from protectnet.store.rebuild import is_rebuild_due
from protectnet.store.search import search
from tests.log.samples import CIRCLE
from tests.store.laptops import MEASURE, RISK, STATEMENT, Laptop, key_of, record_id, said

KEY = key_of(0)


def changed(kind: Kind, **changes: object) -> Kinds:
    """This version's kinds with one of them declared otherwise."""
    other = replace(kind, **changes)  # type: ignore[arg-type]
    return Kinds(other if each is kind else each for each in KINDS.all)


def test_field_when_one_line_is_added_is_stored_listed_and_found(laptop: Laptop) -> None:
    nickname = Field(901, "nickname", Text(), "Nickname", searched=True)
    kinds = changed(RISK, fields=(*RISK.fields, nickname))
    said_by_newer = set_(RISK.number, KEY.id, 901, laptop.next_clock(), "Ojo de agua")
    laptop.save(laptop.operation(KEY, 1, "Quema"), said_by_newer)
    assert queries.record(laptop.store, KEY).unknown_fields == 1
    assert search(laptop.store, "ojo") == []
    laptop.reopen(kinds)
    record = queries.record(laptop.store, KEY)
    assert (record.text("nickname"), record.unknown_fields) == ("Ojo de agua", 0)
    [found] = search(laptop.store, "ojo")
    assert found.key == KEY
    query = ListQuery(kinds.named("risk"), where=[Where("nickname", "Ojo de agua")])
    assert [row.id for row in lists.list_records(laptop.store, query)] == [KEY.id]


def test_open_when_declarations_are_the_same_rebuilds_nothing(laptop: Laptop) -> None:
    laptop.edit(KEY, title="Quema")
    assert not is_rebuild_due(laptop.store)
    laptop.store.db.run("UPDATE kind_4 SET f1 = 'changed by hand'")
    laptop.reopen()
    assert laptop.store.db.rows("SELECT f1 FROM kind_4") == [("changed by hand",)]


def test_open_when_an_older_version_had_more_kinds_keeps_what_it_does_not_know(
    laptop: Laptop,
) -> None:
    laptop.edit(KEY, title="Quema")
    measure = key_of(1, MEASURE)
    laptop.edit(measure, title="Radio")
    before, digest = said(laptop.store), queries.digest_of(laptop.store, CIRCLE)
    laptop.reopen(Kinds(each for each in KINDS.all if each is not MEASURE))
    assert queries.newer_records(laptop.store, CIRCLE) == 1
    assert queries.digest_of(laptop.store, CIRCLE) == digest
    laptop.reopen()
    assert said(laptop.store) == before


def test_declarations_when_anything_that_counts_differs_have_another_hash() -> None:
    ours = Projection(KINDS).declarations
    title, *rest = RISK.fields
    different = [
        changed(RISK, is_append_only=True),
        changed(RISK, fields=(title, *rest[1:])),
        changed(RISK, fields=(replace(title, searched=False), *rest)),
        changed(RISK, fields=(replace(title, type=rest[0].type), *rest)),
        changed(RISK, number=777),
    ]
    assert len({ours, *(Projection(kinds).declarations for kinds in different)}) == 6


def test_declarations_when_only_words_or_order_differ_have_the_same_hash() -> None:
    ours = Projection(KINDS).declarations
    title, *rest = RISK.fields
    same = [
        changed(RISK, label="Peligro", fields=(*rest, title)),
        changed(RISK, fields=(replace(title, label="Name", hint="?", personal=True), *rest)),
        Kinds(reversed(KINDS.all)),
    ]
    assert {Projection(kinds).declarations for kinds in same} == {ours}


def test_row_when_values_have_another_shape_counts_them_as_unknown(laptop: Laptop) -> None:
    shapes: dict[int, Plain] = {
        1: ["no", "title"],
        20: "high",
        37: "no place",
        18: 7,
        34: "x",
        6: [1],
        28: 5,
    }
    for number, value in shapes.items():
        laptop.save(set_(RISK.number, KEY.id, number, laptop.next_clock(), value))
    laptop.edit(KEY, note="kept")
    record = queries.record(laptop.store, KEY)
    assert (record.title, record.text("note")) == ("", "kept")
    assert record.unknown_fields == len(shapes)
    assert laptop.store.db.rows("SELECT f1, f20, f37, f28 FROM kind_4") == [(None,) * 4]


def test_row_when_changed_field_by_field_is_the_one_written_at_once(
    laptop: Laptop, other: Laptop
) -> None:
    values: dict[str, Plain] = {
        "title": "Quema",
        "likelihood": 4,
        "trend": "rising",
        "place": ["Ñuble", "region"],
        "next_review": ["2026-03-01", "2026-03-31", "month", None],
        "feared_acts": ["x.fire", "x.threat"],
        "incidents": [[7, record_id(2)]],
    }
    for name, value in values.items():
        laptop.edit(KEY, **{name: value})
    other.edit(KEY, **values)
    for table in (
        "SELECT id, existence, f1, f20, f25, f33, f37 FROM kind_4",
        "SELECT * FROM link ORDER BY field, target",
    ):
        assert laptop.store.db.rows(table) == other.store.db.rows(table) != []


def test_link_when_item_is_removed_goes(laptop: Laptop) -> None:
    laptop.edit(KEY, title="Quema", feared_acts=["x.fire", "x.threat"])
    laptop.drop(KEY, "feared_acts")
    laptop.edit(KEY, feared_acts=["x.other"])
    assert laptop.store.db.rows("SELECT field, kind, target FROM link") == [(18, 0, "x.other")]


def test_record_when_kind_is_append_only_keeps_the_first_value(laptop: Laptop) -> None:
    key = key_of(0, STATEMENT)
    laptop.edit(key, title="first")
    laptop.edit(key, title="second")
    assert queries.record(laptop.store, key).title == "first"
    assert laptop.store.db.rows("SELECT title FROM record") == [("first",)]


def test_record_when_deleted_and_restored_is_found_again(laptop: Laptop) -> None:
    laptop.edit(KEY, title="Quema", incidents=[[7, record_id(2)]])
    before = said(laptop.store)
    laptop.delete(KEY)
    assert search(laptop.store, "quema") == []
    assert queries.counts(laptop.store)["risk"] == 0
    laptop.edit(KEY, note="while deleted")
    laptop.restore(KEY)
    assert [each.key for each in search(laptop.store, "quema")] == [KEY]
    assert said(laptop.store)["link"] == before["link"]


def test_kinds_when_all_are_declared_have_valid_tables(tmp_path: Path) -> None:
    with Laptop(tmp_path / "luna") as laptop:
        names = {name for (name,) in laptop.store.db.rows("SELECT name FROM sqlite_master")}
    assert {f"kind_{kind.number}" for kind in KINDS.all} <= names
