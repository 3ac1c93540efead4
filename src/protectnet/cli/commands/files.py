# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that read or write files of the person: attachments, import, export."""

import argparse
import json

from protectnet.app.presenting import Presenter
from protectnet.app.record_files import read_records
from protectnet.app.workspace import Workspace
from protectnet.cli.console import Console, harmless
from protectnet.i18n import _, ngettext


def attach(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``attach ID FILE [--name NAME] [--keep-original]``."""
    with console.progress(_("Encrypting")) as progress:
        kept = workspace.attachments.attach(
            arguments.id,
            arguments.file,
            name=arguments.name,
            keep_original=arguments.keep_original,
            progress=progress,
        )
    console.document({"name": kept.name, "size": kept.size, "sha256": kept.digest.hex()})
    console.say(
        _("Kept “{name}” ({size} bytes). The file itself still lies where it was.").format(
            name=harmless(kept.name), size=kept.size
        )
    )


def extract(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``extract ID NAME --out FILE``."""
    with console.progress(_("Decrypting")) as progress:
        kept = workspace.attachments.extract(
            arguments.id, arguments.name, arguments.out, progress=progress
        )
    console.document({"name": kept.name, "size": kept.size, "out": str(arguments.out)})
    console.say(
        _("Written to {file}, readable by whoever has that file.").format(file=arguments.out)
    )


def import_json(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``import-json FILE [--circle CIRCLE]``."""
    records = read_records(console.read_text(arguments.source))
    with console.progress(_("Importing")) as progress:
        ids = workspace.importing.add_all(records, circle=arguments.circle, progress=progress)
    console.document(
        {
            "imported": len(ids),
            "ids": [{"key": each.key, "kind": each.kind, "id": each.id.hex()} for each in ids],
        }
    )
    console.say(
        ngettext("Imported {count} record.", "Imported {count} records.", len(ids)).format(
            count=len(ids)
        )
    )


def export_json(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``export-json [--circle CIRCLE]… [--out FILE]``."""
    presenter = Presenter(workspace)
    documents = [
        presenter.document(record)
        for record in workspace.records.every(circles=tuple(arguments.circle))
    ]
    text = json.dumps(documents, ensure_ascii=False, indent=1) + "\n"
    if arguments.out is None:
        console.raw(text)
        return
    workspace.importing.write_readable(arguments.out, text)
    console.document({"exported": len(documents), "out": str(arguments.out)})
    console.say(
        ngettext(
            "Wrote {count} record to {file}, readable by whoever has that file.",
            "Wrote {count} records to {file}, readable by whoever has that file.",
            len(documents),
        ).format(count=len(documents), file=arguments.out)
    )
