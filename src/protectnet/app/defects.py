# SPDX-License-Identifier: GPL-3.0-or-later
"""A defect of ours, described and kept without anything that stands in the vault.

It is kept inside the vault where one is open, encrypted as everything there: a file beside it
would tell whoever finds the laptop which program ran on it.
"""

import json
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from protectnet import __version__
from protectnet.store import local
from protectnet.store.store import Store

MOST_KEPT = 20
MOST_PLACES = 30
SETTING = "defects"


@dataclass(frozen=True, slots=True)
class Defect:
    """The class of an unexpected error and where it happened: no message, no values, no folders."""

    name: str
    places: tuple[str, ...]

    def report(self) -> str:
        """What a person can copy and send to those who make the program."""
        return "\n".join((f"ProtectNet {__version__}: {self.name}", *self.places))


@dataclass(frozen=True, slots=True)
class KeptDefect:
    """A defect that was kept: on which day (ISO), in which version of the program."""

    day: str
    version: str
    name: str
    places: tuple[str, ...]

    def document(self) -> Mapping[str, object]:
        """The JSON form."""
        return asdict(self)


def defect_of(error: BaseException) -> Defect:
    """The description of an unexpected error; its text is left out, for it may quote contents."""
    frames = traceback.extract_tb(error.__traceback__)[-MOST_PLACES:]
    places = tuple(f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames)
    return Defect(type(error).__name__, places)


class DefectLog:
    """The newest defects that happened while this vault was open."""

    def __init__(self, store: Store, day: date) -> None:
        self._store = store
        self._day = day

    def keep(self, defect: Defect) -> None:
        """Keep a defect, where that is still possible: never does keeping it hide the defect."""
        kept = KeptDefect(self._day.isoformat(), __version__, defect.name, defect.places)
        with suppress(Exception):
            newest = [*self.all(), kept][-MOST_KEPT:]
            with self._store.transaction():
                local.keep_setting(self._store, SETTING, json.dumps([asdict(it) for it in newest]))

    def all(self) -> list[KeptDefect]:
        """The defects that were kept, the oldest first."""
        found = json.loads(local.setting(self._store, SETTING) or "[]")
        return [
            KeptDefect(each["day"], each["version"], each["name"], tuple(each["places"]))
            for each in found
        ]
