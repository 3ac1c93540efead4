# SPDX-License-Identifier: GPL-3.0-or-later
"""What is peculiar to JPEG, PNG, WebP and GIF: what is kept to the byte, what is damage."""

import struct

import pytest

from protectnet.store.images import Damage, ImageDamaged, ImageKind
from protectnet.store.images.exif import exif_saying, orientation_of
from protectnet.store.images.reading import Places
from protectnet.store.images.webp import MAX_CHUNKS, strip_webp
from tests.store import pictures
from tests.store.pictures import png_chunks, png_of, riff_chunk, riff_chunks, segment, webp_of
from tests.store.test_images import DATA, Long, stripped

JPEG, PNG, WEBP, GIF = (stripped(DATA[name]) for name in ("jpeg", "png", "webp", "gif"))
CHUNKS = png_chunks(PNG)
HEADER, END = CHUNKS[0], CHUNKS[-1]
IMAGE = next(chunk for chunk in CHUNKS if chunk[0] == b"IDAT")
STILL = next(chunk for chunk in riff_chunks(WEBP) if chunk[0] in (b"VP8 ", b"VP8L"))


def damage(data: bytes) -> object:
    with pytest.raises(ImageDamaged) as caught:
        stripped(data)
    return caught.value.facts["reason"]


def names(png: bytes) -> list[bytes]:
    return [name for name, _ in png_chunks(png)]


# Orientation


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_when_a_camera_wrote_it_then_is_found(orientation: int, order: str) -> None:
    tiff = pictures.exif(orientation, b"maker", order=order)
    assert orientation_of(tiff) == orientation_of(b"Exif\x00\x00" + tiff) == orientation
    assert orientation_of(exif_saying(orientation)) == orientation


@pytest.mark.parametrize(
    "exif",
    [
        b"",
        b"Exif",
        b"II*\x00\xff\xff\xff\xff",
        b"MM\x00*\x00\x00\x00\x08\xff\xff",
        pictures.exif(0, b"x"),
        pictures.exif(9, b"x"),
        exif_saying(6)[:18],
        exif_saying(6).replace(b"\x00\x03", b"\x00\x02"),
        exif_saying(6).replace(b"\x00\x00\x00\x01", b"\x00\x00\x00\x02"),
    ],
)
def test_orientation_when_exif_is_broken_then_is_upright(exif: bytes) -> None:
    assert orientation_of(exif) == 1


@pytest.mark.parametrize("orientation", range(1, 9))
def test_strip_when_a_picture_is_turned_then_its_exif_says_that_alone(orientation: int) -> None:
    said = [] if orientation == 1 else [exif_saying(orientation)]
    jpeg = stripped(pictures.planted_jpeg(orientation, progressive=False))
    assert [p[6:] for m, p in pictures.jpeg_segments(jpeg) if m == 0xE1] == said
    png = stripped(pictures.planted_png(orientation))
    assert [data for name, data in png_chunks(png) if name == b"eXIf"] == said
    chunks = riff_chunks(stripped(pictures.planted_webp(orientation)))
    assert [data for name, data in chunks if name == b"EXIF"] == said
    assert chunks[0][1][0] == (0x20 if orientation == 1 else 0x28)


# JPEG


def test_jpeg_when_stripped_then_holds_these_parts_and_no_others() -> None:
    markers = [marker for marker, _ in pictures.jpeg_segments(JPEG)]
    assert set(markers) == {0xE0, 0xE1, 0xE2, 0xEE, 0xDB, 0xC0, 0xC4}
    assert dict(pictures.jpeg_segments(JPEG))[0xE0].hex() == "4a46494600010101004800480000"
    assert dict(pictures.jpeg_segments(JPEG))[0xEE] == b"Adobe\x00\x64\x00\x00\x00\x00\x01"


def test_jpeg_when_two_exif_stand_in_it_then_the_first_counts() -> None:
    plain = stripped(pictures.planted_jpeg(1, progressive=False))
    for first, second, said in ((1, 6, None), (6, 3, 6)):
        both = b"".join(
            segment(0xE1, b"Exif\x00\x00" + exif_saying(each)) for each in (first, second)
        )
        found = dict(pictures.jpeg_segments(stripped(plain[:2] + both + plain[2:])))
        assert (orientation_of(found[0xE1]) if 0xE1 in found else None) == said


def test_jpeg_when_bytes_stand_between_parts_then_they_go() -> None:
    scan = JPEG.rindex(b"\xff\xda")
    spread = JPEG[:2] + b"hidden\xff\x00" + JPEG[2:scan] + b"more\xff\xff\xff" + JPEG[scan:]
    assert stripped(spread) == JPEG


