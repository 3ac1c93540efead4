# SPDX-License-Identifier: GPL-3.0-or-later
"""What tells a vault from a copy of it."""

import shutil
from pathlib import Path

import pytest

from protectnet.vault.side_file import TOKEN_BYTES, SideFile

NAME = "00112233445566ff"


def test_side_file_when_renewed_then_holds_the_new_token_alone(tmp_path: Path) -> None:
    side = SideFile(tmp_path / "state", NAME)
    first = side.renew()
    second = side.renew()
    assert len(first) == TOKEN_BYTES
    assert first != second
    assert side.holds(second)
    assert not side.holds(first)


def test_side_file_when_missing_then_holds_nothing(tmp_path: Path) -> None:
    side = SideFile(tmp_path, NAME)
    assert not side.holds(b"")
    assert not side.holds(bytes(TOKEN_BYTES))


def test_side_file_when_another_copy_renewed_it_then_the_first_is_in_doubt(tmp_path: Path) -> None:
    mine = SideFile(tmp_path, NAME)
    token = mine.renew()
    SideFile(tmp_path, NAME).renew()
    assert not mine.holds(token)


def test_side_file_when_longer_than_a_token_then_holds_nothing(tmp_path: Path) -> None:
    side = SideFile(tmp_path, NAME)
    token = side.renew()
    (tmp_path / NAME).write_bytes(token + b"x")
    assert not side.holds(token)


def test_side_file_when_its_folder_is_a_file_then_gives_a_token_and_holds_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / "state").write_text("in the way")
    side = SideFile(tmp_path / "state", NAME)
    assert not side.holds(side.renew())


def test_side_file_when_made_then_is_its_owners_alone_and_says_nothing(tmp_path: Path) -> None:
    side = SideFile(tmp_path / "state", NAME)
    token = side.renew()
    assert (tmp_path / "state" / NAME).stat().st_mode & 0o077 == 0
    assert [each.name for each in (tmp_path / "state").iterdir()] == [NAME]
    assert token.hex() not in repr(side)
    assert NAME not in repr(side)


def test_side_file_when_copied_to_another_home_then_only_the_newest_opening_is_believed(
    tmp_path: Path,
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    mine = SideFile(here, NAME)
    copied = mine.renew()
    shutil.copytree(here, there)
    token = mine.renew()
    assert mine.holds(token)
    assert SideFile(there, NAME).holds(copied)
    assert not SideFile(there, NAME).holds(token)


def test_side_file_when_forgotten_then_is_gone_and_again_is_harmless(tmp_path: Path) -> None:
    side = SideFile(tmp_path, NAME)
    token = side.renew()
    side.forget()
    side.forget()
    assert not side.holds(token)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["", "0011", "../../etc/passwd", "zz112233445566ff"])
def test_side_file_when_name_is_no_name_then_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError):
        SideFile(tmp_path, name)
