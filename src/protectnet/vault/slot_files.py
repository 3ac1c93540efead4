# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the slots files in a folder counts, and writing them (docs/spec/vault-v1.md, section 5).

Reading changes nothing. ``settle`` mends and tidies, and is called only after a passphrase was right.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from protectnet.files import remove_unfinished, write_atomically
from protectnet.vault.errors import (
    NotAVault,
    SlotsDamaged,
    StoreOfAnotherVault,
    VaultWithoutStore,
)
from protectnet.vault.folder import (
    VaultFolder,
    close_to_others,
    is_file,
    read_beginning,
    store_id_of,
    store_with_companions,
    typed_refusals,
)
from protectnet.vault.slots import MAX_FILE_BYTES, SlotTable, decode_table

WriteFile = Callable[[Path, bytes], None]
"""Replaces a file atomically; ``files.write_atomically`` but in tests."""


def check_vault_is_there(folder: VaultFolder) -> None:
    """Raise ``NotAVault`` for a folder without slots, also one whose making was never finished.

    Raises ``VaultNotReadable``, ``FolderUnusable``, ``VaultUnreachable`` where nobody can look.
    """
    if is_file(folder.unfinished) and not is_file(folder.slots):
        raise NotAVault(path=str(folder.root))
    if not any(is_file(path) for path in _in_order(folder)):
        raise NotAVault(path=str(folder.root))


def read_table(folder: VaultFolder) -> SlotTable:
    """The slots that belong to the store that is there now.

    Raises ``NotAVault``, ``SlotsTooNew``, ``KdfCostRefused``, ``SlotsDamaged``,
    ``VaultWithoutStore``, ``StoreOfAnotherVault``, ``VaultNotReadable``, ``VaultUnreachable``.
    """
    check_vault_is_there(folder)
    judged = {path: _judge(path) for path in _in_order(folder)}
    if not is_file(folder.store):
        raise VaultWithoutStore(path=str(folder.root))
    store_id = store_id_of(folder.store)
    for found in judged.values():
        if isinstance(found, SlotTable) and found.header.store_id == store_id:
            return found
    raise _why_none(folder, judged)


def write_table(folder: VaultFolder, table: SlotTable, write: WriteFile = write_atomically) -> None:
    """Put a table in place, twice. It counts from the moment ``slots`` is replaced, the second step.

    Raises ``VaultDiskFull``, ``VaultReadOnly``, ``VaultUnreachable``; what counted before counts on.
    """
    data = table.encode()
    for path in (folder.slots_copy, folder.slots):
        _write(path, data, write)


def write_next_table(
    folder: VaultFolder, table: SlotTable, write: WriteFile = write_atomically
) -> None:
    """Put a table beside, for a store that is about to be put in place; raises as ``write_table``."""
    data = table.encode()
    for path in (folder.slots_next_copy, folder.slots_next):
        _write(path, data, write)


def settle(folder: VaultFolder, table: SlotTable, write: WriteFile = write_atomically) -> None:
    """Make both copies those of ``table`` and remove what a stopped process left behind.

    ``table`` is what ``read_table`` gave, opened by its passphrase. Raises as ``write_table``; stopped
    at any point, ``read_table`` finds the same table again.
    """
    data = table.encode()
    for path in (folder.slots_copy, folder.slots):
        if _read(path) != data:
            _write(path, data, write)
    left_over = (
        folder.slots_next,
        folder.slots_next_copy,
        *store_with_companions(folder.store_next),
        folder.unfinished,
    )
    with typed_refusals(folder.root):
        for path in left_over:
            path.unlink(missing_ok=True)
        remove_unfinished(folder.root)
    close_to_others(folder)


def _in_order(folder: VaultFolder) -> tuple[Path, ...]:
    return (folder.slots, folder.slots_copy, folder.slots_next, folder.slots_next_copy)


@dataclass(frozen=True, slots=True)
class _Damaged:
    """A copy that is no slots file."""

    error: SlotsDamaged


def _judge(path: Path) -> SlotTable | _Damaged | None:
    """One copy: good, damaged or not there. What forbids going on at all is raised."""
    untrusted = _read(path)
    if untrusted is None:
        return None
    try:
        return decode_table(untrusted)
    except SlotsDamaged as error:
        return _Damaged(error)


def _why_none(
    folder: VaultFolder, judged: dict[Path, SlotTable | _Damaged | None]
) -> SlotsDamaged | StoreOfAnotherVault:
    copies = (judged[folder.slots], judged[folder.slots_copy])
    damaged = [found for found in copies if isinstance(found, _Damaged)]
    if damaged and not any(isinstance(found, SlotTable) for found in copies):
        return damaged[0].error
    return StoreOfAnotherVault(path=str(folder.root))


def _read(path: Path) -> bytes | None:
    try:
        return read_beginning(path, MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        return None


def _write(path: Path, data: bytes, write: WriteFile) -> None:
    with typed_refusals(path.parent, path.name):
        write(path, data)
