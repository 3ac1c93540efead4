# SPDX-License-Identifier: GPL-3.0-or-later
"""The words for what can be wrong with taking bundles, beside what is wrong with the bundles."""

from protectnet.app.bundle_checks import SenderSuspended
from protectnet.app.bundle_folder import NoBundleHere
from protectnet.app.explanations.words import Table, Words
from protectnet.app.taking import VaultChanged
from protectnet.app.undoing import NothingTaken
from protectnet.domain.marking import N_

_NOTHING_TAKEN = N_("Nothing was taken in; your records are as they were.")

TAKING_WORDS: Table = {
    NothingTaken: Words(
        N_("There is no bundle here that could be taken back."),
        N_("There is nothing to do."),
        N_("Nothing was changed."),
    ),
    NoBundleHere: Words(
        N_("Nothing here is a bundle for this device: {name}."),
        N_(
            "Look whether it is the right stick, and ask the sender for a bundle made for this device."
        ),
        _NOTHING_TAKEN,
    ),
    SenderSuspended: Words(
        N_("The device {device} is suspended in the circle {circle}: its bundles are not taken."),
        N_("Ask a coordinator of the circle."),
        _NOTHING_TAKEN,
    ),
    VaultChanged: Words(
        N_("Something was changed in this vault since the bundle was looked at."),
        N_("Look at it again before you take it in."),
        _NOTHING_TAKEN,
    ),
}
