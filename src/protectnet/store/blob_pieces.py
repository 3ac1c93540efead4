# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of blobs that came in different files, kept until the blob is whole.

A piece is ``blobs/pieces/<blob id>-<total>-<offset>``, the numbers as 16 hexadecimal digits each.
Nobody can tell by itself whether it is right: only the whole blob has a hash. So when pieces
that cover it do not make the blob, all of them go.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from protectnet.envelope import PIECE
from protectnet.envelope.pieces import MAX_CIPHERTEXT
from protectnet.files import AtomicFile, make_private_folder
from protectnet.store.blob_files import refusals, verify
from protectnet.store.blob_uses import BLOB_ID_BYTES
from protectnet.store.blobs import readable, receive
from protectnet.store.errors import AttachmentTooLarge, BlobDamaged, BlobMissing, StoreError
from protectnet.store.store import Store

FOLDER = "pieces"
MAX_KEPT = 4 * 1024 * 1024 * 1024
"""How many bytes of blobs that are not whole may lie here; what comes beyond it comes again."""
_MIB = 1024 * 1024
_NUMBER_DIGITS = 16
_LENGTHS = (2 * BLOB_ID_BYTES, _NUMBER_DIGITS, _NUMBER_DIGITS)
_DIGITS = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a blob that is here: ``length`` of its ``total`` bytes, from ``offset`` on."""

    blob: bytes
    total: int
    offset: int
    length: int
    path: Path = field(repr=False)

    @property
    def end(self) -> int:
        """The offset of what comes after it."""
        return self.offset + self.length


class PieceKeeper:
    """Takes in the pieces of one bundle."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._whole: set[bytes] = set()

    def receive(
        self, blob: bytes, total: int, offset: int, untrusted_data: Iterator[bytes]
    ) -> bool:
        """Take in a piece, which is on the disk when this returns; whether it made the blob whole.

        A piece of a blob that is here and whole is read to its end and not kept, and so is one for
        which ``MAX_KEPT`` leaves no room. Raises ``BlobDamaged`` when what has come is not the
        blob, and as ``blobs.receive`` does; nothing of this piece is left then.
        """
        if total > MAX_CIPHERTEXT:
            raise AttachmentTooLarge(allowed=MAX_CIPHERTEXT // _MIB)
        data = readable(untrusted_data)
        if self._is_whole(blob) or not self._has_room(total - offset):
            for _ in data:
                pass
            return False
        path = self._store.blob_folder / FOLDER / _name(blob, total, offset)
        with refusals(self._store):
            make_private_folder(path.parent)
            with AtomicFile(path) as file:
                for each in data:
                    file.write(each)
        return self._join(blob, total)

    def settle(self) -> None:
        """Do what a killed process left to do: make blobs whose pieces all came, and tidy up.

        What the system does not allow now is left to the next piece, or the next opening.
        """
        found = {(each.blob, each.total) for each in pieces(self._store)}
        for blob, total in sorted(found):
            with suppress(StoreError):
                if self._is_whole(blob):
                    remove_pieces(self._store, blob)
                else:
                    self._join(blob, total)

    def _has_room(self, longest: int) -> bool:
        """Whether a piece of at most this length can be kept."""
        return sum(each.length for each in pieces(self._store)) + longest <= MAX_KEPT

    def _is_whole(self, blob: bytes) -> bool:
        """Whether the blob is here and what it should be: read once for each bundle."""
        if blob not in self._whole:
            with suppress(BlobMissing, BlobDamaged):
                verify(self._store, blob)
                self._whole.add(blob)
        return blob in self._whole

    def _join(self, blob: bytes, total: int) -> bool:
        """Make the blob of its pieces, if they are all here."""
        own = [each for each in pieces(self._store) if (each.blob, each.total) == (blob, total)]
        covering = _covering(own, total)
        if not covering:
            return False
        try:
            receive(self._store, blob, _joined(self._store, covering))
        except BlobDamaged:
            _remove(self._store, own)
            raise
        self._whole.add(blob)
        _remove(self._store, [each for each in pieces(self._store) if each.blob == blob])
        return True


def pieces(store: Store) -> list[Piece]:
    """The pieces that are here, those of one blob in their order. Raises ``StoreUnreachable``."""
    folder = store.blob_folder / FOLDER
    with refusals(store):
        if not folder.is_dir():
            return []
        found = (_piece(path) for path in sorted(folder.iterdir()) if path.is_file())
        return [each for each in found if each is not None]


def remove_pieces(store: Store, blob: bytes) -> None:
    """Remove what has come of a blob that is not whole yet; harmless when nothing has."""
    _remove(store, [each for each in pieces(store) if each.blob == blob])


def _name(blob: bytes, total: int, offset: int) -> str:
    return f"{blob.hex()}-{total:0{_NUMBER_DIGITS}x}-{offset:0{_NUMBER_DIGITS}x}"


def _piece(path: Path) -> Piece | None:
    """The piece with the name of this path, if it is one."""
    parts = path.name.split("-")
    if tuple(map(len, parts)) != _LENGTHS or not all(map(_DIGITS.issuperset, parts)):
        return None
    blob, total, offset = parts
    return Piece(bytes.fromhex(blob), int(total, 16), int(offset, 16), path.stat().st_size, path)


def _covering(own: list[Piece], total: int) -> list[tuple[Piece, int]]:
    """Pieces that have all of a blob, each with how many of its bytes repeat the ones before it.

    None when something is missing.
    """
    found = []
    end = 0
    while end < total:
        reaching = [each for each in own if each.offset <= end < each.end]
        if not reaching:
            return []
        longest = max(reaching, key=lambda each: each.end)
        found.append((longest, end - longest.offset))
        end = longest.end
    return found


def _joined(store: Store, covering: list[tuple[Piece, int]]) -> Iterator[bytes]:
    for piece, skipped in covering:
        with refusals(store), piece.path.open("rb", buffering=0) as file:
            file.seek(skipped)
            while data := file.read(PIECE):
                yield data


def _remove(store: Store, gone: list[Piece]) -> None:
    """Remove pieces that are of no more use; what the system keeps goes at the next opening."""
    for piece in gone:
        with suppress(StoreError), refusals(store):
            piece.path.unlink(missing_ok=True)
