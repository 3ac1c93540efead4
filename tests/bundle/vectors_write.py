# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the vectors of tests/vectors/bundle-v1: python -m tests.bundle.vectors_write"""

from tests.bundle.vectors import FOLDER, Vector
from tests.bundle.vectors_files import faulty_files
from tests.bundle.vectors_good import good
from tests.bundle.vectors_manifests import faulty_manifests
from tests.bundle.vectors_sections import faulty_sections


def made() -> dict[str, Vector]:
    """Every vector, by its name."""
    return good() | faulty_files() | faulty_manifests() | faulty_sections()


def main() -> None:
    """Write all files and take away those that are no longer made."""
    vectors = made()
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.txt"):
        if path.stem not in vectors:
            path.unlink()
    for name, vector in vectors.items():
        (FOLDER / f"{name}.txt").write_text(vector.text(), "utf-8")


if __name__ == "__main__":
    main()
