# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window remembers outside the vault: language, appearance and text size, nothing else."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs
from PySide6.QtCore import QSettings

from protectnet.gui.style.dressing import TEXT_SIZES, Look
from protectnet.gui.style.tokens import Appearance
from protectnet.i18n import languages

_LANGUAGE, _APPEARANCE, _TEXT_SIZE = "language", "appearance", "text_size"


@dataclass(frozen=True, slots=True)
class Preferences:
    """A language (``None``: the system's) and a look."""

    language: str | None = None
    look: Look = Look()  # noqa: RUF009 - it cannot be changed


def usual_file() -> Path:
    """Where preferences are kept; the name says nothing of the program."""
    return Path(platformdirs.user_config_dir("notes", appauthor=False)) / "window.ini"


def read_preferences(file: Path) -> Preferences:
    """What is remembered; whatever cannot be understood is as if nobody had chosen."""
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    language = settings.value(_LANGUAGE)
    appearance = settings.value(_APPEARANCE)
    size = str(settings.value(_TEXT_SIZE))
    return Preferences(
        language=language if language in languages() else None,
        look=Look(
            Appearance(appearance) if appearance in [each.value for each in Appearance] else None,
            int(size) if size in map(str, TEXT_SIZES) else 100,
        ),
    )


def keep_preferences(file: Path, preferences: Preferences) -> None:
    """Remember them; where that cannot be written, they hold until the program ends."""
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    look = preferences.look
    settings.setValue(_LANGUAGE, preferences.language or "")
    settings.setValue(_APPEARANCE, look.appearance.value if look.appearance else "")
    settings.setValue(_TEXT_SIZE, str(look.text_size))
    settings.sync()
