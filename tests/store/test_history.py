# SPDX-License-Identifier: GPL-3.0-or-later
from datetime import date, timedelta

from protectnet.log.shapes import OpKind
from protectnet.store.history import history
from tests.log.samples import DAY
from tests.store.laptops import UNKNOWN_FIELD, Laptop, key_of

KEY = key_of(0)
TODAY = date(1970, 1, 1) + timedelta(days=DAY)


def test_history_when_changed_tells_who_when_and_from_what_to_what(laptop: Laptop) -> None:
    [first] = laptop.edit(KEY, title="Quema")
    [second] = laptop.edit(KEY, title="Quema del monte")
    found = history(laptop.store, KEY)
    assert [each.op_id for each in found] == [first.op_id, second.op_id]
    entry = found[1]
    assert (entry.device, entry.user, entry.day) == (laptop.keys.public.device, "Luna", TODAY)
    assert (entry.kind, entry.field) == (OpKind.SET, "title")
    assert (entry.before, entry.after) == (("Quema",), "Quema del monte")
    assert found[0].before == ()


def test_history_when_several_wrote_is_in_the_order_of_clocks(
    laptop: Laptop, other: Laptop
) -> None:
    laptop.edit(KEY, title="one")
    other.take(*laptop.sealed())
    other.counter = 1
    other.edit(KEY, title="two")
    laptop.take(*other.sealed())
    laptop.counter = 2
    laptop.edit(KEY, title="three")
    found = [(each.user, each.after) for each in history(laptop.store, KEY)]
    assert found == [("Luna", "one"), ("Sol", "two"), ("Luna", "three")]


def test_history_when_sets_change_tells_what_came_and_went(laptop: Laptop) -> None:
    laptop.edit(KEY, feared_acts=["x.a"])
    laptop.drop(KEY, "feared_acts")
    added, removed = history(laptop.store, KEY)
    assert (added.kind, added.after, added.before) == (OpKind.ADD, "x.a", ())
    assert (removed.kind, removed.after, removed.before) == (OpKind.REMOVE, None, ("x.a",))


def test_history_when_deleted_and_restored_tells_so(laptop: Laptop) -> None:
    laptop.edit(KEY, title="one")
    laptop.delete(KEY)
    laptop.restore(KEY)
    _, deleted, restored = history(laptop.store, KEY)
    assert (deleted.kind, deleted.field, deleted.before, deleted.after) == (
        OpKind.DELETE,
        "",
        (),
        None,
    )
    assert (restored.kind, restored.field) == (OpKind.RESTORE, "")


def test_history_when_a_field_is_of_a_newer_version_gives_its_number(laptop: Laptop) -> None:
    laptop.save(laptop.operation(KEY, UNKNOWN_FIELD, "?"))
    [entry] = history(laptop.store, KEY)
    assert entry.field == str(UNKNOWN_FIELD)


def test_history_when_nothing_is_held_is_empty(laptop: Laptop) -> None:
    laptop.edit(KEY, title="one")
    assert history(laptop.store, key_of(1)) == []


def test_repr_when_shown_names_no_content(laptop: Laptop) -> None:
    laptop.edit(KEY, title="secret")
    assert "secret" not in repr(history(laptop.store, KEY))