def test_jpeg_when_fill_bytes_stand_in_coded_data_then_they_go() -> None:
    assert stripped(JPEG[:-2] + b"\xff" * 70000 + b"\xff\xd9") == JPEG
    restart = JPEG[:-2] + b"a\xff\xd0b\xff\x00\xff\xd9"
    assert stripped(restart.replace(b"\xff\xd0b", b"\xff\xff\xd0b")) == stripped(restart) == restart


def test_jpeg_when_parts_of_programs_follow_the_scan_then_they_go() -> None:
    plain = b"".join((JPEG[:2], JPEG[JPEG.index(b"\xff\xdb") :]))
    late = segment(0xE0, b"JFIF\x00hidden hidden") + segment(0xE2, b"ICC_PROFILE\x00\x01\x01hidden")
    assert stripped(plain[:-2] + late + plain[-2:]) == plain


@pytest.mark.parametrize("before", range(65530, 65539))
def test_jpeg_when_a_marker_lies_across_two_reads_then_it_is_found(before: int) -> None:
    start = JPEG[: JPEG.rindex(b"\xff\xda") + 14]
    filler = (b"ab\xff\x00" * before)[: before - len(start)].rstrip(b"\xff")
    whole = start + filler + b"\xff\xd9"
    assert stripped(whole + b"hidden") == whole


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xd8\xff\xd9", Damage.NO_PICTURE),
        (b"\xff\xd8\xff\xd8\xff\xd9", Damage.ENDS_EARLY),
        (b"\xff\xd8" + segment(0xD8, b"") + b"\xff\xd9", Damage.UNKNOWN_PART),
        (b"\xff\xd8\xff\xfe\x00\x01\xff\xd9", Damage.WRONG_LENGTH),
        (b"\xff\xd8" + segment(0xF7, b"\x08" * 9), Damage.UNKNOWN_PART),
        (b"\xff\xd8" + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"), Damage.OUT_OF_ORDER),
        (b"\xff\xd8" + segment(0xDB, bytes(66)), Damage.WRONG_LENGTH),
        (b"\xff\xd8" + segment(0xDD, bytes(3)), Damage.WRONG_LENGTH),
        (b"\xff\xd8" + segment(0xC4, bytes(17) + b"hidden"), Damage.WRONG_LENGTH),
        (b"\xff\xd8" + segment(0xC0, b"\x08" + bytes(4) + b"\x01"), Damage.WRONG_LENGTH),
        (b"\xff\xd8" + 2 * segment(0xC0, bytes(5) + b"\x01" + bytes(3)), Damage.OUT_OF_ORDER),
    ],
)
def test_jpeg_when_damaged_then_says_how(data: bytes, reason: Damage) -> None:
    assert damage(data) == reason


# PNG


def test_png_when_stripped_then_holds_these_chunks_under_a_plain_profile_name() -> None:
    assert set(names(PNG)) <= {b"IHDR", b"cICP", b"iCCP", b"pHYs", b"eXIf", b"IDAT", b"IEND"}
    before = dict(png_chunks(DATA["png"].partition(b"in-trailing")[0]))[b"iCCP"]
    assert dict(CHUNKS)[b"iCCP"] == b"icc\x00" + before.partition(b"\x00")[2]


def test_png_when_a_chunk_is_known_then_is_kept_once_and_only_at_its_length() -> None:
    good = [(b"gAMA", bytes(4)), (b"tRNS", b"in"), (b"pHYs", bytes(9)), (b"sRGB", b"\x00")]
    bad = [(b"cHRM", b"in"), (b"gAMA", bytes(4)), (b"sRGB", b"\x01"), (b"bKGD", b"hidden!")]
    data = png_of([HEADER, *good, *bad, IMAGE, (b"cICP", bytes(4)), END])
    assert stripped(data) == png_of([HEADER, *good, IMAGE, END])


def test_png_when_frames_lack_their_headers_then_they_go() -> None:
    control, frame = (b"fcTL", bytes(26)), (b"fdAT", b"\x00\x00\x00\x01in-frame")
    move = (b"acTL", bytes(8))
    for chunks in (
        [HEADER, IMAGE, control, frame, END],
        [HEADER, move, IMAGE, frame, END],
        [HEADER, move, control, frame, IMAGE, END],
        [HEADER, IMAGE, move, control, frame, END],
    ):
        assert b"in-frame" not in stripped(png_of(chunks))
    moving = png_of([HEADER, move, IMAGE, control, frame, END])
    assert stripped(moving) == moving


