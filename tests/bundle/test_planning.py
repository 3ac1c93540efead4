# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts hold everything once, none is larger than it may be, and each can be taken alone."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.bundle import layout, manifest, packing
from protectnet.bundle.content import BlobSource
from protectnet.bundle.errors import BundleTooLarge, ContentChanged
from protectnet.bundle.groups import item_length, longest_packed, pack_group
from protectnet.bundle.manifest import SectionKind, sections_hash
from protectnet.bundle.packing import Group, groups_of
from protectnet.bundle.planning import MAX_PART_BYTES, Plan, plan_parts
from protectnet.bundle.writing import write_part
from protectnet.domain.ids import CircleId, DeviceId
from tests.bundle.samples import (
    READER,
    READER_KEY,
    SENDER,
    blob_source,
    content,
    device_of,
    open_it,
    taken_of,
    written,
)
from tests.envelope.samples import Endless

KIB = 1024
SMALL = 12 * KIB
"""About the smallest part in which much can stand: header and manifest take 6 KiB."""


def noise(length: int, seed: int = 0) -> bytes:
    """Bytes that cannot be compressed."""
    return random.Random(seed).randbytes(length)


def log_of(segments: int, length: int, seed: int = 0) -> list[bytes]:
    """A log of segments that cannot be compressed."""
    return [noise(length, seed * 1000 + number) for number in range(segments)]


def held(files: Sequence[bytes]) -> tuple[set[bytes], set[bytes], list[bytes]]:
    """Vectors, membership and segments of records in all parts."""
    opened = [open_it(each) for each in files]
    return (
        {each for part in opened for each in part.vectors},
        {each for part in opened for each in part.membership},
        [each for part in opened for log in part.logs for each in log],
    )


LENGTHS = st.integers(0, 3000)
LISTS = st.lists(LENGTHS, max_size=6)


@given(
    vectors=st.lists(st.integers(0, 300), max_size=3),
    membership=st.lists(st.integers(0, 300), max_size=3),
    logs=st.lists(LISTS, max_size=3),
    blobs=st.lists(st.integers(0, 20_000), max_size=3),
    limit=st.integers(SMALL, 40 * KIB),
)
def test_parts_when_opened_then_hold_everything_and_none_is_too_large(
    vectors: list[int], membership: list[int], logs: list[list[int]], blobs: list[int], limit: int
) -> None:
    given = content(
        [noise(each, 1) for each in vectors],
        [noise(each, 2) for each in membership],
        [[noise(each, 10 + number) for each in log] for number, log in enumerate(logs)],
        [noise(each, 3) for each in blobs],
    )
    files = written(given, limit)
    assert max(map(len, files)) <= limit
    found = held(files)
    assert found[0] == set(given.vectors)
    assert found[1] == set(given.membership)
    assert found[2] == [each for log in given.logs for each in log]
    whole = taken_of(files).whole()
    assert whole == {each.digest: b"".join(each.read(0, each.length)) for each in given.blobs}


@given(
    logs=st.lists(LISTS, max_size=4),
    blobs=st.lists(st.integers(0, 20_000), max_size=4),
    limit=st.integers(SMALL, 30 * KIB),
    total=st.integers(SMALL, 60 * KIB),
)
def test_parts_when_all_are_limited_then_the_beginning_goes_and_the_rest_is_named(
    logs: list[list[int]], blobs: list[int], limit: int, total: int
) -> None:
    given = content(
        logs=[[noise(each, 10 + number) for each in log] for number, log in enumerate(logs)],
        blobs=[noise(each, 3) for each in sorted(blobs)],
    )
    left_out = plan_parts(given, limit, total).left_out
    files = written(given, limit, total)
    assert sum(map(len, files)) <= total
    everything = [each for log in given.logs for each in log]
    kept = [log[: len(log) - left] for log, left in zip(given.logs, left_out.segments, strict=True)]
    assert held(files)[2] == [each for log in kept for each in log]
    assert held(files)[2] == everything[: len(held(files)[2])]
    whole = taken_of(files).whole()
    assert not whole.keys() & {each.digest for each in left_out.blobs}
    assert whole.keys() | {each.digest for each in left_out.blobs} == {
        each.digest for each in given.blobs
    }
    if any(left_out.segments):
        assert not whole
    assert bool(left_out) == (len(held(files)[2]) < len(everything) or bool(left_out.blobs))


