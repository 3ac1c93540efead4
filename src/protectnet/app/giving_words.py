# SPDX-License-Identifier: GPL-3.0-or-later
"""Why something is not given, as sentences in the person's language."""

from protectnet.app.giving_plan import KeptBack
from protectnet.domain.marking import N_
from protectnet.i18n import _, ngettext
from protectnet.sync.readers import Reason

_SENTENCES = {
    Reason.NOT_IN_CIRCLE: N_("{device} is not in the circle {circle}: nothing of it goes there."),
    Reason.SUSPENDED: N_("{device} is suspended in the circle {circle}: nothing of it goes there."),
    Reason.REMOVED: N_(
        "{device} was removed from the circle {circle}: nothing of it goes there any more."
    ),
    Reason.NO_KEY: N_(
        "No key of {device} is known in the circle {circle}, so nothing of it can go there: get its "
        "card first."
    ),
    Reason.NOTHING_IN_COMMON: N_("{device} is in no circle of this vault: nothing goes there."),
    Reason.GIVER_SUSPENDED: N_(
        "This device is suspended in the circle {circle} and gives nothing."
    ),
    Reason.GIVER_REMOVED: N_("This device was removed from the circle {circle} and gives nothing."),
}


def why_held_back(part: KeptBack) -> str:
    """What does not go, and why: one or two sentences."""
    if part.reason is not Reason.BEYOND_LIMIT:
        return _(_SENTENCES[part.reason]).format(device=part.device, circle=part.circle)
    changes = ngettext("{count} change", "{count} changes", part.changes)
    files = ngettext("{count} attached file", "{count} attached files", part.files)
    return _(
        "Of the circle {circle} there was no room for {changes} and {files} ({size} bytes before "
        "compression). They come with a later bundle."
    ).format(
        circle=part.circle,
        changes=changes.format(count=part.changes),
        files=files.format(count=part.files),
        size=part.size,
    )
