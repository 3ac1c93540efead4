# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of an error: what happened, what was not harmed, what to do now."""

from collections.abc import Mapping
from dataclasses import dataclass

from protectnet.domain.errors import ProtectNetError


@dataclass(frozen=True, slots=True)
class Words:
    """Texts to translate, with ``{names}`` of the error's facts."""

    what: str
    to_do: str
    unharmed: str = ""


Table = Mapping[type[ProtectNetError], Words]
