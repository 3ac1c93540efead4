# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is wrong with a bundle or a card, the vault that is handed it stays as it was.

Each bundle here is made by the parts that make good ones, with one fault. The receiving vault is
compared byte by byte. What is not faulty is taken, so that a vault that refused all would fail.
"""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.scenarios.handing import READER, STRANGER, Pair, check_refused, trust
from tests.scenarios.laptops import CIRCLE, changed_bytes, copied, digest, files_of, opened, told

from protectnet.app.bundle_files import UnknownSender
from protectnet.app.devices import OwnCard, WordsDiffer, words_of
from protectnet.app.outside import FileUnreadable
from protectnet.bundle.card import CardTooNew, NotACard
from protectnet.bundle.errors import (
    BundleChanged,
    BundleDamaged,
    BundleError,
    NotABundle,
    NotForThisDevice,
    SignatureOfSenderInvalid,
    WrappedAnew,
)
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.ids import CircleId
from protectnet.envelope import HybridIdentity
from protectnet.log import cbor
from protectnet.log.errors import CircleNotRooted, NotAMember, WrongCircle
from protectnet.store.errors import Cancelled
from protectnet.vault.identity import DeviceIdentity

HEARD = "a word that stands on no list"
NOTES = b"who said what at the ford\n" * 5000


def test_bundle_when_nothing_is_wrong_then_it_is_taken(pair: Pair) -> None:
    before = told(pair.hill)
    found = pair.hill.taking.accept(pair.written(pair.content()))
    assert found.new_operations > 3
    assert told(pair.hill) != before
    assert [line.title for line in found.lines] == ["Armed men at the ford"]


@pytest.mark.parametrize("part", range(12))
def test_bundle_when_a_bit_flipped_then_nothing_changes(pair: Pair, part: int) -> None:
    def flip(content: bytearray) -> None:
        content[part * (len(content) - 1) // 11] ^= 1

    check_refused(pair, changed_bytes(pair.sent(), flip), BundleError)


@pytest.mark.parametrize(
    ("share", "more"),
    [(0, 0), (0, 1), (0, 30), (0.2, 0), (0.5, 0), (0.9, 0), (1, -16), (1, -1)],
)
def test_bundle_when_cut_off_then_nothing_changes(pair: Pair, share: float, more: int) -> None:
    def cut(content: bytearray) -> None:
        del content[int(share * len(content)) + more :]

    check_refused(pair, changed_bytes(pair.sent(), cut), BundleError)


def test_bundle_when_something_follows_then_nothing_changes(pair: Pair) -> None:
    longer = changed_bytes(pair.sent(), lambda content: content.extend(b"more"))
    check_refused(pair, longer, BundleDamaged, check=1)


def test_file_when_it_is_no_bundle_then_nothing_changes(pair: Pair) -> None:
    for content in (b"", b"Dear friends", NOTES, bytes(5000)):
        path = pair.folder / "no.age"
        path.write_bytes(content)
        check_refused(pair, path, NotABundle)
    check_refused(pair, pair.folder, FileUnreadable)
    check_refused(pair, pair.folder / "nowhere.age", FileUnreadable)


def test_bundle_when_for_another_device_then_nothing_changes(pair: Pair) -> None:
    other = HybridIdentity(DeviceIdentity.generate().recipient.seed).recipient
    check_refused(pair, pair.written(pair.content(), to=other), NotForThisDevice)


def test_bundle_when_passed_on_by_one_it_was_for_then_nothing_changes(pair: Pair) -> None:
    content = replace(pair.content(), recipients=(READER.public.device,))
    check_refused(pair, pair.written(content), WrappedAnew)


def test_bundle_when_its_sender_is_unknown_then_nothing_changes(pair: Pair) -> None:
    content = replace(pair.content(), keys=STRANGER.public)
    check_refused(pair, pair.written(content, by=STRANGER), UnknownSender)


def test_bundle_when_signed_by_another_than_it_names_then_nothing_changes(pair: Pair) -> None:
    check_refused(pair, pair.written(pair.content(), by=STRANGER), SignatureOfSenderInvalid)


def test_bundle_when_its_sender_is_trusted_and_no_member_then_nothing_changes(pair: Pair) -> None:
    trust(pair, STRANGER)
    content = replace(pair.content(), keys=STRANGER.public)
    check_refused(pair, pair.written(content, by=STRANGER), NotAMember)


def test_bundle_when_of_a_circle_this_device_is_not_in_then_nothing_changes(pair: Pair) -> None:
    pair.river.create_circle("others")
    pair.river.editing.add("risk", {"title": "Not for the hill"}, circle="others")
    check_refused(pair, pair.written(pair.content("others")), NotAMember)


@pytest.mark.parametrize("whose", ["river", "hill", "private"])
def test_bundle_when_it_names_two_circles_or_another_then_nothing_changes(
    pair: Pair, whose: str
) -> None:
    content = pair.content()
    others = {
        "river": (pair.circle, CircleId(bytes(16))),
        "hill": (pair.hill.circles.find("hill"),),
        "private": (pair.hill.circles._private,),
    }
    faulty = replace(content, circles=others[whose])
    check_refused(pair, pair.written(faulty), CircleNotRooted if whose == "river" else WrongCircle)
    if whose != "river":
        # Without the segments of the other circle: then nobody has said that the river is in it.
        faulty = replace(faulty, membership=(), logs=[])
        check_refused(pair, pair.written(faulty), NotAMember)


def with_file(pair: Pair) -> Path:
    """A bundle in which an attached file travels."""
    notes = pair.folder / "notes.txt"
    notes.write_bytes(NOTES)
    risk = pair.river.editing.add("risk", {"title": "With notes"}, circle=CIRCLE)
    pair.river.attachments.attach(risk.id.hex(), notes)
    return pair.sent()


@pytest.mark.parametrize("make", [Pair.sent, with_file])
def test_bundle_when_taken_again_then_nothing_changes(
    pair: Pair, make: Callable[[Pair], Path]
) -> None:
    bundle = make(pair)
    assert pair.hill.taking.accept(bundle).has_news
    once, files = told(pair.hill), files_of(pair.hill._store.folder)
    again = pair.hill.taking.accept(bundle)
    assert not again.has_news
    assert again.lines == ()
    assert files_of(pair.hill._store.folder) == files
    assert told(pair.hill) == once


def test_bundle_when_an_old_one_comes_late_then_nothing_changes(pair: Pair) -> None:
    old = pair.sent()
    risk = pair.river.editing.add("risk", {"title": "Newer"}, circle=CIRCLE)
    pair.hill.taking.accept(pair.sent())
    pair.hill.editing.edit(risk.id.hex(), {"title": "Newer, and changed on the hill"})
    before, files = told(pair.hill), files_of(pair.hill._store.folder)
    assert not pair.hill.taking.accept(old).has_news
    assert files_of(pair.hill._store.folder) == files
    assert told(pair.hill) == before


def test_bundles_when_taken_in_any_order_then_come_to_the_same(
    pair: Pair, prepared_pair: Path, tmp_path: Path
) -> None:
    bundles = []
    for number in range(3):
        risk = pair.river.editing.add("risk", {"title": f"Risk {number}"}, circle=CIRCLE)
        bundles.append(pair.sent())
        if number:
            pair.river.editing.delete(risk.id.hex())
    bundles.append(pair.sent())
    digests = set()
    for turn in range(len(bundles)):
        folder = tmp_path / f"turn {turn}"
        folder.mkdir()
        copied(prepared_pair, folder, ["hill"])
        with opened(folder, "hill") as hill:
            for bundle in [*bundles[turn:], *bundles[:turn]]:
                hill.taking.accept(bundle)
            digests.add((digest(hill), hill.upkeep.check().operations))
    assert len(digests) == 1
    pair.hill.taking.accept(bundles[0])
    assert digest(pair.hill) not in {each for each, _ in digests}


def test_bundle_when_it_vanishes_after_the_preview_then_nothing_changes(pair: Pair) -> None:
    bundle = pair.sent()
    before = told(pair.hill)
    pair.hill.taking.preview(bundle)
    bundle.unlink()
    with pytest.raises(FileUnreadable):
        pair.hill.taking.accept(bundle)
    assert told(pair.hill) == before


def test_bundle_when_damaged_after_the_preview_then_nothing_changes(pair: Pair) -> None:
    bundle = pair.sent()
    before = told(pair.hill)
    seen = pair.hill.taking.preview(bundle)
    changed_bytes(bundle, lambda content: content.__setitem__(-1, content[-1] ^ 1))
    with pytest.raises(BundleDamaged):
        pair.hill.taking.accept(bundle, shown=seen)
    assert told(pair.hill) == before


def test_bundle_when_another_is_put_in_its_place_after_the_preview_then_nothing_changes(
    pair: Pair,
) -> None:
    bundle = pair.sent()
    before = told(pair.hill)
    seen = pair.hill.taking.preview(bundle)
    pair.river.editing.add("risk", {"title": "Never shown"}, circle=CIRCLE)
    pair.sent().replace(bundle)
    with pytest.raises(BundleChanged):
        pair.hill.taking.accept(bundle, shown=seen)
    assert told(pair.hill) == before
    assert pair.hill.taking.accept(bundle, shown=pair.hill.taking.preview(bundle)).has_news


@pytest.mark.parametrize("what", ["vanishes", "is another", "is stopped"])
def test_bundle_when_something_happens_while_it_is_taken_then_nothing_changes(
    pair: Pair, what: str
) -> None:
    bundle = with_file(pair)
    pair.river.editing.add("risk", {"title": "Later"}, circle=CIRCLE)
    other = pair.sent()
    before = told(pair.hill)

    def happen(_done: int, _total: int) -> None:
        if what == "vanishes":
            bundle.unlink(missing_ok=True)
        elif what == "is another":
            shutil.copyfile(other, bundle)
        else:
            raise Cancelled

    expected = {"vanishes": FileUnreadable, "is another": BundleChanged, "is stopped": Cancelled}
    with pytest.raises(expected[what]):
        pair.hill.taking.accept(bundle, progress=happen)
    assert told(pair.hill) == before


def check_not_trusted(
    pair: Pair, card: Path, heard: str, expected: type[ProtectNetError], name: str = "new"
) -> None:
    """Trusting the card fails, and not one byte of the vault changes."""
    before, files = told(pair.hill), files_of(pair.hill._store.folder)
    with pytest.raises(expected):
        pair.hill.devices.trust(card, heard, name)
    assert files_of(pair.hill._store.folder) == files
    assert told(pair.hill) == before


def written_card(pair: Pair) -> Path:
    """The river's card."""
    path = pair.folder / "river.card"
    path.write_bytes(pair.river.devices.card().encode(pair.river._authoring.keys))
    return path