def test_total_limit_when_near_then_is_used_to_nearly_its_end() -> None:
    given = content(logs=[log_of(60, 1000)], blobs=())
    for total in range(SMALL, 60 * KIB, 1777):
        used = sum(map(len, written(given, total_limit=total)))
        assert used > total * 0.88 - 1100 or not plan_parts(given, 1 << 30, total).left_out


def test_total_limit_when_a_log_was_cut_then_nothing_that_comes_after_it_goes() -> None:
    given = content(logs=[log_of(10, 1000), [b"short"]], blobs=[b"small"])
    left_out = plan_parts(given, total_limit=SMALL).left_out
    assert left_out.segments[0] > 0
    assert left_out.segments[1] == 1
    assert left_out.blobs == tuple(given.blobs)


def test_blob_when_it_does_not_fit_the_rest_then_is_cut_and_nothing_is_wasted() -> None:
    blob = noise(50_000)
    files = written(content(blobs=[blob]), 20 * KIB)
    taken = taken_of(files)
    assert not taken.blobs
    [pieces] = taken.pieces.values()
    assert len(pieces) == len(files) > 3
    assert all(len(each) > 18 * KIB for each in files[:-1])
    opened = open_it(files[1])
    [piece] = opened.pieces
    assert piece.total == len(blob)
    assert blob[piece.offset : piece.offset + piece.length] == pieces[piece.offset]


def test_small_news_when_there_are_several_parts_then_each_part_can_be_judged_alone() -> None:
    given = content([b"v1", b"v2"], [b"m1", b"m2"], [log_of(30, 1000)])
    opened = [open_it(each) for each in written(given, 20 * KIB)]
    assert len(opened) > 3
    assert {each.vectors for each in opened} == {(b"v1", b"v2")}
    assert {each.membership for each in opened} == {(b"m1", b"m2")}


def test_large_news_when_there_are_several_parts_then_stands_once_and_first() -> None:
    membership = log_of(8, 1000)
    given = content((), membership, [log_of(10, 1000)], ())
    opened = [open_it(each) for each in written(given, 20 * KIB)]
    assert [each for part in opened for each in part.membership] == membership
    assert not opened[-1].membership


def test_manifests_when_there_are_several_parts_then_each_names_the_sections_of_all() -> None:
    plan = plan_parts(content(logs=[log_of(30, 1000)]), 20 * KIB)
    hashes = tuple(sections_hash(each.manifest.sections) for each in plan.parts)
    assert len(hashes) > 3
    assert [each.manifest.part for each in plan.parts] == [*range(1, len(hashes) + 1)]
    assert {each.manifest.part_hashes for each in plan.parts} == {hashes}
    assert {each.manifest.bundle_id for each in plan.parts} == {content().bundle_id}


def test_plan_when_told_the_size_then_the_file_has_it() -> None:
    given = content(logs=[log_of(30, 1000)])
    planned = [each.file_size for each in plan_parts(given, 20 * KIB).parts]
    assert planned == [len(each) for each in written(given, 20 * KIB)]


def test_plan_when_names_are_given_twice_and_unsorted_then_the_manifest_is_in_order() -> None:
    circles = [CircleId(bytes([number]) * 16) for number in (5, 4, 5)]
    twice = (device_of(SENDER), device_of(READER), device_of(SENDER))
    blob = blob_source(b"twice")
    given = replace(content(), recipients=twice, circles=tuple(circles), blobs=[blob, blob])
    [part] = plan_parts(given).parts
    assert part.manifest.recipients == tuple(sorted(set(twice)))
    assert part.manifest.circles == (circles[1], circles[0])
    assert len([each for each in part.manifest.sections if each.kind == 4]) == 1


