# SPDX-License-Identifier: GPL-3.0-or-later
"""Attached files: encrypted once, named by their ciphertext, kept beside the store's file.

A blob is ``blobs/ab/<64 hexadecimal digits>``: the SHA-256 of what is in it (docs/spec/envelope-v1.md,
"Detached content"). Its key stands in the operation that attached it, so a blob means nothing
without the store, and dropping the operation's bytes makes it unreadable for ever.

- ``keep``: encrypt a file into a blob
- ``open_blob``, ``extract``: read one
- ``receive``: take in one that came in a bundle
- ``verify``: whether one is whole; ``path_of``, ``is_held``, ``held``: which are here
- ``is_used``, ``used_in``: which are needed, by the operations
- ``remove``, ``remove_unused``: drop them; what a crash left over: ``orphans``

Blobs are written and synced before the transaction that names them, and removed after the one
that drops them: a crash leaves at most a blob that nothing names, which goes at the next opening.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from protectnet.domain.ids import CircleId
from protectnet.domain.values import Attachment
from protectnet.envelope.bytestreams import ByteSource
from protectnet.store.store import Progress, Store, no_progress


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
    """Encrypt all of ``source`` into a blob that is on the disk when this returns."""
    raise NotImplementedError


def extract(
    store: Store, attachment: Attachment, out: Path, progress: Progress = no_progress
) -> None:
    """Decrypt an attachment into the new file ``out``, which appears only when all of it is right."""
    raise NotImplementedError


def receive(store: Store, blob: bytes, pieces: Iterator[bytes]) -> bool:
    """Take in a blob from elsewhere; ``False`` when it was held already."""
    raise NotImplementedError


def verify(store: Store, blob: bytes) -> None:
    """Read a blob to its end; raises ``BlobMissing``, ``BlobDamaged``, ``StoreUnreachable``."""
    raise NotImplementedError


def path_of(store: Store, blob: bytes) -> Path:
    """Where the blob of this id (32 bytes) is or would be."""
    raise NotImplementedError


def is_held(store: Store, blob: bytes) -> bool:
    """Whether the blob is here, whole or not."""
    raise NotImplementedError


def held(store: Store) -> Iterator[bytes]:
    """The ids of all blobs that are here."""
    raise NotImplementedError


def is_used(store: Store, blob: bytes) -> bool:
    """Whether an operation that is held names the blob."""
    raise NotImplementedError


def used_in(store: Store, circle: CircleId) -> list[bytes]:
    """The ids of the blobs that operations of a circle's records name, held here or not."""
    raise NotImplementedError


def remove(store: Store, blob: bytes) -> None:
    """Remove a blob; harmless when it is not here."""
    raise NotImplementedError


def remove_unused(store: Store, blobs: Iterable[bytes]) -> int:
    """Remove those of these blobs that no operation names any more; how many that were."""
    raise NotImplementedError
