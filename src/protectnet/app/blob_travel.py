# SPDX-License-Identifier: GPL-3.0-or-later
"""Attached files in bundles: what goes along, and what came.

They travel as the ciphertext that lies here; whoever carries a bundle has no key to them.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from protectnet.app.outside import FileUnreadable
from protectnet.bundle.content import BlobSource
from protectnet.bundle.opening import OpenedBundle, Piece, take_blobs
from protectnet.envelope import HybridIdentity
from protectnet.store.blob_files import stretch_of, verify
from protectnet.store.blob_pieces import PieceKeeper
from protectnet.store.blobs import receive
from protectnet.store.errors import BlobDamaged, BlobMissing, SourceUnreadable, StoreUnreachable
from protectnet.store.store import Store


def sources_of(store: Store, blobs: Mapping[bytes, int]) -> list[BlobSource]:
    """These attached files as they travel; ``blobs`` gives their length in bytes by their id."""
    return [
        BlobSource(blob, length, partial(stretch_of, store, blob)) for blob, length in blobs.items()
    ]


def is_whole(store: Store, blob: bytes) -> bool:
    """Whether an attached file is here and what its name says; it is read to its end.

    A file whose hash is wrong cannot travel. ``check`` names the damaged ones; another device
    that has one whole sends it.
    """
    try:
        verify(store, blob)
    except (BlobMissing, BlobDamaged, StoreUnreachable):
        return False
    return True


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
