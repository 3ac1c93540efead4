# SPDX-License-Identifier: GPL-3.0-or-later
"""Language, appearance and text size, to be chosen before anything else."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from protectnet.gui.preferences import Preferences
from protectnet.gui.style.dressing import TEXT_SIZES, Look, pixels
from protectnet.gui.style.tokens import Appearance
from protectnet.gui.widgets import texts
from protectnet.gui.widgets.chooser import Chooser
from protectnet.i18n import OWN_NAMES, _, current_language, languages

_LONGEST_ANSWER = 13
"""Letters of "as the system"; there is room for them unless the window is narrow."""

_LARGE = 150
"""Per cent; from this text size on, names stand above their choosers, for both to be read whole."""


class PreferencesRow(QWidget):
    """``preferred`` gives the ``Preferences`` that a person chose."""

    preferred = Signal(object)

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.language, self.appearance, self.text_size = Chooser(), Chooser(), Chooser()
        for code in languages():
            self.language.add(OWN_NAMES.get(code, code), code)
        self.language.choose(current_language())
        for appearance, words in (
            (None, _("as the system")),
            (Appearance.LIGHT, _("light")),
            (Appearance.DARK, _("dark")),
            (Appearance.CONTRAST, _("high contrast")),
        ):
            self.appearance.add(words, appearance.value if appearance else "")
        self.appearance.setMinimumContentsLength(_LONGEST_ANSWER)
        chosen = preferences.look.appearance
        self.appearance.choose(chosen.value if chosen else "")
        for size in TEXT_SIZES:
            self.text_size.add(_("{percent} %").format(percent=size), size)
        self.text_size.choose(preferences.look.text_size)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(pixels(8))
        for words, chooser in (
            (_("Language"), self.language),
            (_("Appearance"), self.appearance),
            (_("Text size"), self.text_size),
        ):
            label = texts.quiet(words)
            label.setWordWrap(False)
            label.setBuddy(chooser)
            is_large = preferences.look.text_size >= _LARGE
            side = (
                QBoxLayout.Direction.TopToBottom if is_large else QBoxLayout.Direction.LeftToRight
            )
            pair = QBoxLayout(side)
            pair.setSpacing(pixels(4 if is_large else 8))
            pair.addWidget(label)
            pair.addWidget(chooser)
            row.addLayout(pair, 1 if is_large else 0)
            chooser.activated.connect(self._on_chooser_activated)

    def preferences(self) -> Preferences:
        """What is chosen."""
        appearance = str(self.appearance.answer() or "")
        size = self.text_size.answer()
        look = Look(
            Appearance(appearance) if appearance else None, size if isinstance(size, int) else 100
        )
        return Preferences(str(self.language.answer()), look)

    @Slot()
    def _on_chooser_activated(self) -> None:
        self.preferred.emit(self.preferences())
