# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue in force and the ways to choose another one."""

import gettext
import os
import sys
from collections.abc import Iterable, Mapping

from protectnet.files import resource
from protectnet.i18n.pseudo import LONG, MIRRORED, PseudoTranslations

if sys.platform == "win32":
    import ctypes
    import locale

SOURCE_LANGUAGE = "en"
DOMAIN = "protectnet"

# What each language calls itself, for the list a person chooses from.
OWN_NAMES: Mapping[str, str] = {"en": "English", "es": "Español", "fr": "Français"}

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", MIRRORED})


class _Choice:
    """The language of this process: one, since all its windows and threads speak to one person."""

    code: str = SOURCE_LANGUAGE
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def translate(message: str) -> str:
    """Return `message` in the chosen language. Imported as `_`."""
    return _Choice.catalogue.gettext(message)


def translate_number(singular: str, plural: str, number: int) -> str:
    """Return the form for `number` in the chosen language. Imported as `ngettext`."""
    return _Choice.catalogue.ngettext(singular, plural, number)


def translate_in_context(context: str, message: str) -> str:
    """Return `message` as it is said in `context`, a word for translators. Imported as `pgettext`."""
    return _Choice.catalogue.pgettext(context, message)


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that can be chosen, the source language first."""
    try:
        compiled = resource("locale").glob(f"*/LC_MESSAGES/{DOMAIN}.mo")
    except FileNotFoundError:
        return (SOURCE_LANGUAGE,)
    return (SOURCE_LANGUAGE, *sorted(path.parents[1].name for path in compiled))


def current_language() -> str:
    """Return the code of the language in force."""
    return _Choice.code


def is_right_to_left() -> bool:
    """Return whether the language in force is written from right to left."""
    return _Choice.code.partition("_")[0] in _RIGHT_TO_LEFT


def set_language(code: str | None) -> str:
    """Speak the language `code`, or with None the person's own as the system knows it.

    Return the code now in force. A regional code (`es_MX`, `es-MX`) gives its language. Raises
    `LookupError` if `code` is none of `languages()`; the system's choice falls back to the source
    language instead. The codes `LONG` and `MIRRORED` are pseudo-languages for those who design pages.
    """
    wanted = system_languages(os.environ) if code is None else (code,)
    chosen = _first_known(wanted)
    if chosen is None:
        if code is not None:
            raise LookupError(f"no catalogue for the language {code!r}")
        chosen = SOURCE_LANGUAGE
    _Choice.catalogue = _catalogue(chosen)
    _Choice.code = chosen
    return chosen


def system_languages(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes that the person prefers, best first, from `environment` or the system.

    As in GNU gettext, LANGUAGE is a list that refines a chosen locale and means nothing without one.
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((environment[name] for name in names if environment.get(name)), "C")
    if _without_details(chosen) in {"C", "POSIX"}:
        return _windows_languages()
    listed = (*environment.get("LANGUAGE", "").split(":"), chosen)
    return tuple(_without_details(code) for code in listed if code)


def _without_details(code: str) -> str:
    """Return `es_MX` of `es_MX.UTF-8@euro`."""
    return code.partition(".")[0].partition("@")[0]


def _windows_languages() -> tuple[str, ...]:
    """Return the language of Windows' own windows, which it keeps outside the environment."""
    if sys.platform == "win32":
        identifier = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return (locale.windows_locale.get(identifier, SOURCE_LANGUAGE),)
    return ()


def _first_known(codes: Iterable[str]) -> str | None:
    known = (*languages(), LONG, MIRRORED)
    for code in codes:
        normal = code.replace("-", "_")
        for candidate in (code, normal, normal.partition("_")[0]):
            if candidate in known:
                return candidate
    return None


def _catalogue(code: str) -> gettext.NullTranslations:
    if code == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    if code in {LONG, MIRRORED}:
        return PseudoTranslations(code)
    return gettext.translation(DOMAIN, resource("locale"), [code])
