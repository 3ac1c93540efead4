# SPDX-License-Identifier: GPL-3.0-or-later
"""A store that only knows its key, a generator that repeats itself, and a look at a folder."""

import errno
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from protectnet.files import write_atomically
from protectnet.vault.cost import KdfCost
from protectnet.vault.opening import create_vault
from protectnet.vault.passphrase import Passphrase
from protectnet.vault.rotation import Rotation
from protectnet.vault.slot_files import WriteFile
from protectnet.vault.vault import Vault

CHEAP = KdfCost.below_floor_for_tests()
ANA = Passphrase.typed("la neblina baja despacio")
BEA = Passphrase.typed("siete hornos de barro")
WRONG = Passphrase.typed("la neblina sube despacio")
ANA_ID = bytes(range(16))
BEA_ID = bytes(range(16, 32))


def make_store(path: Path, key: bytes) -> None:
    """Write a file that begins as a store under this key does and proves that it was this key."""
    path.write_bytes(store_bytes(key))
    path.chmod(0o600)


def store_bytes(key: bytes) -> bytes:
    return key[-16:] + sha256(key).digest()


def new_vault(root: Path, write: WriteFile = write_atomically) -> Vault:
    """A vault with the cheapest slots, open for Ana in slot 0."""
    return create_vault(root, ANA, ANA_ID, make_store, cost=CHEAP, write=write)


def store_fits(vault: Vault) -> bool:
    """Whether the key of an open vault is that of its store."""
    return vault.folder.store.read_bytes() == store_bytes(vault.key.database_key())


def export_store(rotation: Rotation) -> None:
    make_store(rotation.new_store, rotation.new_database_key())


def repeating(seed: bytes) -> Callable[[int], bytes]:
    """Bytes that look random and are the same in every run."""
    counter = iter(range(1_000_000))

    def give(count: int) -> bytes:
        given = b""
        while len(given) < count:
            given += sha256(seed + next(counter).to_bytes(4, "big")).digest()
        return given[:count]

    return give


def snapshot(root: Path) -> dict[str, tuple[bytes, int, int]]:
    """Content, time of change and mode of every file in a folder."""
    return {
        str(path.relative_to(root)): (
            path.read_bytes() if path.is_file() else b"",
            path.stat().st_mtime_ns if path.is_file() else 0,
            path.stat().st_mode,
        )
        for path in sorted(root.rglob("*"))
    }


class FullDisk:
    """Writes files until the disk is full: the ``room``-th write and all later ones fail."""

    def __init__(self, room: int) -> None:
        self.room = room

    def __call__(self, path: Path, data: bytes) -> None:
        if self.room <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        self.room -= 1
        write_atomically(path, data)


def broken_disk(path: Path, _data: bytes) -> None:
    """Fail as a disk does that was unplugged."""
    raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
