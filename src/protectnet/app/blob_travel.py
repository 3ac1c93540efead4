# SPDX-License-Identifier: GPL-3.0-or-later
"""Attached files in bundles: what goes along, and what came.

They travel as the ciphertext that lies here; whoever carries a bundle has no key to them.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from protectnet.app.outside import FileUnreadable
from protectnet.bundle.opening import OpenedBundle, take_blobs
from protectnet.bundle.writing import BlobSource
from protectnet.domain.ids import CircleId
from protectnet.envelope import HybridIdentity
from protectnet.store.blob_files import ciphertext_of, is_held, verify
from protectnet.store.blob_needs import used_in
from protectnet.store.blobs import receive
from protectnet.store.errors import BlobDamaged, SourceUnreadable, StoreUnreachable
from protectnet.store.store import Store


def blobs_of_circle(store: Store, circle: CircleId) -> list[BlobSource]:
    """The attached files of a circle's records that are here and whole, in the order of their ids.

    A file whose hash is wrong would have the whole bundle refused, so each is read once before it
    is read again to be written. ``check`` names the damaged ones; another device that has one
    whole sends it.
    """
    return [
        BlobSource(blob, length, partial(ciphertext_of, store, blob))
        for blob in used_in(store, circle)
        if (length := _length_if_whole(store, blob)) is not None
    ]


def keep_blobs(
    store: Store, file: BinaryIO, keys: Sequence[HybridIdentity], opened: OpenedBundle
) -> None:
    """Keep the attached files that came with an opened bundle; they are on the disk at its end.

    Raises what ``take_blobs`` and ``blobs.receive`` raise, and ``FileUnreadable``. Files that
    were kept before an error are named by nothing and go at the next opening.
    """
    if not opened.blobs:
        return

    def take(blob: bytes, untrusted_pieces: Iterator[bytes]) -> None:
        receive(store, blob, untrusted_pieces)

    name = Path(file.name).name
    try:
        take_blobs(file, keys, opened, take)
    except SourceUnreadable as error:
        raise FileUnreadable(name=name, reason=error.facts["reason"]) from error
    except OSError as error:
        raise FileUnreadable(name=name, reason=error.strerror or "") from error


def _length_if_whole(store: Store, blob: bytes) -> int | None:
    if not is_held(store, blob):
        return None
    try:
        return verify(store, blob)
    except (BlobDamaged, StoreUnreachable):
        return None