def test_png_when_exif_follows_the_picture_then_its_orientation_is_kept() -> None:
    late = png_of([HEADER, IMAGE, (b"eXIf", pictures.exif(8, b"x" * 70000)), END])
    assert stripped(late) == png_of([HEADER, IMAGE, (b"eXIf", exif_saying(8)), END])


@pytest.mark.parametrize(
    ("chunks", "reason"),
    [
        ([IMAGE, END], Damage.OUT_OF_ORDER),
        ([(b"gAMA", bytes(4)), HEADER, IMAGE, END], Damage.OUT_OF_ORDER),
        ([HEADER, HEADER, IMAGE, END], Damage.OUT_OF_ORDER),
        ([HEADER, IMAGE, (b"tEXt", b"a"), IMAGE, END], Damage.OUT_OF_ORDER),
        ([HEADER, IMAGE, (b"PLTE", bytes(3)), END], Damage.OUT_OF_ORDER),
        ([(b"IHDR", HEADER[1] + b"x"), IMAGE, END], Damage.WRONG_LENGTH),
        ([HEADER, (b"PLTE", bytes(4)), IMAGE, END], Damage.WRONG_LENGTH),
        ([HEADER, IMAGE, (b"IEND", b"hidden")], Damage.WRONG_LENGTH),
        ([HEADER, (b"iCCP", b"no end of the name" * 9), IMAGE, END], Damage.WRONG_LENGTH),
        ([HEADER, (b"ABCD", b"x"), IMAGE, END], Damage.UNKNOWN_PART),
        ([HEADER, END], Damage.NO_PICTURE),
        ([HEADER, IMAGE], Damage.ENDS_EARLY),
    ],
)
def test_png_when_damaged_then_says_how(chunks: list[pictures.Chunk], reason: Damage) -> None:
    assert damage(png_of(chunks)) == reason


@pytest.mark.parametrize("name", [b"IDAT", b"iCCP", b"eXIf", b"gAMA"])
def test_png_when_a_checksum_is_wrong_then_says_so(name: bytes) -> None:
    profile = (b"iCCP", b"a\x00\x00" + bytes(200))
    data = png_of([HEADER, (b"gAMA", bytes(4)), profile, (b"eXIf", exif_saying(6)), IMAGE, END])
    at = data.index(name)
    end = at + 4 + int.from_bytes(data[at - 4 : at])
    assert damage(data[:end] + bytes((data[end] ^ 1,)) + data[end + 1 :]) == Damage.CHECKSUM


def test_png_when_a_length_is_absurd_then_says_so() -> None:
    start = png_of([HEADER])
    assert damage(start + b"\xff\xff\xff\xfftEXt") == Damage.WRONG_LENGTH
    assert damage(start + b"\x7f\xff\xff\xfftEXt") == Damage.ENDS_EARLY


# WebP


def test_webp_when_stripped_then_size_and_features_are_true() -> None:
    assert int.from_bytes(WEBP[4:8], "little") == len(WEBP) - 8
    (first, features), *rest = riff_chunks(WEBP)
    assert (first, features.hex()) == (b"VP8X", "280000002f00001f0000")
    assert [name for name, _ in rest] == [b"ICCP", STILL[0], b"EXIF"]
    bare = webp_of([pictures.features(0xFFFFFFFD), STILL])
    assert riff_chunks(stripped(bare))[0][1][:4] == b"\x10\x00\x00\x00"


def test_webp_when_simple_then_nothing_but_the_picture_stays() -> None:
    assert stripped(webp_of([STILL, (b"EXIF", exif_saying(6))])) == webp_of([STILL])


def test_webp_when_the_last_padding_is_missing_then_it_is_put_there() -> None:
    odd = (b"VP8L", b"\x2f\x00\x00")
    short = bytearray(webp_of([odd])[:-1])
    short[4] -= 1
    assert stripped(bytes(short)) == webp_of([odd])


def test_webp_when_parts_come_twice_or_too_late_then_the_first_stay() -> None:
    start = [pictures.features(0x20), (b"ICCP", b"profile")]
    again = [(b"ICCP", b"hidden"), STILL, STILL, (b"ALPH", b"hidden"), (b"ANMF", bytes(16))]
    assert stripped(webp_of(start + again)) == webp_of([*start, STILL])


