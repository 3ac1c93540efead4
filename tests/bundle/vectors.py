# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of a vector: a text header, a blank line, the file in base64 (tests/vectors/bundle-v1)."""

import base64
import textwrap
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "vectors" / "bundle-v1"
OPENS = "opens"

OUTCOMES = {
    OPENS: "passes checks 1 to 8",
    "not_a_bundle": "refused by check 1: no age file, or its beginning is not whole",
    "not_for_this_device": "refused by check 1: no key of the reader opens it",
    "bundle_damaged": "refused by the check named",
    "bundle_too_large": "refused by the limit named, before what it limits is read",
    "bundle_too_new": "refused by check 4, from a newer version of the format",
    "sender_signature_invalid": "refused by check 5",
    "bundle_wrapped_anew": "refused by check 6",
}

CONTENTS = {
    "verified": "its signature is the sender's and all of it is as it should be",
    "malformed_cbor": "refused by one of C1 to C10",
    "malformed_segment": "refused by one of S1 to S20",
    "malformed_vector": "refused by one of V1 to V9",
    "newer_log_format": "refused, from a newer version of the format",
    "wrong_author": "refused, not of the device that sends",
    "signature_invalid": "refused, a signature does not fit",
    "root_mismatch": "refused, the operations are not those that were signed",
}
"""What a reader comes to for the items of groups that it opened."""


@dataclass(frozen=True, slots=True)
class Vector:
    """A file to open and what must come of it.

    ``check`` is the number of the check that fails (0 where the outcome tells it), ``limit`` the
    name of the limit; ``holds`` says what stands in a file that opens, a line for each thing.
    """

    about: str
    outcome: str
    raw: bytes
    check: int = 0
    limit: str = ""
    holds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an outcome that is not in the closed list."""
        if self.outcome not in OUTCOMES:
            raise ValueError(self.outcome)

    def text(self) -> str:
        """The file of the vector."""
        lines = [f"About: {self.about}", f"Outcome: {self.outcome}"]
        lines += [f"Check: {self.check}"] if self.check else []
        lines += [f"Limit: {self.limit}"] if self.limit else []
        lines += [f"Holds: {each}" for each in self.holds]
        body = textwrap.wrap(base64.b64encode(self.raw).decode(), 76)
        return "\n".join([*lines, "", *body, ""])


def parse(text: str) -> Vector:
    """The vector of a file."""
    head, _, body = text.partition("\n\n")
    pairs = [line.split(": ", 1) for line in head.splitlines()]
    found = {key: value for key, value in pairs if key != "Holds"}
    return Vector(
        found["About"],
        found["Outcome"],
        base64.b64decode(body),
        int(found.get("Check", "0")),
        found.get("Limit", ""),
        tuple(value for key, value in pairs if key == "Holds"),
    )


def kept() -> dict[str, Vector]:
    """Every vector of the folder, by its name."""
    return {path.stem: parse(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.txt"))}
