# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands about single records."""

import argparse
from collections.abc import Callable
from functools import partial

from protectnet.app.answers import NotConfirmed
from protectnet.app.presenting import HistoryLine, Line, Presenter
from protectnet.app.record_files import read_one
from protectnet.app.workspace import Workspace
from protectnet.cli.commands.changing import changing
from protectnet.cli.console import Console, harmless
from protectnet.domain.record import Existence, Record
from protectnet.i18n import _

INDENT = "    "
DEEPER = "  "


def add(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``add KIND --from FILE [--circle CIRCLE]``."""
    fields = read_one(console.read_text(given.source))
    _save(
        workspace, partial(workspace.editing.add, given.kind, fields, circle=given.circle), console
    )


def edit(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``edit ID --from FILE``."""
    fields = read_one(console.read_text(given.source))
    _save(workspace, partial(workspace.editing.edit, given.id, fields), console)


def show(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``show ID``."""
    record = workspace.records.find(given.id)
    presenter = Presenter(workspace, with_ids=True)
    console.document(presenter.document_with_titles(record))
    console.say(
        _("{label}: {value}").format(label=presenter.kind_label(record), value=record.title), INDENT
    )
    for line in presenter.lines(record):
        console.say("  " + _("{label}: {value}").format(label=line.label, value=line.text), DEEPER)
        _say_sides(line, console)
    circle = workspace.circles.shown_name(record.circle)
    console.say("  " + _("circle {circle} · id {id}").format(circle=circle, id=record.id.hex()))
    if record.existence is not Existence.LIVE:
        console.say("  " + presenter.existence_sentence(record), INDENT)
    deletion = workspace.contradictions.of(record).deletion
    for words in presenter.disagreement.deletion(record.kind, deletion) if deletion else ():
        console.say(INDENT + words, DEEPER)


def _say_sides(line: Line, console: Console) -> None:
    """Who gave the shown value, and what else people say, where they disagree."""
    for number, side in enumerate(line.sides):
        said = _("but also: {value} ({who})") if number else _("so says: {who}")
        console.say(INDENT + said.format(value=side.words, who=side.by), DEEPER)


def history(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``history ID [--restore CHANGE]``."""
    if given.restore:
        act = partial(workspace.editing.take_again, given.id, given.restore)
        _save(workspace, act, console)
        return
    presenter = Presenter(workspace, with_ids=True)
    record = workspace.records.find(given.id)
    lines = presenter.history(record.kind, workspace.records.history(given.id))
    console.document([line.document() for line in lines])
    said = ""
    for line in lines:
        who = " · ".join(part for part in (line.day, line.user, line.device) if part)
        if who != said:
            console.say(who)
            said = who
        console.say(f"  {line.change[:8]}  {_what_changed(line)}", INDENT)


def _what_changed(line: HistoryLine) -> str:
    """One change in one line: from what to what, or what was done to the record."""
    before, after = " / ".join(line.before), line.after
    if not line.label:
        change = line.act
    elif line.code == "add":
        change = _("{field}: added {value}").format(field=line.label, value=after)
    elif line.code == "remove":
        change = _("{field}: taken out {value}").format(field=line.label, value=before)
    elif not after:
        change = _("{field}: emptied, was {before}").format(field=line.label, before=before)
    elif before:
        change = _("{field}: {before} → {after}").format(
            field=line.label, before=before, after=after
        )
    else:
        change = _("{label}: {value}").format(label=line.label, value=after)
    return change


def delete(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``delete ID``."""
    record, is_changed = changing(workspace, partial(workspace.editing.delete, given.id))
    console.document({**Presenter(workspace).document(record), "changed": is_changed})
    said = _("Deleted “{title}”. Bring the record back with: protectnet undelete {id}")
    if not is_changed:
        said = _("Nothing was changed: “{title}” is deleted already.")
    console.say(said.format(title=harmless(record.title), id=record.id.hex()[:8]))


def undelete(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``undelete ID``."""
    record, is_changed = changing(workspace, partial(workspace.editing.undelete, given.id))
    console.document({**Presenter(workspace).document(record), "changed": is_changed})
    said = _("“{title}” is back.")
    if not is_changed:
        said = _("Nothing was changed: “{title}” is not deleted.")
    console.say(said.format(title=harmless(record.title)))


def erase(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``erase ID [--reason WORD] [--yes]``."""
    record = workspace.records.find(given.id)
    if not given.yes and record.existence is not Existence.ERASED:
        question = _(
            "Erase “{title}” with its history and files, for good? Nothing can bring the record back "
            "here. Other devices are asked to erase their copies; whether they do, nobody here can "
            "see. To erase, type “erase”:"
        )
        answer = console.ask(question.format(title=harmless(record.title)))
        if answer.casefold() not in {"erase", _("erase").casefold()}:
            raise NotConfirmed
    with console.progress(_("Erasing")) as progress:
        workspace.editing.erase(given.id, reason=given.reason, progress=progress)
    console.document({"id": record.id.hex(), "erased": True})
    console.say(
        _("Erased here. Other devices are asked when they next take a bundle from this one.")
    )


def move(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``move ID --circle CIRCLE``."""
    record = workspace.editing.move(given.id, given.circle)
    console.document({**Presenter(workspace).document(record), "changed": True})
    console.say(
        _(
            "“{title}” is in circle {circle} now. Those who had it in the old circle keep what they read."
        ).format(
            title=harmless(record.title),
            circle=harmless(workspace.circles.shown_name(record.circle)),
        )
    )


def _save(workspace: Workspace, act: Callable[[], Record], console: Console) -> None:
    record, is_changed = changing(workspace, act)
    presenter = Presenter(workspace)
    console.document({**presenter.document_with_titles(record), "changed": is_changed})
    said = _("Saved {kind} “{title}” ({id}).")
    if not is_changed:
        said = _("Nothing was changed: {kind} “{title}” ({id}) says all of this already.")
    console.say(
        said.format(
            kind=presenter.kind_label(record), title=harmless(record.title), id=record.id.hex()[:8]
        )
    )
