# SPDX-License-Identifier: GPL-3.0-or-later
"""The command to take a bundle back."""

import argparse

from protectnet.app.answers import NotConfirmed
from protectnet.app.undoing import FATES, REASONS, Undo, UndoLine
from protectnet.app.workspace import Workspace
from protectnet.cli.console import Console, harmless
from protectnet.i18n import _, ngettext

MOST_LINES = 40
"""How many records a person is shown; ``--json`` has them all."""
INDENT = "    "


def undo(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``bundle undo [--dry-run] [--yes]``."""
    found = workspace.undoing.preview()
    _say(found, console)
    if given.dry_run:
        console.document({**found.document(), "undone": False})
        console.say(_("Nothing was written yet."))
        return
    if not given.yes:
        answer = console.ask(_("To take this bundle back, type “undo”:"))
        if answer.casefold() not in {"undo", _("undo").casefold()}:
            raise NotConfirmed
    with console.progress(_("Taking the bundle back")):
        done = workspace.undoing.undo()
    console.document({**done.document(), "undone": True})
    if done.is_exact:
        console.say(_("The bundle was taken back: the records are as if it had never come."))
        console.say(_("News of members and keys stays, and so does what was erased for good."))
    else:
        console.say(
            _("The bundle was taken back by new changes, which others get like any others.")
        )


def _say(found: Undo, console: Console) -> None:
    sender, day = harmless(found.sender_name), found.created_on.isoformat()
    console.say(
        _("The last bundle taken is from {sender}, made on {day}.").format(sender=sender, day=day)
    )
    if not found.is_exact:
        console.say(
            _(
                "Since then something was given away or changed on top of it. So it is taken back by "
                "new changes, and what was changed since stays."
            )
        )
    for line in found.going_back[:MOST_LINES]:
        console.say("  " + _going_back(line), INDENT)
    for line in found.left_alone[:MOST_LINES]:
        console.say("  " + _left_alone(line), INDENT)
    more = sum(max(0, len(each) - MOST_LINES) for each in (found.going_back, found.left_alone))
    if more:
        console.say(
            "  " + ngettext("and {count} more", "and {count} more", more).format(count=more)
        )


def _going_back(line: UndoLine) -> str:
    labels = ", ".join(_(line.kind.field(name).label) for name in line.fields)
    kind, title = _(line.kind.label), harmless(line.title)
    if line.changes_existence:
        said = _("{fate}: {kind} “{title}”")
        return said.format(fate=_(FATES[line.fate]), kind=kind, title=title)
    said = _("as before: {kind} “{title}”: {fields}")
    return said.format(kind=kind, title=title, fields=labels)


def _left_alone(line: UndoLine) -> str:
    kind, title = _(line.kind.label), harmless(line.title)
    parts = [
        _("{field} ({why})").format(
            field=_(line.kind.field(name).label) if name else _("the record"), why=_(REASONS[why])
        )
        for name, why in line.left.items()
    ]
    return _("left as it is: {kind} “{title}”: {fields}").format(
        kind=kind, title=title, fields=", ".join(parts)
    )
