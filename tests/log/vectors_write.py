# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/vectors/log-v1 and tests/vectors/sync-v1: python -m tests.log.vectors_write"""

from collections.abc import Mapping
from pathlib import Path

from tests.log.vectors import FOLDER, SYNC_FOLDER, Vector
from tests.log.vectors_holdings import made_holdings
from tests.log.vectors_operations import operations
from tests.log.vectors_segments import segments


def made() -> dict[str, Vector]:
    """Every vector of log-v1, by its name."""
    return operations() | segments()


def write(folder: Path, vectors: Mapping[str, Vector]) -> None:
    """Write all files of a folder and take away those that are no longer made."""
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.txt"):
        if path.stem not in vectors:
            path.unlink()
    for name, vector in vectors.items():
        (folder / f"{name}.txt").write_text(vector.text(), "utf-8")


def main() -> None:
    """Write both folders."""
    write(FOLDER, made())
    write(SYNC_FOLDER, made_holdings())


if __name__ == "__main__":
    main()
