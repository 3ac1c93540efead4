# SPDX-License-Identifier: GPL-3.0-or-later
import contextlib
import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet import files

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="owner bits exist on POSIX systems")
not_root = pytest.mark.skipif(
    sys.platform != "win32" and os.geteuid() == 0, reason="root may write anywhere"
)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def refuse(number: int) -> Callable[..., int]:
    def call(*_arguments: object, **_options: object) -> int:
        raise OSError(number, os.strerror(number))

    return call


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    path = tmp_path / "slots"
    path.write_bytes(b"old")
    return path


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.parametrize(
    ("name", "expected"), [("a", True), ("ñ\N{SNOWMAN}", True), ("a\0b", False), ("\ud800", False)]
)
def test_is_nameable_when_no_system_could_be_asked_for_it_then_false(
    tmp_path: Path, name: str, expected: bool
) -> None:
    assert files.is_nameable(tmp_path / name) is expected
    with pytest.raises(OSError) if not expected else contextlib.nullcontext():
        files.write_atomically(tmp_path / name, b"x")
    assert bool(list(tmp_path.iterdir())) is expected


@posix_only
def test_is_nameable_when_a_name_is_bytes_that_are_no_text_then_true(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    assert files.is_nameable(path)


def test_make_private_folder_when_a_part_cannot_be_made_then_no_folder_is_left(
    tmp_path: Path,
) -> None:
    with pytest.raises(OSError):
        files.make_private_folder(tmp_path / "a" / "b" / ("n" * 300))
    assert list(tmp_path.iterdir()) == []


def test_make_private_folder_when_it_fails_then_what_others_put_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = files.sync_folder

    def fail(path: Path) -> None:
        real(path)
        if path.name == "a":
            (path / "theirs").touch()
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(files, "sync_folder", fail)
    with pytest.raises(OSError):
        files.make_private_folder(tmp_path / "a" / "b")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["theirs"]


@given(data=st.binary(max_size=200_000))
def test_write_atomically_when_read_back_then_gives_the_same_bytes(
    data: bytes, tmp_path: Path
) -> None:
    files.write_atomically(tmp_path / "file", data)
    assert (tmp_path / "file").read_bytes() == data
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


@posix_only
def test_write_atomically_when_everything_is_open_then_the_file_is_the_owners(
    tmp_path: Path, open_umask: None
) -> None:
    files.write_atomically(tmp_path / "file", b"x")
    assert mode_of(tmp_path / "file") == 0o600


@posix_only
def test_write_atomically_when_the_old_file_was_open_to_all_then_the_new_one_is_not(
    old_file: Path,
) -> None:
    old_file.chmod(0o666)
    files.write_atomically(old_file, b"new")
    assert mode_of(old_file) == 0o600


@posix_only
def test_write_atomically_when_a_mode_is_named_then_the_umask_does_not_lessen_it(
    tmp_path: Path,
) -> None:
    before = os.umask(0o077)
    try:
        files.write_atomically(tmp_path / "for-all", b"x", mode=0o644)
    finally:
        os.umask(before)
    assert mode_of(tmp_path / "for-all") == 0o644


@posix_only
def test_atomic_file_when_unfinished_then_it_is_already_the_owners(
    tmp_path: Path, open_umask: None
) -> None:
    with files.AtomicFile(tmp_path / "file") as file:
        file.write(b"x")
        (unfinished,) = tmp_path.iterdir()
        assert mode_of(unfinished) == 0o600
        assert unfinished.name.endswith(".part")


def test_atomic_file_when_written_in_pieces_then_appears_only_at_the_end(old_file: Path) -> None:
    with files.AtomicFile(old_file) as file:
        assert file.write(b"ne") == 2
        assert file.write(memoryview(b"w")) == 1
        assert old_file.read_bytes() == b"old"
    assert old_file.read_bytes() == b"new"


def test_atomic_file_when_the_block_raises_then_the_old_file_is_kept(old_file: Path) -> None:
    def write_half() -> None:
        with files.AtomicFile(old_file) as file:
            file.write(b"new")
            raise KeyError

    with pytest.raises(KeyError):
        write_half()
    assert old_file.read_bytes() == b"old"
    assert list(old_file.parent.iterdir()) == [old_file]


def test_atomic_file_when_the_system_writes_less_than_asked_then_all_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real_write(fd, bytes(data[:3])))
    files.write_atomically(tmp_path / "file", b"0123456789")
    assert (tmp_path / "file").read_bytes() == b"0123456789"


