# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading an attached file: decrypted as it is read, right only once its end was read."""

import errno
import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from protectnet.domain.values import Attachment
from protectnet.envelope import (
    CiphertextDigest,
    DetachedReference,
    EnvelopeError,
    PlaintextReader,
    decrypt_detached,
)
from protectnet.files import AtomicFile, DiskFull, FolderReadOnly, naming_refusals
from protectnet.store.blob_files import path_of, shown
from protectnet.store.errors import (
    BlobDamaged,
    BlobMissing,
    OutFileExists,
    OutFolderFull,
    OutFolderReadOnly,
    OutFolderUnreachable,
    StoreUnreachable,
)
from protectnet.store.store import BLOB_FOLDER, Progress, Store, no_progress

_PIECE = 256 * 1024


class BlobReader(io.RawIOBase):
    """The content of an attachment as a binary file that is read once, from start to end.

    Nothing may be acted on before the end was read. Reading raises ``BlobDamaged`` and
    ``StoreUnreachable``. Closing it closes the blob.
    """

    def __init__(self, attachment: Attachment, file: BinaryIO, content: PlaintextReader) -> None:
        super().__init__()
        self._attachment = attachment
        self._file = file
        self._content = content
        self._hasher = hashlib.sha256()

    def __repr__(self) -> str:
        """Name no key."""
        return f"BlobReader({self._attachment!r})"

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: object, /) -> int:
        """Fill the start of ``buffer``; the number of bytes is 0 only at the verified end."""
        if self.closed:
            raise ValueError("the blob is closed")
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        with _typed(self._attachment):
            count = self._content.readinto(target)
        self._hasher.update(target[:count])
        is_whole = self._content.complete and count == 0
        if is_whole and self._hasher.digest() != self._attachment.digest:
            raise BlobDamaged(blob=shown(self._attachment.blob))
        return count

    def close(self) -> None:
        """Close the blob; harmless when it is closed already."""
        self._file.close()
        super().close()


def open_blob(store: Store, attachment: Attachment) -> BlobReader:
    """The content of an attachment. Raises ``BlobMissing``, ``BlobDamaged``, ``StoreUnreachable``."""
    with _typed(attachment):
        file = path_of(store, attachment.blob).open("rb", buffering=0)
        try:
            size = os.fstat(file.fileno()).st_size
            digest = CiphertextDigest(size, attachment.blob, attachment.pieces)
            # Refuses a file whose length is not that of a blob of this content.
            reference = DetachedReference(attachment.key, attachment.size, digest)
            return BlobReader(attachment, file, decrypt_detached(reference, file))
        except BaseException:
            file.close()
            raise


def extract(
    store: Store, attachment: Attachment, out: Path, progress: Progress = no_progress
) -> None:
    """Decrypt an attachment into the new file ``out``, its reader's alone to read.

    It appears under its name only when all of it is verified and on the disk. Raises
    ``OutFileExists``, ``OutFolderFull``, ``OutFolderReadOnly``, ``OutFolderUnreachable`` and as
    ``open_blob`` and its reader do; nothing is left then.
    """
    _require_new(out)
    with open_blob(store, attachment) as content, _refusals(out), AtomicFile(out) as file:
        buffer = memoryview(bytearray(_PIECE))
        done = 0
        while count := content.readinto(buffer):
            done += file.write(buffer[:count])
            progress(done, attachment.size)
        _require_new(out)


def _require_new(out: Path) -> None:
    # A link that leads nowhere is something, too.
    if os.path.lexists(out):
        raise OutFileExists(name=str(out))


@contextmanager
def _typed(attachment: Attachment) -> Iterator[None]:
    """What the envelope and the system say of a blob, in our own words."""
    try:
        yield
    except EnvelopeError as error:
        raise BlobDamaged(blob=shown(attachment.blob)) from error
    except FileNotFoundError as error:
        raise BlobMissing(blob=shown(attachment.blob)) from error
    except OSError as error:
        raise StoreUnreachable(path=BLOB_FOLDER) from error


@contextmanager
def _refusals(out: Path) -> Iterator[None]:
    """What the system says of writing ``out``, in our own words."""
    folder = str(out.parent)
    try:
        with naming_refusals(out):
            yield
    except DiskFull as error:
        raise OutFolderFull(name=folder) from error
    except FolderReadOnly as error:
        raise OutFolderReadOnly(name=folder) from error
    except OSError as error:
        # EFBIG: the system allows this person no file of that size.
        if error.errno == errno.EFBIG:
            raise OutFolderFull(name=folder) from error
        raise OutFolderUnreachable(name=folder, reason=error.strerror or "") from error