def test_plan_when_nothing_is_given_then_one_part_without_sections() -> None:
    [part] = plan_parts(content((), (), (), ())).parts
    assert part.manifest.sections == ()
    [empty_log] = plan_parts(content((), (), ((),), ())).parts
    assert empty_log.manifest.sections == ()


@pytest.mark.parametrize("limit", [0, 100, 3 * KIB, 6 * KIB])
def test_plan_when_not_even_the_manifest_fits_then_refused(limit: int) -> None:
    with pytest.raises(BundleTooLarge) as caught:
        plan_parts(content(), limit)
    assert caught.value.facts == {"limit": "part", "allowed": limit}
    with pytest.raises(BundleTooLarge) as caught:
        plan_parts(content(), MAX_PART_BYTES, limit)
    assert caught.value.facts == {"limit": "total", "allowed": limit}


def test_plan_when_an_item_fits_no_part_then_refused() -> None:
    for faulty in (content(logs=[[noise(SMALL)]]), content(membership=[noise(SMALL)])):
        with pytest.raises(BundleTooLarge) as caught:
            plan_parts(faulty, SMALL)
        assert caught.value.facts["limit"] == "part"


def test_plan_when_membership_does_not_fit_the_limit_of_all_then_refused() -> None:
    given = content(membership=log_of(20, 1000))
    with pytest.raises(BundleTooLarge) as caught:
        plan_parts(given, 16 * KIB, 14 * KIB)
    assert caught.value.facts["limit"] == "total"


def test_plan_when_too_many_devices_or_circles_or_none_then_refused() -> None:
    many = tuple(number.to_bytes(16) for number in range(65))
    for limit, faulty in (
        ("recipients", replace(content(), recipients=tuple(map(DeviceId, many)))),
        ("circles", replace(content(), circles=tuple(map(CircleId, many)))),
    ):
        with pytest.raises(BundleTooLarge) as caught:
            plan_parts(faulty)
        assert caught.value.facts == {"limit": limit, "allowed": 64}
    for nobody in (replace(content(), recipients=()), replace(content(), circles=())):
        with pytest.raises(ValueError, match="no "):
            plan_parts(nobody)


def test_plan_when_a_part_would_have_too_many_sections_then_the_next_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layout, "MAX_SECTIONS", 3)
    given = content((), (), [[bytes([number])] for number in range(4)], [b"x", b"y"])
    plan = plan_parts(given)
    assert [len(each.manifest.sections) for each in plan.parts] == [3, 3]


def test_plan_when_a_reader_would_hold_too_much_then_the_next_part_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = content((), (), [[bytes(3000)] for _ in range(4)], ())
    assert len(plan_parts(given).parts) == 1
    monkeypatch.setattr(layout, "MAX_GROUP_BYTES", 7000)
    assert len(plan_parts(given).parts) == 2
    monkeypatch.undo()
    monkeypatch.setattr(layout, "MAX_HELD_BYTES", 25)
    assert len(plan_parts(given).parts) == 4


def test_plan_when_there_would_be_too_many_parts_then_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layout, "MAX_PARTS", 3)
    with pytest.raises(BundleTooLarge) as caught:
        plan_parts(content(blobs=[noise(100_000)]), 20 * KIB)
    assert caught.value.facts == {"limit": "parts", "allowed": 3}


def test_plan_when_a_blob_is_above_the_limit_then_refused_before_it_is_read() -> None:
    def read(offset: int, length: int) -> list[bytes]:
        raise AssertionError("not read")

    huge = BlobSource(bytes(32), manifest.MAX_BLOB_BYTES + 1, read)
    with pytest.raises(BundleTooLarge) as caught:
        plan_parts(replace(content(), blobs=[huge]))
    assert caught.value.facts["limit"] == "blob"


