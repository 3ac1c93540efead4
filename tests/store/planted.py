# SPDX-License-Identifier: GPL-3.0-or-later
"""A word put wherever a record can leave it, to be looked for after the record was erased."""

from protectnet.domain.ids import DeviceId
from protectnet.log.segment import Segment
from protectnet.store import local, queries, segments
from protectnet.store.erase import erase_record
from protectnet.store.local import Draft
from protectnet.store.search import search
from tests.log.samples import CIRCLE
from tests.store.laptops import RISK, Laptop, key_of

KEY = key_of(0)
WORD = "zyxwvutso"
PLANTED = WORD.encode()


def plant(laptop: Laptop, number: int = 0) -> None:
    """The word in every place where a record can leave it."""
    key = key_of(number)
    laptop.edit(key, title=f"{WORD} first", statement="and " * 900 + WORD)
    laptop.edit(
        key,
        title=f"Second {WORD}",
        place=[f"{WORD} place", "region"],
        feared_acts=[f"x.{WORD}"],
    )
    search(laptop.store, WORD)
    laptop.edit(key, title="Harmless now", statement=None)
    draft = Draft(key.id, b"u" * 16, RISK.number, CIRCLE, f"unsaved {WORD}".encode())
    with laptop.store.transaction():
        local.keep_draft(laptop.store, draft)


def surround(laptop: Laptop, first: int, count: int) -> None:
    """Other records, so that pages fill, split and are freed."""
    operations = [
        laptop.operation(
            queries.RecordKey(CIRCLE, RISK.number, type(KEY.id)(number.to_bytes(16, "big"))),
            field,
            f"innocent {number} " * 20,
        )
        for number in range(first, first + count)
        for field in (1, 16)
    ]
    laptop.save(*operations)


def anybody(_key: queries.RecordKey, _device: DeviceId) -> bool:
    return True


def erase_it(laptop: Laptop, number: int = 0) -> None:
    erase_record(laptop.store, key_of(number), "safety", laptop)


def all_of(laptop: Laptop) -> list[Segment]:
    return list(segments.segments_of_log(laptop.store, laptop.author().identity.log))
