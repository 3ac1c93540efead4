# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of an error: what happened, what was not harmed, what to do now."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from protectnet.domain.errors import ProtectNetError


@dataclass(frozen=True, slots=True)
class Words:
    """Texts to translate, with ``{names}`` of the error's facts.

    ``reasons`` gives the words for codes of the fact ``reason``.
    """

    what: str
    to_do: str
    unharmed: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)


Table = Mapping[type[ProtectNetError], Words]
