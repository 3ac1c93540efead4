# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast an age file is written and read, beside Debian's ``age``.

Ours is sealed to a post-quantum recipient; Debian's ``age`` knows X25519 alone, which costs less.
Both read and write files in memory. Its process starts within a few milliseconds; ours is measured
inside the process, since a bundle is written by a program that runs already.
"""

import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from protectnet.envelope import HybridIdentity, decrypt, encrypted_writer
from tests.bench.figures import Figure, seconds

MIB = 1024 * 1024
SIZE_MIB = 256
RUNS = 7
ENCRYPT_TARGET = 1.0
DECRYPT_TARGET = 1.2
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory is what is wanted
_PIECE = MIB


def measure(folder: Path) -> list[Figure]:
    """Throughput both ways, or nothing, loudly, where there is no ``age`` to compare with."""
    age = shutil.which("age")
    if age is None:
        sys.stderr.write("NOT MEASURED: envelope throughput (Debian package age is missing)\n")
        return []
    place = _IN_MEMORY if _IN_MEMORY.is_dir() else folder
    names = ("plain", "ours", "theirs", "back", "key")
    files = {each: place / f"{folder.name}-{each}" for each in names}
    try:
        return _measured(age, files)
    finally:
        for each in files.values():
            each.unlink(missing_ok=True)


def _measured(age: str, files: dict[str, Path]) -> list[Figure]:
    _make(files["plain"])
    key, recipient = _key_of_age(files["key"])
    identity = HybridIdentity(bytes(32))

    def theirs_in() -> None:
        _run(age, "-r", recipient, "-o", str(files["theirs"]), str(files["plain"]))

    def theirs_out() -> None:
        _run(age, "-d", "-i", str(key), "-o", str(files["back"]), str(files["theirs"]))

    def ours_in() -> None:
        _seal(identity, files["plain"], files["ours"])

    def ours_out() -> None:
        _open(identity, files["ours"], files["back"])

    return [
        _figure("encrypt", ENCRYPT_TARGET, ours_in, theirs_in),
        _figure("decrypt", DECRYPT_TARGET, ours_out, theirs_out),
    ]


def _figure(
    what: str, target: float, ours: Callable[[], object], theirs: Callable[[], object]
) -> Figure:
    """The medians of runs in turn, as throughput."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(RUNS)]
    mine, other = (SIZE_MIB / statistics.median(each) for each in zip(*pairs, strict=True))
    name = f"envelope {what}, {SIZE_MIB} MiB, post-quantum"
    return Figure(name, mine, "MiB/s", f">= {target}x", other, "age (X25519)")


def _make(path: Path) -> None:
    piece = bytes(range(256)) * (_PIECE // 256)
    with path.open("wb") as file:
        for _ in range(SIZE_MIB):
            file.write(piece)


def _key_of_age(path: Path) -> tuple[Path, str]:
    """A new key of the other program, and its recipient."""
    _run("age-keygen", "-o", str(path))
    [line] = [each for each in path.read_text().splitlines() if each.startswith("# public key: ")]
    return path, line.removeprefix("# public key: ")


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


def _seal(identity: HybridIdentity, source: Path, sealed: Path) -> None:
    with (
        source.open("rb", buffering=0) as plain,
        sealed.open("wb", buffering=0) as sink,
        encrypted_writer([identity.recipient], sink) as writer,
    ):
        writer.write_from(plain)


def _open(identity: HybridIdentity, sealed: Path, back: Path) -> None:
    with sealed.open("rb", buffering=0) as untrusted, back.open("wb", buffering=0) as sink:
        decrypt([identity], untrusted).copy_to(sink)