def test_webp_when_a_frame_holds_more_than_its_picture_then_that_goes() -> None:
    start = [pictures.features(2), (b"ANIM", bytes(6))]
    picture = riff_chunk(*STILL)
    hidden = riff_chunk(b"ICCP", b"hidden") + riff_chunk(b"EXIF", exif_saying(6))
    moving = webp_of([*start, (b"ANMF", bytes(16) + hidden + picture + hidden + picture)])
    assert stripped(moving) == webp_of([*start, (b"ANMF", bytes(16) + picture)])


def test_webp_when_one_chunk_more_than_allowed_then_says_so() -> None:
    empty = [(b"MINE", b"")]
    full = [pictures.features(0), STILL, *empty * (MAX_CHUNKS - 2)]
    assert stripped(webp_of(full)) == webp_of([pictures.features(0), STILL])
    assert damage(webp_of(full + empty)) == Damage.TOO_MANY_PARTS


def test_webp_when_what_is_kept_is_too_long_for_its_size_field_then_says_so() -> None:
    features, turned = riff_chunk(*pictures.features(8)), riff_chunk(b"EXIF", exif_saying(6))
    length = 2**32 - 1 - 4 - len(features) - len(turned) - 8
    start = b"RIFF\xff\xff\xff\xffWEBP" + features + turned + b"VP8L" + struct.pack("<I", length)
    places = Places(Long((start, 1), (b"a", length)), ImageKind.WEBP)
    with pytest.raises(ImageDamaged) as caught:
        next(strip_webp(places))
    assert caught.value.facts["reason"] == Damage.WRONG_LENGTH


@pytest.mark.parametrize(
    ("chunks", "reason"),
    [
        ([], Damage.NO_PICTURE),
        ([(b"MINE", b"")], Damage.UNKNOWN_PART),
        ([pictures.features(0)], Damage.NO_PICTURE),
        ([(b"VP8X", bytes(12)), STILL], Damage.WRONG_LENGTH),
        ([pictures.features(2), STILL], Damage.NO_PICTURE),
        ([pictures.features(2), (b"ANIM", bytes(8))], Damage.WRONG_LENGTH),
        ([pictures.features(2), (b"ANMF", bytes(14))], Damage.WRONG_LENGTH),
        ([pictures.features(2), (b"ANMF", bytes(16))], Damage.NO_PICTURE),
        ([pictures.features(2), (b"ANMF", bytes(20))], Damage.WRONG_LENGTH),
        ([pictures.features(2), (b"ANMF", bytes(16) + b"VP8 \xff\0\0\0")], Damage.WRONG_LENGTH),
    ],
)
def test_webp_when_damaged_then_says_how(chunks: list[pictures.Chunk], reason: Damage) -> None:
    assert damage(webp_of(chunks)) == reason


# GIF


def test_gif_when_stripped_then_the_planted_parts_alone_are_missing() -> None:
    control = b"\x21\xf9\x04\x04\x0a\x00\x00\x00"
    loop = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x05\x00\x00"
    images = control + pictures.gif_image(0) + control + pictures.gif_image(1)
    assert DATA["gif"][:25] + loop + images + b"\x3b" == GIF


def test_gif_when_repeated_twice_over_then_the_first_counts() -> None:
    loop = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x09\x00\x00"
    assert stripped(GIF[:-1] + loop + b"\x3b") == GIF


def test_gif_when_looping_is_said_twice_in_one_block_then_the_first_counts() -> None:
    twice = GIF.replace(b"\x03\x01\x05\x00\x00", b"\x03\x01\x05\x00\x03\x01\x09\x00\x00")
    assert len(twice) == len(GIF) + 4
    assert stripped(twice) == GIF


def test_gif_when_timing_was_for_a_drawn_text_then_the_next_image_has_none() -> None:
    control = b"\x21\xf9\x04\x04\xff\x00\x00\x00"
    image = pictures.gif_image(0) + b"\x3b"
    drawn = GIF[:25] + control + b"\x21\x01" + pictures.blocks(b"words") + image
    assert stripped(drawn) == GIF[:25] + image


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        (b"\x3b", Damage.NO_PICTURE),
        (b"\x00\x3b", Damage.UNKNOWN_PART),
        (b"\x21\xf9\x05\x00\x00\x00\x00\x00\x00", Damage.WRONG_LENGTH),
        (b"\x21\xfe\xffshort", Damage.ENDS_EARLY),
        (b"\x2c" + bytes(8), Damage.ENDS_EARLY),
        (pictures.gif_image(0), Damage.ENDS_EARLY),
    ],
)
def test_gif_when_damaged_then_says_how(rest: bytes, reason: Damage) -> None:
    assert damage(GIF[:25] + rest) == reason
