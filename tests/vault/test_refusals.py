# SPDX-License-Identifier: GPL-3.0-or-later
"""What the system refuses of a vault's folder, each as the error of ours that people can act upon."""

import errno
import os
import sys
from pathlib import Path

import pytest

from protectnet.vault.errors import (
    FolderForAFile,
    FolderUnusable,
    VaultDiskFull,
    VaultError,
    VaultUnreachable,
)
from protectnet.vault.folder import VaultFolder
from protectnet.vault.opening import unlock_vault
from protectnet.vault.slot_files import read_table
from tests.vault.standins import ANA, BEA, new_vault, snapshot

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


@pytest.mark.skipif(sys.platform == "win32", reason="a folder is refused as forbidden there")
@pytest.mark.parametrize("name", ["slots.copy", "lock"])
def test_unlock_when_a_folder_stands_where_a_file_should_be_then_names_it(
    root: Path, name: str
) -> None:
    (root / name).unlink()
    (root / name).mkdir()
    before = snapshot(root)
    with pytest.raises(FolderForAFile) as raised:
        unlock_vault(root, ANA)
    assert raised.value.facts == {"path": str(root), "file": name}
    assert snapshot(root) == before


def test_unlock_when_the_folder_goes_while_it_is_open_then_says_unreachable(root: Path) -> None:
    with unlock_vault(root, ANA) as vault:
        root.rename(root.with_name("elsewhere"))
        with pytest.raises(VaultError) as gone:
            vault.change_passphrase(ANA, BEA)
        assert gone.value.facts["path"] == str(root)
        with pytest.raises(VaultUnreachable) as unreachable:
            vault.settle(read_table(VaultFolder(root.with_name("elsewhere"))))
    assert unreachable.value.facts["errno"] == "ENOENT"
