# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the names may be that people gave, in what is signed (docs/spec/log-v1.md)."""

MAX_CODE_NAME_CHARS = 64
MAX_CIRCLE_NAME_CHARS = 128


def is_text(value: object, longest: int) -> bool:
    """Whether this is a text of at most so many characters."""
    return type(value) is str and len(value) <= longest
