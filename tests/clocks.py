# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine's clock that shows what a test wants."""

from dataclasses import dataclass
from datetime import date

from protectnet.app.clock import BUILD_DAY, Clock


@dataclass(frozen=True)
class MachineClock(Clock):
    """Shows ``day``; a person says of it what they say of any clock."""

    day: date = BUILD_DAY

    def shown(self) -> date:
        """The day that the machine shows."""
        return self.day


def machine(day: date) -> Clock:
    """A machine's clock of which nobody says anything."""
    return MachineClock(day=day)
