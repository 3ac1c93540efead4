# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of a test vector: a text header, a blank line, the bytes in base64.

Those of tests/vectors/log-v1 are operations and segments, those of tests/vectors/sync-v1 what
devices say that they hold.
"""

import base64
import textwrap
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "vectors" / "log-v1"
SYNC_FOLDER = FOLDER.parent / "sync-v1"
OPERATION, SEGMENT, HOLDINGS = "operation", "segment", "vector"

OUTCOMES = {
    "known": "an operation this version understands",
    "unknown": "an operation that is kept and not applied",
    "verified": "a segment that stands",
    "malformed_cbor": "refused by one of C1 to C10",
    "malformed_operation": "refused by one of O1 to O14",
    "malformed_segment": "refused by one of S1 to S20",
    "newer_log_format": "refused, from a newer version of the format",
    "wrong_author": "refused, the keys are not those of the device it names",
    "signature_invalid": "refused, a signature does not fit",
    "root_mismatch": "refused, the operations are not those that were signed",
}
SYNC_OUTCOMES = {
    "verified": "a vector that is used",
    "malformed_cbor": "refused by one of C1 to C10 of log-v1",
    "malformed_vector": "refused by one of V1 to V9",
    "newer_log_format": "refused, from a newer version of the format",
    "wrong_author": "refused, the keys are not those of the device it names",
    "signature_invalid": "refused, the signature does not fit",
}


@dataclass(frozen=True, slots=True)
class Vector:
    """Bytes to read and what must come of it.

    ``rule`` is the number of the rule that is broken; ``names`` the op ids of a segment that
    stands, with ``kept`` or ``erased`` behind those that are not applied. Both may be empty.
    """

    about: str
    read_as: str
    outcome: str
    raw: bytes
    rule: str = ""
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an outcome that is not in the closed list."""
        if self.outcome not in (SYNC_OUTCOMES if self.read_as == HOLDINGS else OUTCOMES):
            raise ValueError(self.outcome)

    def text(self) -> str:
        """The file."""
        lines = [f"About: {self.about}", f"Read as: {self.read_as}", f"Outcome: {self.outcome}"]
        lines += [f"Rule: {self.rule}"] if self.rule else []
        lines += [f"Operation: {each}" for each in self.names]
        body = textwrap.wrap(base64.b64encode(self.raw).decode(), 76)
        return "\n".join([*lines, "", *body, ""])


def parse(text: str) -> Vector:
    """The vector of a file."""
    head, _, body = text.partition("\n\n")
    pairs = [line.split(": ", 1) for line in head.splitlines()]
    found = {key: value for key, value in pairs if key != "Operation"}
    return Vector(
        found["About"],
        found["Read as"],
        found["Outcome"],
        base64.b64decode(body),
        found.get("Rule", ""),
        tuple(value for key, value in pairs if key == "Operation"),
    )


def kept(folder: Path = FOLDER) -> dict[str, Vector]:
    """Every vector of the folder, by its name."""
    return {path.stem: parse(path.read_text("utf-8")) for path in sorted(folder.glob("*.txt"))}
