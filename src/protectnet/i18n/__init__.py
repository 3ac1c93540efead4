# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences in the person's language, by gettext alone.

The source language is English; a sentence without a translation stays English. Whole sentences with
named fields are translated, then filled: `_("{name} was saved.").format(name=name)`. Until
`set_language` is called everything is in the source language.
"""

from protectnet.i18n.catalogues import (
    OWN_NAMES,
    SOURCE_LANGUAGE,
    current_language,
    is_right_to_left,
    languages,
    set_language,
)
from protectnet.i18n.catalogues import translate as _
from protectnet.i18n.catalogues import translate_in_context as pgettext
from protectnet.i18n.catalogues import translate_number as ngettext
from protectnet.i18n.pseudo import LONG, MIRRORED

__all__ = [
    "LONG",
    "MIRRORED",
    "OWN_NAMES",
    "SOURCE_LANGUAGE",
    "_",
    "current_language",
    "is_right_to_left",
    "languages",
    "ngettext",
    "pgettext",
    "set_language",
]
