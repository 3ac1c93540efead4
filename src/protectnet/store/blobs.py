# SPDX-License-Identifier: GPL-3.0-or-later
"""Attached files: encrypted once, named by their ciphertext, kept beside the store's file.

A blob is ``blobs/ab/<64 hexadecimal digits>``: the SHA-256 of what is in it (docs/spec/envelope-v1.md,
"Detached content"). Its key stands in the operation that attached it, so a blob means nothing
without the store, and dropping the operation's bytes makes it unreadable for ever.

- ``keep``: encrypt a file into a blob; ``blob_reading`` gives it back
- ``receive``: take in one that came in a bundle
- ``remove_unused``: drop those that nothing names any more

Where they are stands in ``blob_files``, who needs them in ``blob_needs``, what a crash leaves of
them in ``orphans``. Blobs are written and synced before the transaction that names them, and
removed after the one that drops them: a crash leaves at most a blob that nothing names, which
goes at the next opening.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from protectnet.domain.fieldtypes.links import MAX_ATTACHMENT_BYTES
from protectnet.envelope import encrypt_detached
from protectnet.envelope.bytestreams import ByteSource
from protectnet.envelope.pieces import MAX_CIPHERTEXT
from protectnet.files import AtomicFile, make_private_folder, sync_folder
from protectnet.store.blob_files import is_held, path_of, refusals, remove, shown, verify
from protectnet.store.blob_needs import unused
from protectnet.store.errors import (
    AttachmentTooLarge,
    BlobDamaged,
    BlobMissing,
    SourceUnreadable,
)
from protectnet.store.store import Progress, Store, no_progress

ARRIVING = "arriving-"
"""How the file of a blob begins to be called whose ciphertext, and so its name, is not known yet."""
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class KeptBlob:
    """A file that was encrypted and is held: what an attachment says of it.

    ``size`` and ``digest`` (SHA-256, 32 bytes) are those of the content, ``blob`` is the SHA-256
    of the ciphertext and ``pieces`` those of each MiB of it; ``key`` has 32 bytes.
    """

    key: bytes = field(repr=False)
    size: int
    digest: bytes
    blob: bytes
    pieces: tuple[bytes, ...]


def keep(
    store: Store, source: ByteSource, progress: Progress = no_progress, *, length: int = 0
) -> KeptBlob:
    """Encrypt all of ``source`` into a blob that is on the disk when this returns.

    ``length`` is how many bytes are expected, to refuse too many at once and for ``progress``. Raises
    ``AttachmentTooLarge``, ``SourceUnreadable``, ``StoreFull``, ``StoreReadOnly``,
    ``StoreUnreachable`` and whatever of ours ``source`` and ``progress`` raise; nothing is left then.
    """
    if length > MAX_ATTACHMENT_BYTES:
        raise AttachmentTooLarge(allowed=MAX_ATTACHMENT_BYTES // _MIB)
    content = _Content(source, progress, length)
    arriving = store.blob_folder / (ARRIVING + secrets.token_hex(16))
    with refusals(store, length):
        make_private_folder(store.blob_folder)
        with AtomicFile(arriving) as file:
            reference = encrypt_detached(content, file)
        _give_name(store, arriving, reference.digest.blob_id)
    return KeptBlob(
        reference.key,
        reference.length,
        content.digest(),
        reference.digest.blob_id,
        reference.digest.pieces,
    )


def receive(store: Store, blob: bytes, untrusted_pieces: Iterator[bytes]) -> bool:
    """Take in the ciphertext of a blob, which is on the disk when this returns ``True``.

    ``False`` when it was here already; the pieces are read to their end all the same. One that is
    here but damaged is replaced. Raises ``BlobDamaged`` when the pieces are not this blob,
    ``AttachmentTooLarge``, ``SourceUnreadable``, ``StoreFull``, ``StoreReadOnly``,
    ``StoreUnreachable`` and whatever of ours the pieces raise; nothing is left then.
    """
    pieces = readable(untrusted_pieces)
    if _is_whole(store, blob):
        for _ in pieces:
            pass
        return False
    path = path_of(store, blob)
    with refusals(store):
        make_private_folder(path.parent)
        with AtomicFile(path) as file:
            hasher = hashlib.sha256()
            size = 0
            for piece in pieces:
                size += len(piece)
                if size > MAX_CIPHERTEXT:
                    raise AttachmentTooLarge(allowed=MAX_CIPHERTEXT // _MIB)
                hasher.update(piece)
                file.write(piece)
            if hasher.digest() != blob:
                raise BlobDamaged(blob=shown(blob))
    return True


def remove_unused(store: Store, blobs: Iterable[bytes]) -> int:
    """Remove those of these blobs that nothing names any more; how many that were.

    As ``blob_files.remove``: after the transaction that drops them.
    """
    gone = [blob for blob in unused(store, blobs) if is_held(store, blob)]
    for blob in gone:
        remove(store, blob)
    return len(gone)


class _Content:
    """What is encrypted, as it goes by: hashed, counted, kept within the limit."""

    def __init__(self, source: ByteSource, progress: Progress, length: int) -> None:
        self._source = source
        self._progress = progress
        self._length = length
        self._hasher = hashlib.sha256()
        self._size = 0

    def readinto(self, buffer: memoryview, /) -> int | None:
        """As the source does it; raises ``SourceUnreadable`` and ``AttachmentTooLarge``."""
        try:
            count = self._source.readinto(buffer)
        except OSError as error:
            raise SourceUnreadable(reason=error.strerror or "") from error
        if count:
            self._hasher.update(buffer[:count])
            self._size += count
            if self._size > MAX_ATTACHMENT_BYTES:
                raise AttachmentTooLarge(allowed=MAX_ATTACHMENT_BYTES // _MIB)
            self._progress(self._size, max(self._size, self._length))
        return count

    def digest(self) -> bytes:
        """The SHA-256 of what went by."""
        return self._hasher.digest()


def _give_name(store: Store, arriving: Path, blob: bytes) -> None:
    path = path_of(store, blob)
    try:
        make_private_folder(path.parent)
        arriving.replace(path)
    except BaseException:
        arriving.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    sync_folder(store.blob_folder)


def readable(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces; what the system says of reading them is told apart from what it says of us."""
    try:
        yield from pieces
    except OSError as error:
        raise SourceUnreadable(reason=error.strerror or "") from error


def _is_whole(store: Store, blob: bytes) -> bool:
    try:
        verify(store, blob)
    except (BlobMissing, BlobDamaged):
        return False
    return True