def test_cost_of_a_section_in_the_manifest_is_never_above_what_is_counted() -> None:
    largest = manifest.Section(SectionKind.PIECE, manifest.MAX_BLOB_BYTES + 48, bytes(32))
    one, two = (
        replace(plan_parts(content()).parts[0].manifest, sections=(largest,) * count)
        for count in (1000, 1001)
    )
    assert len(two.encode()) - len(one.encode()) <= layout.SECTION_COST


@given(st.lists(st.integers(0, 400), max_size=30), st.integers(1, 1000))
def test_groups_when_divided_then_hold_every_item_in_order(lengths: list[int], most: int) -> None:
    items = [noise(length, number) for number, length in enumerate(lengths)]
    groups = list(groups_of(SectionKind.RECORDS, items, most))
    assert [each for group in groups for each in items[group.start : group.stop]] == items
    for group in groups:
        assert group.unpacked <= most or group.stop - group.start == 1
        assert len(group.packed()) == group.section.length <= group.longest


def test_groups_when_of_many_small_items_then_have_no_more_than_a_reader_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packing, "MAX_ITEMS", 4)
    groups = list(groups_of(SectionKind.RECORDS, [b""] * 9, 1000))
    assert [each.stop - each.start for each in groups] == [4, 4, 1]


@given(st.lists(st.integers(0, 400), min_size=1, max_size=30), st.integers(0, 5000))
def test_beginning_of_a_group_when_there_is_room_for_some_then_fits(
    lengths: list[int], room: int
) -> None:
    items = [noise(length, number) for number, length in enumerate(lengths)]
    group = Group.of(SectionKind.RECORDS, items, 0, len(items))
    found = group.beginning(room)
    if found is None:
        assert len(pack_group(items[:1])) > room or group.section.length > room
    else:
        assert found.section.length <= room
        assert found.start == 0
        assert found.packed() == pack_group(items[: found.stop])


@given(st.binary(max_size=2000))
def test_longest_packed_is_never_below_what_packing_gives(item: bytes) -> None:
    assert len(pack_group([item])) <= longest_packed(item_length(item))
    assert len(pack_group([noise(len(item))])) <= longest_packed(item_length(item))


def test_piece_when_the_blob_is_not_what_its_hash_says_then_the_plan_fails() -> None:
    damaged = replace(blob_source(noise(50_000)), digest=bytes(32))
    with pytest.raises(ContentChanged):
        plan_parts(replace(content(), blobs=[damaged]), 20 * KIB)


def write_all(plan: Plan) -> None:
    """Write every part to nowhere."""
    for part in plan.parts:
        write_part(part, [READER_KEY.recipient], SENDER.sign_bytes, Endless())


def changing(limit: int, what: str) -> tuple[Plan, list[bytes]]:
    """A plan, and the list whose change should be noticed when the plan is written."""
    if what == "log":
        items = log_of(3, 100)
        return plan_parts(content(logs=[items]), limit), items
    blobs = [noise(50_000)]
    digest = blob_source(blobs[0]).digest

    def read(offset: int, length: int) -> list[bytes]:
        return [blobs[0][offset : offset + length]]

    source = BlobSource(digest, len(blobs[0]), read)
    return plan_parts(replace(content(), blobs=[source]), limit), blobs


@pytest.mark.parametrize("what", ["log", "blob"])
@pytest.mark.parametrize("limit", [MAX_PART_BYTES, 20 * KIB])
def test_part_when_its_source_changed_meanwhile_then_writing_fails(what: str, limit: int) -> None:
    plan, source = changing(limit, what)
    write_all(plan)
    whole = source[0]
    for changed in (whole[:-1] + b"?", whole[:-1]):
        source[0] = changed
        with pytest.raises(ContentChanged):
            write_all(plan)
    source[0] = whole
    write_all(plan)


def test_part_when_the_keys_are_not_those_of_its_recipients_then_nothing_is_written() -> None:
    [part] = plan_parts(content()).parts
    sink = Endless()
    for keys in ([], [READER_KEY.recipient] * 2):
        with pytest.raises(ValueError, match="one key"):
            write_part(part, keys, SENDER.sign_bytes, sink)
    assert sink.count == 0
