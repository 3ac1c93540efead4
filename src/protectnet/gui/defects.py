# SPDX-License-Identifier: GPL-3.0-or-later
"""A defect of ours, described without anything that stands in the vault."""

import traceback
from dataclasses import dataclass
from pathlib import Path

from protectnet import __version__


@dataclass(frozen=True, slots=True)
class Defect:
    """The class of an unexpected error and where it happened: no message, no values, no folders."""

    name: str
    places: tuple[str, ...]

    def report(self) -> str:
        """What a person can copy and send to those who make the program."""
        return "\n".join((f"ProtectNet {__version__}: {self.name}", *self.places))


def defect_of(error: BaseException) -> Defect:
    """The description of an unexpected error; its text is left out, for it may quote contents."""
    frames = traceback.extract_tb(error.__traceback__)
    places = tuple(f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames)
    return Defect(type(error).__name__, places)
