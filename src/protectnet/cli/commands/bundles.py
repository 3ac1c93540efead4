# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands to take bundles."""

import argparse

from protectnet.app.bundle_preview import EFFECTS, CirclePreview, Preview
from protectnet.app.explanations import explain
from protectnet.app.presenting import Presenter
from protectnet.app.taking import Looked
from protectnet.app.workspace import Workspace
from protectnet.cli.console import Console, harmless
from protectnet.i18n import _, ngettext

MOST_LINES = 40
"""How many records a person is shown; the gravest come first, and ``--json`` has them all."""
INDENT = "    "


def preview(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``bundle preview FILE…|DIR``."""
    with console.progress(_("Verifying the bundle")) as progress:
        looked = workspace.taking.preview_all(given.files, progress=progress)
    console.document(_document(looked, given))
    _say_all(looked, workspace, console)
    if any(each.has_news for each in looked.previews):
        console.say(
            _(
                "Nothing was written yet. Take the bundle in with: protectnet bundle accept FILE "
                "--expect {id}"
            ).format(id=looked.id)
        )


def accept(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``bundle accept FILE…|DIR [--expect PREVIEW_ID]``."""
    with console.progress(_("Taking in the bundle")) as progress:
        looked = workspace.taking.accept_all(given.files, expected=given.expect, progress=progress)
    console.document({**_document(looked, given), "accepted": True})
    _say_all(looked, workspace, console)
    if any(each.has_news for each in looked.previews):
        said = ngettext(
            "All of the bundle is in the vault now.",
            "All of these bundles is in the vault now.",
            len(looked.previews),
        )
        console.say(said)


def _document(looked: Looked, given: argparse.Namespace) -> dict[str, object]:
    """Of one file what is in it; of several, or of a folder, a list."""
    if len(given.files) == 1 and not given.files[0].is_dir():
        [only] = looked.previews
        return only.document()
    return looked.document()


def _say_all(looked: Looked, workspace: Workspace, console: Console) -> None:
    for each in looked.previews:
        _say(each, workspace, console)
    for left in looked.left_out:
        names = ", ".join(harmless(file.name) for file in left.files)
        said = _("Left out: {files}. {why}")
        console.say(said.format(files=names, why=explain(left.error).sentence))
    if looked.ignored:
        said = ngettext(
            "{count} other file is no bundle for this device.",
            "{count} other files are no bundles for this device.",
            looked.ignored,
        )
        console.say(said.format(count=looked.ignored))


def _say(found: Preview, workspace: Workspace, console: Console) -> None:
    names = ", ".join(harmless(each.name) for each in found.circles)
    said = ngettext(
        "From {sender}, made on {day}, circle {circles}.",
        "From {sender}, made on {day}, circles {circles}.",
        len(found.circles),
    )
    sender, day = harmless(found.sender_name), found.created_on.isoformat()
    console.say(said.format(sender=sender, day=day, circles=names))
    for each in found.circles:
        _say_circle(each, console)
    if words := found.words_of_parts():
        console.say(words)
    if not found.has_news:
        console.say(_nothing_new(found))
        return
    for words in (found.words_of_files(), found.words_of_waiting()):
        if words:
            console.say(words)
    if found.future:
        console.say(found.future.words())
    disagreement = Presenter(workspace).disagreement
    for line in found.lines[:MOST_LINES]:
        effect, kind = _(EFFECTS[line.effect]), _(line.kind.label)
        said = _("{effect}: {kind} “{title}”")
        console.say(
            "  " + said.format(effect=effect, kind=kind, title=harmless(line.title)), INDENT
        )
        for words in disagreement.of_preview(line):
            console.say(INDENT + words, INDENT)
    if len(found.lines) > MOST_LINES:
        more = len(found.lines) - MOST_LINES
        console.say(
            "  " + ngettext("and {count} more", "and {count} more", more).format(count=more)
        )
    counted = ngettext("{count} record concerned.", "{count} records concerned.", len(found.lines))
    console.say(counted.format(count=len(found.lines)))


def _say_circle(circle: CirclePreview, console: Console) -> None:
    """What comes before the records: much that goes, and whose a new circle is."""
    name = harmless(circle.name)
    if words := circle.words_of_deletions():
        console.say(harmless(words))
    if circle.joins:
        said = _(
            "With this bundle the vault joins the circle {circle}, which {founder} made. "
            "In it: {members}."
        )
        members = ", ".join(map(harmless, circle.members))
        console.say(said.format(circle=name, founder=harmless(circle.founder), members=members))


def _nothing_new(found: Preview) -> str:
    if found.is_older:
        said = _("Nothing new: the bundle was made on {day}, before what you have.")
        return said.format(day=found.created_on.isoformat())
    return _("Nothing new: everything in the bundle is here already.")
