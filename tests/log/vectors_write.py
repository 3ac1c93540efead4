# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the vectors of tests/vectors/log-v1: python -m tests.log.vectors_write"""

from tests.log.vectors import FOLDER, Vector
from tests.log.vectors_operations import operations
from tests.log.vectors_segments import segments


def made() -> dict[str, Vector]:
    """Every vector, by its name."""
    return operations() | segments()


def main() -> None:
    """Write all files and take away those that are no longer made."""
    vectors = made()
    for path in FOLDER.glob("*.txt"):
        if path.stem not in vectors:
            path.unlink()
    for name, vector in vectors.items():
        (FOLDER / f"{name}.txt").write_text(vector.text(), "utf-8")


if __name__ == "__main__":
    main()
