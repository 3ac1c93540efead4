# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from protectnet.domain.kinds import KINDS
from protectnet.log.operation import set_
from protectnet.store import indexing
from protectnet.store.search import search
from tests.log.samples import CIRCLE
from tests.store.laptops import MEASURE, OTHER_CIRCLE, RISK, Laptop, key_of, record_id

TRUSTED = KINDS.named("trusted_device")


def found(laptop: Laptop, words: str) -> list[int]:
    return [each.key.id[0] - 0xA0 for each in search(laptop.store, words)]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("El cañaveral del río", "canav"),
        ("El cañaveral del río", "RÍO EL"),
        ("Өвлийн бэлчээр", "бэлч"),
        ("شبكة الحِماية", "الحماية"),
        ("हिन्दी भाषा", "हिन्"),
        ("ป่าชุมชนบ้านเรา", "ชุมชน"),
        ("ព្រៃឈើ", "ឈើ"),
        ("ပတ်ဝန်းကျင်", "ဝန်း"),
        ("污染的河水流过村庄", "河水"),
        ("カワの水", "ｶﾜ"),
        ("K'iche' b'atz'", "kʼiche"),
        ("Đắk Lắk", "dak lak"),
        ("አማርኛ ቋንቋ", "አማር"),
        ("tel. 55-1234", "1234"),
    ],
)
def test_search_when_in_any_script_finds_beginnings_and_runs(
    laptop: Laptop, text: str, asked: str
) -> None:
    laptop.edit(key_of(0), title="one", statement=text)
    laptop.edit(key_of(1), title="two", statement="something else, 別の何か")
    assert found(laptop, asked) == [0]


def test_search_when_a_word_is_missing_finds_nothing(laptop: Laptop) -> None:
    laptop.edit(key_of(0), title="Quema del monte")
    assert found(laptop, "quema mar") == []
    assert found(laptop, "onte") == []
    assert found(laptop, "!?") == []


def test_search_when_words_stand_in_several_fields_finds_them_together(laptop: Laptop) -> None:
    laptop.edit(key_of(0), title="Quema", note="en el monte", place=["Ñuble", "region"])
    assert found(laptop, "monte quema nuble") == [0]


def test_search_when_saved_a_moment_ago_finds_it_and_not_what_was_before(laptop: Laptop) -> None:
    laptop.edit(key_of(0), title="Quema")
    assert found(laptop, "quema") == [0]
    laptop.edit(key_of(0), title="Incendio")
    assert found(laptop, "quema") == []
    assert found(laptop, "incendio") == [0]


def test_search_when_saved_before_a_crash_finds_it_afterwards(laptop: Laptop) -> None:
    laptop.edit(key_of(0), title="Quema")
    laptop.reopen()
    assert found(laptop, "quema") == [0]
    assert laptop.store.db.rows("SELECT * FROM unindexed") == []


def test_search_when_many_were_saved_writes_the_index_by_itself(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "MOST_NOTED", 2)
    for number in range(3):
        laptop.edit(key_of(number), title=f"Quema {number}")
    assert laptop.store.db.rows("SELECT count(*) FROM unindexed") == [(0,)]
    assert laptop.store.db.rows("SELECT count(*) FROM words_docsize") == [(3,)]


def test_search_when_many_are_imported_writes_the_index_at_once(laptop: Laptop) -> None:
    operations = [
        set_(RISK.number, record_id(number), 1, laptop.next_clock(), f"Quema {number}")
        for number in range(indexing.FEW + 1)
    ]
    laptop.save(*operations)
    assert laptop.store.db.rows("SELECT * FROM unindexed") == []
    assert len(search(laptop.store, "quema")) == indexing.FEW + 1


def test_search_when_save_is_undone_does_not_find_it(laptop: Laptop) -> None:
    laptop.edit(key_of(0), title="Quema")

    def fail() -> None:
        with laptop.store.transaction():
            laptop.write(CIRCLE, [laptop.operation(key_of(0), 1, "Incendio")])
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert found(laptop, "incendio") == []
    assert found(laptop, "quema") == [0]


def test_search_when_inside_a_transaction_finds_what_it_wrote(laptop: Laptop) -> None:
    with laptop.store.transaction():
        laptop.write(CIRCLE, [laptop.operation(key_of(0), 1, "Quema")])
        assert found(laptop, "quema") == [0]


def test_search_when_titles_have_the_word_puts_them_first(laptop: Laptop) -> None:
    laptop.edit(key_of(0), title="Otra cosa", statement="quema " * 3 + "monte")
    laptop.edit(key_of(1), title="Quema del monte")
    assert found(laptop, "quema") == [1, 0]


def test_search_when_equal_puts_what_changed_last_first(laptop: Laptop) -> None:
    for number in (0, 1, 2):
        laptop.edit(key_of(number), title="Quema")
    laptop.edit(key_of(1), likelihood=3)
    assert found(laptop, "quema") == [1, 2, 0]


def test_search_when_circles_are_named_finds_theirs(laptop: Laptop) -> None:
    laptop.edit(key_of(0), title="Quema")
    laptop.edit(key_of(1, circle=OTHER_CIRCLE), title="Quema")
    [here] = search(laptop.store, "quema", circles=[CIRCLE])
    assert here.key == key_of(0)
    assert search(laptop.store, "quema", circles=[]) == []


def test_search_when_kinds_are_named_finds_those(laptop: Laptop) -> None:
    laptop.edit(key_of(0), title="Quema")
    laptop.edit(key_of(1, MEASURE), title="Quema controlada")
    [measure] = search(laptop.store, "quema", kinds=[MEASURE])
    assert (measure.key, measure.kind, measure.title) == (
        key_of(1, MEASURE),
        MEASURE,
        "Quema controlada",
    )


def test_search_when_kind_is_local_finds_it_only_by_name(laptop: Laptop) -> None:
    laptop.edit(key_of(0, TRUSTED), title="Laptop of Marisol")
    assert search(laptop.store, "marisol") == []
    [device] = search(laptop.store, "marisol", kinds=[TRUSTED])
    assert device.kind is TRUSTED


def test_search_when_both_sides_of_a_contradiction_are_asked_for_finds_either(
    laptop: Laptop,
) -> None:
    for value in ("Quema", "Incendio"):
        laptop.save(set_(RISK.number, record_id(0), 1, laptop.next_clock(), value))
    assert found(laptop, "quema") == found(laptop, "incendio") == [0]


def test_search_when_cut_into_pages_gives_each_once(laptop: Laptop) -> None:
    for number in range(5):
        laptop.edit(key_of(number), title="Quema")
    pages = [search(laptop.store, "quema", limit=2, offset=at) for at in (0, 2, 4, 6)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert len({each.key for page in pages for each in page}) == 5


def test_found_when_words_stand_in_a_text_shows_the_place(laptop: Laptop) -> None:
    laptop.edit(key_of(0), title="Risk", note="Nothing", statement="Desde el año pasado queman")
    [each] = search(laptop.store, "ano que")
    assert each.snippet is not None
    assert (each.snippet.field, each.snippet.text) == ("statement", "Desde el año pasado queman")
    marked = [each.snippet.text[start:end] for start, end in each.snippet.marks]
    assert marked == ["año", "que"]
    assert "queman" not in repr(each)


def test_found_when_words_stand_in_the_title_alone_has_no_snippet(laptop: Laptop) -> None:
    laptop.edit(key_of(0), title="Quema", statement="Desde el año pasado")
    [each] = search(laptop.store, "quema")
    assert each.snippet is None