@pytest.mark.parametrize(
    ("call", "number", "expected"),
    [
        ("open", errno.ENOSPC, files.DiskFull),
        ("write", errno.ENOSPC, files.DiskFull),
        ("write", errno.EDQUOT, files.DiskFull),
        ("fsync", errno.ENOSPC, files.DiskFull),
        ("open", errno.EROFS, files.FolderReadOnly),
        ("open", errno.EACCES, files.FolderReadOnly),
        ("write", errno.EIO, OSError),
        ("fsync", errno.EIO, OSError),
    ],
)
def test_write_atomically_when_the_system_refuses_then_the_old_file_is_kept(
    old_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    number: int,
    expected: type[OSError],
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse(number))
        with pytest.raises(expected) as caught:
            files.write_atomically(old_file, b"new")
    assert type(caught.value) is expected
    assert caught.value.errno == number
    assert old_file.read_bytes() == b"old"
    assert list(old_file.parent.iterdir()) == [old_file]


def test_write_atomically_when_the_rename_fails_then_the_old_file_is_kept(
    old_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", refuse(errno.EACCES))
    with pytest.raises(files.FolderReadOnly) as caught:
        files.write_atomically(old_file, b"new")
    assert caught.value.filename == str(old_file)
    assert old_file.read_bytes() == b"old"
    assert list(old_file.parent.iterdir()) == [old_file]


@posix_only
@not_root
def test_write_atomically_when_the_folder_is_closed_then_says_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(files.FolderReadOnly):
        files.write_atomically(tmp_path / "file", b"x")
    tmp_path.chmod(0o700)


def test_write_atomically_when_the_folder_is_missing_then_raises_file_not_found(
    tmp_path: Path,
) -> None:
    with pytest.raises(FileNotFoundError):
        files.write_atomically(tmp_path / "nowhere" / "file", b"x")


@posix_only
def test_write_atomically_when_done_then_file_was_synced_before_its_name_and_folder_after(
    old_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        steps.append("sync folder" if is_folder else "sync file")
        real_fsync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        steps.append("rename")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    files.write_atomically(old_file, b"new")
    assert steps == ["sync file", "rename", "sync folder"]


@posix_only
@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_sync_folder_when_the_file_system_cannot_then_passes_over_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(os, "fsync", refuse(number))
    files.sync_folder(tmp_path)


@posix_only
def test_sync_folder_when_the_disk_fails_then_raises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", refuse(errno.EIO))
    with pytest.raises(OSError, match="Input/output"):
        files.sync_folder(tmp_path)


@posix_only
def test_write_atomically_when_path_is_a_link_then_the_linked_file_stays(old_file: Path) -> None:
    link = old_file.with_name("link")
    link.symlink_to(old_file)
    files.write_atomically(link, b"new")
    assert (link.is_symlink(), link.read_bytes(), old_file.read_bytes()) == (False, b"new", b"old")


@posix_only
def test_make_private_folder_when_parents_are_missing_then_all_are_the_owners(
    tmp_path: Path, open_umask: None
) -> None:
    files.make_private_folder(tmp_path / "a" / "b")
    assert [mode_of(tmp_path / "a"), mode_of(tmp_path / "a" / "b")] == [0o700, 0o700]


@posix_only
def test_make_private_folder_when_it_is_open_to_others_then_closes_it_and_keeps_its_files(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "vault"
    folder.mkdir(mode=0o755)
    (folder / "kept").write_bytes(b"x")
    files.make_private_folder(folder)
    assert mode_of(folder) == 0o700
    assert (folder / "kept").read_bytes() == b"x"


def test_make_private_folder_when_a_file_stands_there_then_raises(old_file: Path) -> None:
    with pytest.raises(NotADirectoryError):
        files.make_private_folder(old_file)
    assert old_file.read_bytes() == b"old"


def test_make_private_folder_when_the_disk_is_full_then_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "mkdir", refuse(errno.ENOSPC))
    with pytest.raises(files.DiskFull):
        files.make_private_folder(tmp_path / "vault")


@posix_only
def test_set_private_umask_when_a_file_is_made_then_it_is_the_owners(
    tmp_path: Path, open_umask: None
) -> None:
    files.set_private_umask()
    (tmp_path / "file").write_bytes(b"x")
    assert mode_of(tmp_path / "file") == 0o600


def test_remove_unfinished_when_a_writer_was_killed_then_removes_only_its_file(
    old_file: Path,
) -> None:
    writer = files.AtomicFile(old_file)
    writer.__enter__()
    writer.write(b"half")
    other = old_file.with_name("letter.part")
    other.write_bytes(b"a person's own file")
    assert files.remove_unfinished(old_file.parent) == 1
    assert sorted(old_file.parent.iterdir()) == sorted([old_file, other])
    writer.__exit__(KeyboardInterrupt, None, None)


def test_resource_when_it_is_there_then_gives_its_path() -> None:
    assert files.resource("locale").is_dir()


@pytest.mark.parametrize("name", ["", ".", "..", "../LICENSE", "a/b", "a\\b"])
def test_resource_when_a_name_leads_elsewhere_then_raises(name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        files.resource(name)


def test_resource_when_it_is_missing_then_raises() -> None:
    with pytest.raises(FileNotFoundError):
        files.resource("no-such-thing")
