# SPDX-License-Identifier: GPL-3.0-or-later
"""What the system refuses of a vault's folder, each as the error of ours that people can act upon."""

import errno
import os
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from protectnet.vault.errors import (
    FolderUnusable,
    NotAFile,
    VaultDiskFull,
    VaultError,
    VaultUnreachable,
)
from protectnet.vault.folder import VaultFolder
from protectnet.vault.opening import unlock_vault
from protectnet.vault.slot_files import read_table
from tests.vault.standins import ANA, BEA, new_vault

NOT_A_NAME = ("a\0b", "a\ud800b")


@pytest.mark.parametrize("name", NOT_A_NAME)
def test_create_and_unlock_when_no_folder_can_be_called_so_then_say_so(
    tmp_path: Path, name: str
) -> None:
    for act in (new_vault, lambda path: unlock_vault(path, ANA)):
        with pytest.raises(FolderUnusable) as unusable:
            act(tmp_path / name)
        assert unusable.value.facts == {"path": str(tmp_path / name), "reason": "not_a_name"}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOENT, FolderUnusable),
        (errno.ENOTDIR, FolderUnusable),
        (errno.ELOOP, FolderUnusable),
        (errno.ENAMETOOLONG, FolderUnusable),
        (errno.EACCES, FolderUnusable),
        (errno.EROFS, FolderUnusable),
        (errno.ENOSPC, VaultDiskFull),
        (errno.EDQUOT, VaultDiskFull),
        (errno.EIO, VaultUnreachable),
        (errno.ENXIO, VaultUnreachable),
    ],
)
def test_create_when_the_system_refuses_the_folder_then_each_refusal_is_an_error_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, expected: type[VaultError]
) -> None:
    def refuse(_path: Path, mode: int = 0) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(expected) as refused:
        new_vault(tmp_path / "vault")
    assert type(refused.value) is expected
    assert refused.value.facts["path"] == str(tmp_path / "vault")
    assert list(tmp_path.iterdir()) == []


INSTEAD: dict[str, Callable[[Path], None]] = {
    "folder": lambda path: path.mkdir(),
    "loop": lambda path: path.symlink_to(path),
    "pipe": os.mkfifo,
}


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX systems")
@pytest.mark.parametrize(
    ("name", "kind"),
    [("slots", "pipe"), *product(("slots.copy", "slots.next"), INSTEAD), ("lock", "folder")],
)
def test_unlock_when_something_else_stands_where_a_file_should_be_then_names_it_at_once(
    root: Path, name: str, kind: str
) -> None:
    (root / name).unlink(missing_ok=True)
    INSTEAD[kind](root / name)
    with pytest.raises(NotAFile) as raised:
        unlock_vault(root, ANA)
    assert raised.value.facts == {"path": str(root), "file": name}
    (root / name).rmdir() if kind == "folder" else (root / name).unlink()
    if name != "slots":
        unlock_vault(root, ANA).close()


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX systems")
def test_unlock_when_the_lock_is_a_link_then_nothing_is_made_where_it_leads(
    root: Path, tmp_path: Path
) -> None:
    (root / "lock").unlink()
    (root / "lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotAFile):
        unlock_vault(root, ANA)
    assert not (tmp_path / "elsewhere").exists()


def test_unlock_when_the_folder_goes_while_it_is_open_then_says_unreachable(root: Path) -> None:
    with unlock_vault(root, ANA) as vault:
        root.rename(root.with_name("elsewhere"))
        with pytest.raises(VaultError) as gone:
            vault.change_passphrase(ANA, BEA)
        assert gone.value.facts["path"] == str(root)
        with pytest.raises(VaultUnreachable) as unreachable:
            vault.settle(read_table(VaultFolder(root.with_name("elsewhere"))))
    assert unreachable.value.facts["errno"] == "ENOENT"
