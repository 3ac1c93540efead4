# SPDX-License-Identifier: GPL-3.0-or-later
"""What this device would sign of a circle now (docs/spec/sync-v1.md, section 2)."""

from collections.abc import Sequence

from protectnet.domain.ids import DeviceId, OpId
from protectnet.log.header import Head
from protectnet.log.vector import MAX_ERASED, MAX_HEADS, MAX_MISSING, Vector
from protectnet.sync.index import CircleIndex

AFTER_RESTORE = 1 << 20
"""How far beyond its own a device counts on after a restore: it may have signed more since."""


def own_vector(
    index: CircleIndex,
    device: DeviceId,
    day: int,
    *,
    erased: Sequence[OpId] = (),
    before: Vector | None = None,
    highest_seen: int = 0,
) -> Vector:
    """What ``device`` holds of a circle, lacks, and has erased, to be signed.

    ``erased`` are the erases carried out here, the oldest first. ``before`` is what it signed last,
    ``highest_seen`` the highest counter of its vectors that it ever saw. Where nothing has changed
    since and none is higher, this is ``before`` itself and needs no new signature.
    """
    vector = Vector(
        device,
        index.circle,
        max(before.counter if before else 0, highest_seen) + 1,
        day,
        _heads(index),
        _missing(index),
        tuple(sorted(set(erased[-MAX_ERASED:]))),
    )
    if before is not None and before.counter >= highest_seen and vector.says_the_same_as(before):
        return before
    return vector


def _heads(index: CircleIndex) -> tuple[Head, ...]:
    heads = index.heads()
    if len(heads) > MAX_HEADS:
        days = {name.head: name.day for log in index.logs.values() for name in log.segments}
        heads = sorted(sorted(heads, key=lambda head: (-days[head], head))[:MAX_HEADS])
    return tuple(heads)


def _missing(index: CircleIndex) -> tuple[bytes, ...]:
    """Of more than may stand in a vector those that the newest segments name: they come first."""
    missing = index.named_blobs() - index.blob_sizes.keys()
    if len(missing) <= MAX_MISSING:
        return tuple(sorted(missing))
    days = dict.fromkeys(missing, 0)
    for log in index.logs.values():
        for each in log.segments:
            for blob in missing.intersection(index.uses.get(each.hash, ())):
                days[blob] = max(days[blob], each.day)
    return tuple(sorted(sorted(missing, key=lambda blob: (-days[blob], blob))[:MAX_MISSING]))
