# SPDX-License-Identifier: GPL-3.0-or-later
"""The words for what can be wrong when devices of a circle are suspended, removed, given roles."""

from protectnet.app.explanations.words import Table, Words
from protectnet.app.member_acts import (
    AlreadyAsked,
    NotCoordinator,
    OwnDevice,
    TooFewCoordinators,
)
from protectnet.app.members import UnknownMember
from protectnet.app.quarantine import NothingQuarantined
from protectnet.domain.marking import N_

_UNCHANGED = N_("Nothing was changed.")

MEMBERSHIP_WORDS: Table = {
    UnknownMember: Words(
        N_("No device of the circle {circle} is called “{given}”."),
        N_("See them with “circle members”."),
        _UNCHANGED,
    ),
    NothingQuarantined: Words(
        N_("Nothing of “{given}” waits to be accepted in the circle {circle}."),
        N_("See with “quarantine list” what does."),
        _UNCHANGED,
    ),
    NotCoordinator: Words(
        N_("Only a coordinator of the circle {circle} may do this."),
        N_("Ask one of them; “circle members” shows who they are."),
        _UNCHANGED,
    ),
    OwnDevice: Words(
        N_("This is the very device you are using, and it cannot do this to itself."),
        N_("Ask another coordinator of the circle {circle}."),
        _UNCHANGED,
    ),
    AlreadyAsked: Words(
        N_("This device asked for this already, for {device} in the circle {circle}."),
        N_("Now another coordinator has to do the same on their device."),
        _UNCHANGED,
    ),
    TooFewCoordinators: Words(
        N_(
            "{device} is a coordinator of the circle {circle}. That needs two other coordinators, "
            "and there is only this one."
        ),
        N_(
            "Suspend {device} now, and make a device you trust coordinator with “circle role”. "
            "Then do it again, on both devices."
        ),
        _UNCHANGED,
    ),
}
