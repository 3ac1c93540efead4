# SPDX-License-Identifier: GPL-3.0-or-later
"""The content of a planned bundle, read from the store as it is written: never all in memory."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import overload

from protectnet.app.blob_travel import sources_of
from protectnet.app.clock import day_number
from protectnet.bundle.content import Content
from protectnet.domain.ids import ID_BYTES, CircleId, DeviceId
from protectnet.log.signatures import PublicKeys
from protectnet.log.vector import SignedVector
from protectnet.store.segment_index import wires
from protectnet.store.store import Store
from protectnet.sync.coverage import newest_first
from protectnet.sync.plan import PlannedBundle

Vectors = Mapping[tuple[CircleId, DeviceId], SignedVector]


@dataclass(frozen=True, slots=True)
class Making:
    """Who makes a bundle, and on which day."""

    keys: PublicKeys
    today: date


def content_of(
    store: Store, bundle: PlannedBundle, sizes: Mapping[bytes, int], vectors: Vectors, made: Making
) -> Content:
    """What is in a planned bundle, in the order of docs/spec/sync-v1.md, section 3.

    ``sizes`` gives the bytes of each of its files, ``vectors`` the signed vectors that it names.
    """
    logs = sorted((log for each in bundle.circles for log in each.logs), key=newest_first)
    return Content(
        keys=made.keys,
        bundle_id=os.urandom(ID_BYTES),
        created_day=day_number(made.today),
        recipients=bundle.recipients,
        circles=tuple(each.circle for each in bundle.circles),
        vectors=[
            vectors[each.circle, device].encode()
            for each in bundle.circles
            for device in each.vectors
        ],
        membership=Wires(
            store, [segment.hash for each in bundle.circles for segment in each.membership]
        ),
        logs=[Wires(store, [segment.hash for segment in log]) for log in logs],
        blobs=sources_of(store, {blob: sizes[blob] for blob in bundle.blobs}),
    )


class Wires(Sequence[bytes]):
    """Segments as they travel, by their hashes, each read when it is asked for."""

    def __init__(self, store: Store, names: Sequence[bytes]) -> None:
        self._store = store
        self._names = names

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[bytes]:
        return wires(self._store, self._names)

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        if isinstance(place, slice):
            return list(wires(self._store, self._names[place]))
        [found] = wires(self._store, [self._names[place]])
        return found
