# SPDX-License-Identifier: GPL-3.0-or-later
"""Passphrases that people choose: judged before they are taken, because nobody can help later."""

from collections.abc import Iterable

from protectnet.domain.errors import ProtectNetError
from protectnet.domain.marking import N_
from protectnet.vault.passphrase import Passphrase
from protectnet.vault.strength import Verdict, judge
from protectnet.vault.words import generate

HOW_TO_KEEP_WORDS = N_(
    "Learn these words by heart: they are shown only this once, and nobody can open the vault "
    "without them. Until you know them, keep a note where nobody finds it; then destroy the note."
)
"""What is said beside words made by lot, at a terminal and in the window."""


class PassphraseTooWeak(ProtectNetError):
    """A new passphrase would not withstand guessing with a copy of the vault. Facts: none."""

    code = "passphrase_too_weak"


def new_passphrase(language: str) -> str:
    """Seven words by lot, to be shown once (docs/spec/vault-v1.md, 3.1); raises ``NoWordList``."""
    return generate(language).text


def chosen(typed: str, names: Iterable[str] = ()) -> Passphrase:
    """The passphrase somebody chose.

    Raises ``PassphraseTooWeak`` and what ``Passphrase.chosen`` raises.
    """
    passphrase = Passphrase.chosen(typed)
    if judge(typed, names).verdict is Verdict.WEAK:
        raise PassphraseTooWeak
    return passphrase
