# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that read or write files of the person: attachments, import, export."""

import argparse
from collections.abc import Iterator

from protectnet.app.exporting import Exported
from protectnet.app.importing import Imported
from protectnet.app.outside import write_new
from protectnet.app.record_files import read_records
from protectnet.app.workspace import Workspace
from protectnet.cli.console import Console, harmless
from protectnet.i18n import _, ngettext


def attach(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``attach ID FILE [--name NAME] [--keep-original]``."""
    with console.progress(_("Encrypting")) as progress:
        kept = workspace.attachments.attach(
            given.id,
            given.file,
            name=given.name,
            keep_original=given.keep_original,
            progress=progress,
        )
    console.document({"name": kept.name, "size": kept.size, "sha256": kept.digest.hex()})
    console.say(
        _("Kept “{name}” ({size} bytes). The file itself still lies where it was.").format(
            name=harmless(kept.name), size=kept.size
        )
    )


def extract(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``extract ID NAME --out FILE``."""
    with console.progress(_("Decrypting")) as progress:
        kept = workspace.attachments.extract(given.id, given.name, given.out, progress=progress)
    console.document({"name": kept.name, "size": kept.size, "out": str(given.out)})
    console.say(
        _("Written to {file}, readable by whoever has that file.").format(
            file=harmless(str(given.out))
        )
    )


def import_json(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``import-json FILE [--circle CIRCLE]``."""
    records = read_records(console.read_text(given.source))
    with console.progress(_("Importing")) as progress:
        added = workspace.importing.add_all(records, circle=given.circle, progress=progress)
    console.document(
        {
            "imported": len(added),
            "records": [_document(each) for each in added],
        }
    )
    console.say(
        ngettext("Imported {count} record.", "Imported {count} records.", len(added)).format(
            count=len(added)
        )
    )
    for each in added:
        for name in each.left_out:
            console.say(
                _("Not in the file, so not attached again: “{name}” of {id}.").format(
                    name=harmless(name), id=each.id.hex()[:8]
                )
            )


def _document(added: Imported) -> dict[str, object]:
    document: dict[str, object] = {"kind": added.kind, "id": added.id.hex()}
    if added.key:
        document["key"] = added.key
    if added.left_out:
        document["not_attached"] = list(added.left_out)
    return document


def export_json(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``export-json [--circle CIRCLE]… [--out FILE]``."""
    with console.progress(_("Exporting")) as progress:
        exported = Exported(workspace, tuple(given.circle), progress)
        if given.out is None:
            for piece in exported.pieces():
                console.json_text(piece)
            return
        write_new(given.out, _encoded(exported.pieces()))
    console.document({"exported": exported.count, "out": str(given.out)})
    console.say(
        ngettext(
            "Wrote {count} record to {file}, readable by whoever has that file.",
            "Wrote {count} records to {file}, readable by whoever has that file.",
            exported.count,
        ).format(count=exported.count, file=harmless(str(given.out)))
    )


def _encoded(pieces: Iterator[str]) -> Iterator[bytes]:
    return (piece.encode("utf-8") for piece in pieces)