@pytest.mark.parametrize("part", range(8))
def test_card_when_altered_then_nothing_is_trusted(pair: Pair, part: int) -> None:
    def flip(content: bytearray) -> None:
        content[part * (len(content) - 1) // 7] ^= 1

    check_not_trusted(pair, changed_bytes(written_card(pair), flip), HEARD, NotACard)


def test_card_when_another_name_or_key_is_put_on_it_then_nothing_is_trusted(pair: Pair) -> None:
    path = written_card(pair)
    parts = cbor.decode(path.read_bytes())
    assert isinstance(parts, list)
    other_key = HybridIdentity(DeviceIdentity.generate().recipient.seed).recipient.public_bytes
    for place, value in ((3, "hill"), (4, 9), (5, other_key), (6, bytes(64))):
        path.write_bytes(cbor.encode([*parts[:place], value, *parts[place + 1 :]]))
        check_not_trusted(pair, path, HEARD, NotACard)
    path.write_bytes(cbor.encode([2, *parts[1:]]))
    check_not_trusted(pair, path, HEARD, CardTooNew)


def test_card_when_the_words_are_of_another_then_nothing_is_trusted(pair: Pair) -> None:
    card = written_card(pair)
    words = words_of(pair.river.devices.card(), "es")
    others = words_of(pair.hill.devices.card(), "es")
    for heard in (others, words[:5], (words[1], words[0], *words[2:])):
        check_not_trusted(pair, card, " ".join(heard), WordsDiffer)
    pair.hill.devices.trust(card, " ".join(words), "as before")


def test_card_when_it_is_this_devices_own_then_nothing_is_trusted(pair: Pair) -> None:
    path = pair.folder / "own.card"
    path.write_bytes(pair.hill.devices.card().encode(pair.hill._authoring.keys))
    check_not_trusted(pair, path, HEARD, OwnCard)


def test_card_when_it_is_no_card_then_nothing_is_trusted(pair: Pair) -> None:
    path = pair.folder / "no.card"
    for content in (b"", b"Dear friends", NOTES, pair.sent().read_bytes()):
        path.write_bytes(content)
        check_not_trusted(pair, path, HEARD, NotACard)
    check_not_trusted(pair, pair.folder / "nowhere", HEARD, FileUnreadable)
