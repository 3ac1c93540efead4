# SPDX-License-Identifier: GPL-3.0-or-later
"""The named colours of each appearance (``resources/style/tokens.json``)."""

import functools
import json
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from protectnet.files import resource

Tokens = Mapping[str, str]
"""A colour as ``#rrggbb`` by its name."""


class Appearance(Enum):
    """How the window looks."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@functools.cache
def tokens(appearance: Appearance) -> Tokens:
    """The colours of an appearance."""
    read = json.loads(resource("style", "tokens.json").read_text(encoding="utf-8"))
    return MappingProxyType(read[appearance.value])
