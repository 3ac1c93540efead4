# SPDX-License-Identifier: GPL-3.0-or-later
"""Files outside of the vault, written new or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from protectnet.app.outside import FileUnwritable, write_new, writing
from protectnet.store.errors import OutFileExists


def test_write_new_when_there_is_nothing_then_it_is_its_owners_alone(outside: Path) -> None:
    write_new(outside / "a.json", [b"one ", b"two"])
    assert (outside / "a.json").read_bytes() == b"one two"
    assert (outside / "a.json").stat().st_mode & 0o777 == 0o600


def test_write_new_when_something_is_there_then_it_is_left(outside: Path) -> None:
    (outside / "file").write_text("dear aunt", "utf-8")
    (outside / "link").symlink_to(outside / "nowhere")
    for name in ("file", "link"):
        with pytest.raises(OutFileExists) as refusal:
            write_new(outside / name, [b"x"])
        assert refusal.value.facts == {"name": str(outside / name)}
    assert (outside / "file").read_text("utf-8") == "dear aunt"
    assert not (outside / "nowhere").exists()


def test_write_new_when_it_cannot_be_finished_then_nothing_is_left(outside: Path) -> None:
    def failing() -> Iterator[bytes]:
        yield b"half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_new(outside / "a.json", failing())
    assert list(outside.iterdir()) == []


def test_writing_when_the_system_refuses_then_it_is_our_error_with_its_word(outside: Path) -> None:
    with pytest.raises(FileUnwritable) as refusal:
        write_new(outside / "no folder" / "a.json", [b"x"])
    name = str(outside / "no folder" / "a.json")
    assert refusal.value.facts == {"name": name, "reason": "No such file or directory"}
    with writing(outside):
        pass
