# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands about single records and lists of them."""

import argparse

from protectnet.app.presenting import Presenter
from protectnet.app.record_files import read_one
from protectnet.app.records import Query
from protectnet.app.workspace import Workspace
from protectnet.cli.console import Console, harmless
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.record import Existence, Record
from protectnet.i18n import _, ngettext


class NotConfirmed(ProtectNetError):
    """What cannot be undone was not confirmed. Facts: none."""

    code = "not_confirmed"


class BadFilter(ProtectNetError):
    """A filter is not of the form FIELD=VALUE. Facts: ``given``."""

    code = "bad_filter"


def add(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``add KIND --from FILE``."""
    given = read_one(console.read_text(arguments.source))
    record = workspace.editing.add(arguments.kind, given, circle=arguments.circle)
    _saved(workspace, record, console)


def edit(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``edit ID --from FILE``."""
    given = read_one(console.read_text(arguments.source))
    _saved(workspace, workspace.editing.edit(arguments.id, given), console)


def show(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``show ID``."""
    record = workspace.records.find(arguments.id)
    presenter = Presenter(workspace)
    console.document(presenter.document(record))
    console.say(f"{presenter.kind_label(record)}: {harmless(record.title)}")
    for line in presenter.lines(record):
        indented = line.text.replace("\n", "\n    ")
        console.say(f"  {line.label}: {indented}")
        for other in line.others:
            console.say("    " + _("but also: {value}").format(value=other))
    circle = harmless(workspace.circles.name_of(record.circle))
    console.say("  " + _("circle {circle} · id {id}").format(circle=circle, id=record.id.hex()))
    if record.existence is not Existence.LIVE:
        console.say("  " + presenter.existence_sentence(record))


def list_records(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``list [KIND] [--where FIELD=VALUE]… [--search WORDS]``."""
    listing = workspace.records.page(
        Query(
            kind=arguments.kind,
            where=tuple(_filter(each) for each in arguments.where),
            search=arguments.search,
            circles=tuple(arguments.circle),
            is_deleted=arguments.deleted,
            limit=arguments.limit,
            offset=arguments.offset,
        )
    )
    presenter = Presenter(workspace)
    console.document(
        {
            "total": listing.total,
            "is_total_exact": listing.is_total_exact,
            "offset": arguments.offset,
            "records": [
                {**presenter.document(found.record), "snippet": found.snippet.text}
                if found.snippet
                else presenter.document(found.record)
                for found in listing.found
            ],
        }
    )
    if listing.found:
        rows = [
            (
                found.record.id.hex()[:8],
                presenter.kind_label(found.record),
                found.record.title,
                found.snippet.text if found.snippet else presenter.summary(found.record),
            )
            for found in listing.found
        ]
        console.table((_("id"), _("kind"), _("title"), _("more")), rows)
    if listing.is_total_exact:
        counted = ngettext("{total} record", "{total} records", listing.total)
    else:
        counted = ngettext("{total} record or more", "{total} records or more", listing.total)
    console.say(counted.format(total=listing.total))


def history(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``history ID [--restore CHANGE]``."""
    if arguments.restore:
        _saved(workspace, workspace.editing.take_again(arguments.id, arguments.restore), console)
        return
    presenter = Presenter(workspace)
    record = workspace.records.find(arguments.id)
    lines = presenter.history(record.kind, workspace.records.history(arguments.id))
    console.document([line.document() for line in lines])
    console.table(
        (_("change"), _("day"), _("who"), _("device"), _("field"), _("before"), _("after")),
        [line.cells() for line in lines],
        widest=32,
    )


def delete(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``delete ID``."""
    record = workspace.editing.delete(arguments.id)
    console.document(Presenter(workspace).document(record))
    console.say(
        _("Deleted “{title}”. Bring it back with: protectnet undelete {id}").format(
            title=harmless(record.title), id=record.id.hex()[:8]
        )
    )


def undelete(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``undelete ID``."""
    record = workspace.editing.undelete(arguments.id)
    console.document(Presenter(workspace).document(record))
    console.say(_("“{title}” is back.").format(title=harmless(record.title)))


def erase(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``erase ID [--reason WORD] [--yes]``."""
    record = workspace.records.find(arguments.id)
    if not arguments.yes:
        question = _(
            "Erase “{title}” with its history and files, for good? Nothing can bring it back here. "
            "Copies on other devices and sticks are asked to go, not reached. Type yes:"
        )
        answer = console.ask(question.format(title=harmless(record.title)))
        if answer.casefold() not in {"yes", _("yes").casefold()}:
            raise NotConfirmed
    with console.progress(_("Erasing")) as progress:
        workspace.editing.erase(arguments.id, reason=arguments.reason, progress=progress)
    console.document({"id": record.id.hex(), "erased": True})
    console.say(
        _("Erased here. Other devices are asked when they next take a bundle from this one.")
    )


def move(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``move ID --circle CIRCLE``."""
    record = workspace.editing.move(arguments.id, arguments.circle)
    console.document(Presenter(workspace).document(record))
    console.say(
        _(
            "“{title}” is in circle {circle} now. Those who had it in the old circle keep what they read."
        ).format(
            title=harmless(record.title), circle=harmless(workspace.circles.name_of(record.circle))
        )
    )


def _saved(workspace: Workspace, record: Record, console: Console) -> None:
    presenter = Presenter(workspace)
    console.document(presenter.document(record))
    console.say(
        _("Saved {kind} “{title}” ({id}).").format(
            kind=presenter.kind_label(record), title=harmless(record.title), id=record.id.hex()[:8]
        )
    )


def _filter(given: str) -> tuple[str, str]:
    field, equals, value = given.partition("=")
    if not equals or not field:
        raise BadFilter(given=given[:60])
    return field, value
