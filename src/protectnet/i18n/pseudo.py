# SPDX-License-Identifier: GPL-3.0-or-later
"""Pseudo-languages: English made long, or read from the right, to find what breaks before translators do.

What stays plain English under them was never marked for translation. Fields like `{name}` are kept,
so that everything still fills in.
"""

import gettext
import re

LONG = "en-XA"
MIRRORED = "ar-XB"

_ACCENTS = str.maketrans(
    "AEIOUYCNSaeiouycns",
    "ÀÉÎÕÛÝÇÑŠàéîõûýçñš",
)
_FIELD = r"(\{\{|\}\}|\{[^{}]*\}|%\(\w+\)[rs]|%[rs])"
# Not compiled here: every start of the program would wait for what those who design pages use.
# Two strokes and a space: the filling has places where a line may break, as words have.
_FILLING = "·· "
_RIGHT_TO_LEFT_OVERRIDE, _POP = "\u202e", "\u202c"


def lengthen(message: str) -> str:
    """Return `message` in brackets, with accents, twice as long; an empty one stays empty."""
    if not message:
        return message
    parts = re.split(_FIELD, message)
    accented = "".join(
        part if re.fullmatch(_FIELD, part) else part.translate(_ACCENTS) for part in parts
    )
    filling = (_FILLING * len(message))[: len(message)]
    return f"[{accented} {filling}]"


def mirror(message: str) -> str:
    """Return `message` with its words shown from right to left; an empty one stays empty."""
    parts = (
        part
        if not part.strip() or re.fullmatch(_FIELD, part)
        else f"{_RIGHT_TO_LEFT_OVERRIDE}{part}{_POP}"
        for part in re.split(_FIELD, message)
    )
    return "".join(parts)


class PseudoTranslations(gettext.NullTranslations):
    """A catalogue that has a translation for every sentence there will ever be."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._change = {LONG: lengthen, MIRRORED: mirror}[code]

    def gettext(self, message: str) -> str:
        """Return `message` changed."""
        return self._change(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the English form for `n`, changed."""
        return self._change(super().ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        """Return `message` changed; the context is for people."""
        return self._change(super().pgettext(context, message))
