# SPDX-License-Identifier: GPL-3.0-or-later
"""The words for what can be wrong with taking bundles, beside what is wrong with the bundles."""

from protectnet.app.explanations.words import Table, Words
from protectnet.app.taking import VaultChanged
from protectnet.domain.marking import N_

_NOTHING_TAKEN = N_("Nothing was taken in; your records are as they were.")

TAKING_WORDS: Table = {
    VaultChanged: Words(
        N_("Something was changed in this vault since the bundle was looked at."),
        N_("Look at it again before you take it in."),
        _NOTHING_TAKEN,
    ),
}
