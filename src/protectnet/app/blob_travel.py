# SPDX-License-Identifier: GPL-3.0-or-later
"""Attached files in bundles: what goes along, and what came.

They travel as the ciphertext that lies here; whoever carries a bundle has no key to them.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from protectnet.app.outside import FileUnreadable
from protectnet.bundle.content import BlobSource
from protectnet.bundle.opening import OpenedBundle, Piece, take_blobs
from protectnet.domain.ids import CircleId
from protectnet.envelope import HybridIdentity
from protectnet.store.blob_files import is_held, stretch_of, verify
from protectnet.store.blob_needs import used_in
from protectnet.store.blob_pieces import PieceKeeper
from protectnet.store.blobs import receive
from protectnet.store.errors import BlobDamaged, SourceUnreadable, StoreUnreachable
from protectnet.store.store import Store


def blobs_of_circle(store: Store, circle: CircleId) -> list[BlobSource]:
    """The attached files of a circle's records that are here and whole, in the order of their ids.

    A file whose hash is wrong cannot travel, so each is read once before it is read again to be
    written. ``check`` names the damaged ones; another device that has one whole sends it.
    """
    return [
        BlobSource(blob, length, partial(stretch_of, store, blob))
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
    if not opened.blobs and not opened.pieces:
        return
    name = Path(file.name).name
    try:
        take_blobs(file, keys, opened, _Keeping(store))
    except SourceUnreadable as error:
        raise FileUnreadable(name=name, reason=error.facts["reason"]) from error
    except OSError as error:
        raise FileUnreadable(name=name, reason=error.strerror or "") from error


class _Keeping:
    """Keeps what comes of attached files, whole or in pieces."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pieces = PieceKeeper(store)

    def take_blob(self, blob: bytes, untrusted: Iterator[bytes], /) -> None:
        """Keep a whole one."""
        receive(self._store, blob, untrusted)

    def take_piece(self, piece: Piece, untrusted: Iterator[bytes], /) -> None:
        """Keep a piece.

        If pieces do not make the file they are for, any of them may be wrong, and they may have
        come in other bundles: that is no reason to refuse this one. They are gone then, and the
        file is still missing.
        """
        with suppress(BlobDamaged):
            self._pieces.receive(piece.blob, piece.total, piece.offset, untrusted)


def _length_if_whole(store: Store, blob: bytes) -> int | None:
    if not is_held(store, blob):
        return None
    try:
        return verify(store, blob)
    except (BlobDamaged, StoreUnreachable):
        return None
