# SPDX-License-Identifier: GPL-3.0-or-later
"""Attaching files to records of a store, and disks that refuse."""

import io
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from protectnet.domain.fieldtypes import Attachments
from protectnet.domain.ids import CircleId, RecordId
from protectnet.domain.kinds import KINDS
from protectnet.domain.values import Attachment, Plain
from protectnet.log.header import LogIdentity
from protectnet.log.open_segment import OpenSegment
from protectnet.log.operation import Operation, add
from protectnet.log.segment import VerifiedSegment
from protectnet.store.append import append
from protectnet.store.blobs import KeptBlob, keep
from protectnet.store.open_segments import Author
from protectnet.store.store import Store
from tests.log.samples import CIRCLE, INCARNATION, LUNA, RECORD, clock

RISK = KINDS.named("risk")
ATTACHED = next(field for field in RISK.fields if isinstance(field.type, Attachments))

_counters = itertools.count(1)


def seal(segment: OpenSegment) -> VerifiedSegment:
    return segment.seal(LUNA)


def write(store: Store, operation: Operation, circle: CircleId = CIRCLE) -> None:
    """Write an operation of Luna's durably."""
    identity = LogIdentity(0, LUNA.public.device, circle, INCARNATION)
    with store.transaction():
        append(store, Author(identity, "Luna"), [operation], seal)


def plain_of(kept: KeptBlob, name: str = "notes.txt") -> Plain:
    return [kept.digest, name, "text/plain", kept.size, kept.blob, kept.key, list(kept.pieces)]


def attachment_of(kept: KeptBlob) -> Attachment:
    value = ATTACHED.type.value(ATTACHED.type.accept(plain_of(kept)))
    assert isinstance(value, Attachment)
    return value


def attaching(kept: KeptBlob, record: RecordId = RECORD) -> Operation:
    return add(RISK.number, record, ATTACHED.number, clock(next(_counters)), plain_of(kept))


def attach(
    store: Store, kept: KeptBlob, record: RecordId = RECORD, circle: CircleId = CIRCLE
) -> None:
    """Say durably that a record has this file."""
    write(store, attaching(kept, record), circle)


def kept(store: Store, content: bytes = b"what the elders said") -> KeptBlob:
    return keep(store, io.BytesIO(content))


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def files_with(word: bytes, *folders: Path) -> list[Path]:
    """The files in which the word stands, or which have it in their name."""
    found = (path for folder in folders for path in files_in(folder))
    return [path for path in found if word in path.read_bytes() or word in os.fsencode(path)]


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """A disk on which this process has room for so many bytes in one file."""
    resource = pytest.importorskip("resource", reason="this system has no such limits")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def no_new_file(number: int) -> Callable[..., int]:
    """Take the place of ``os.open``: whoever makes a file is told this error of the system."""
    real = os.open

    def refuse(path: object, flags: int, *rest: int) -> int:
        if flags & os.O_CREAT:
            raise OSError(number, os.strerror(number), path)
        return real(path, flags, *rest)  # type: ignore[arg-type]

    return refuse


@contextmanager
def what_is_synced() -> Iterator[list[Path]]:
    """The files and folders that the block has the system write to the disk, in order."""
    descriptors = Path("/proc/self/fd")
    if not descriptors.is_dir():
        pytest.skip("this system does not say which file a descriptor is")
    found: list[Path] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        found.append((descriptors / str(descriptor)).readlink())
        real(descriptor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        yield found
