# SPDX-License-Identifier: GPL-3.0-or-later
"""``conflicts`` and ``resolve``: what waits for a person to decide, and the decision."""

import argparse

from protectnet.app.contradictions import Undecided
from protectnet.app.presenting import Presenter
from protectnet.app.record_files import read_one
from protectnet.app.workspace import Workspace
from protectnet.cli.console import Console, harmless
from protectnet.domain.record import Existence, Record
from protectnet.i18n import _, ngettext

INDENT, DEEPER = "    ", "  "


def conflicts(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``conflicts [KIND] [--circle CIRCLE]…``."""
    presenter = Presenter(workspace, with_ids=True)
    found = list(workspace.contradictions.every(given.kind, given.circle))
    console.document([_document(presenter, each) for each in found])
    for each in found:
        _say(presenter, each, console)
    counted = ngettext(
        "{count} record waits for a decision.", "{count} records wait for a decision.", len(found)
    )
    console.say(counted.format(count=len(found)))


def resolve(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``resolve ID FIELD --take CHANGE | --from FILE``, ``resolve ID --keep | --delete``."""
    decisions = workspace.contradictions
    if given.take is not None:
        record = decisions.take(given.id, given.field, given.take)
    elif given.source is not None:
        record = decisions.decide(given.id, given.field, read_one(console.read_text(given.source)))
    else:
        record = (decisions.keep if given.keep else decisions.delete)(given.id)
    presenter = Presenter(workspace, with_ids=True)
    console.document({**presenter.document_with_titles(record), "changed": True})
    sentence = _of_field(presenter, record, given.field) if given.field else _of_record(record)
    console.say(sentence)


def _document(presenter: Presenter, undecided: Undecided) -> dict[str, object]:
    record = undecided.record
    return {
        "kind": record.kind.name,
        "id": record.id.hex(),
        "circle": presenter.circle_name(record),
        "title": record.title,
        **presenter.disagreement.document(undecided),
    }


def _say(presenter: Presenter, undecided: Undecided, console: Console) -> None:
    record = undecided.record
    head = _("{kind} “{title}” ({id}), circle {circle}").format(
        kind=presenter.kind_label(record),
        title=harmless(record.title),
        id=record.id.hex()[:8],
        circle=harmless(presenter.circle_name(record)),
    )
    console.say(head, INDENT)
    for each in undecided.contradictions:
        console.say(f"  {_(each.field.label)} ({each.field.name})", DEEPER)
        for side in presenter.disagreement.sides(each):
            console.say(f"{INDENT}{side.change[:8]}  {harmless(side.words)} · {side.by}", DEEPER)
    if undecided.deletion is not None:
        console.say("  " + presenter.existence_sentence(record), DEEPER)
        for line in presenter.disagreement.deletion(record.kind, undecided.deletion):
            console.say(INDENT + line, DEEPER)


def _of_field(presenter: Presenter, record: Record, name: str) -> str:
    """What stands there now, and where the other values are."""
    field = record.kind.field(name)
    texts = {line.field.name: line.text for line in presenter.lines(record)}
    value = record.title if name == "title" else texts.get(name, _("emptied"))
    sentence = _(
        "{field}: {value}. The other values are in the history; bring one back with: protectnet "
        "history {id} --restore CHANGE"
    )
    return sentence.format(field=_(field.label), value=harmless(value), id=record.id.hex()[:8])


def _of_record(record: Record) -> str:
    """Whether it is there now."""
    title, short = harmless(record.title), record.id.hex()[:8]
    if record.existence is Existence.DELETED:
        sentence = _("Deleted “{title}”. Bring the record back with: protectnet undelete {id}")
        return sentence.format(title=title, id=short)
    return _("“{title}” stays.").format(title=title)
