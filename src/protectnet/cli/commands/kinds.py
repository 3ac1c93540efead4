# SPDX-License-Identifier: GPL-3.0-or-later
"""``kinds``: what records there are, their fields and their JSON Schemas."""

import argparse
import json

from protectnet.app.records import shared_kind
from protectnet.app.vocabularies import Vocabularies
from protectnet.cli.console import Console
from protectnet.domain.field import Field, Kind
from protectnet.domain.kinds import KINDS
from protectnet.domain.schema import kind_schema
from protectnet.i18n import _


def kinds(given: argparse.Namespace, console: Console) -> None:
    """``kinds [KIND] [--schema]``."""
    vocabularies = Vocabularies()
    if given.kind is None:
        _list(console)
        return
    kind = shared_kind(given.kind)
    schema = kind_schema(kind, vocabularies)
    if given.schema and not console.is_json:
        console.json_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
        return
    console.document(schema if given.schema else _description(kind))
    console.say(f"{_(kind.label)} ({kind.name})")
    console.table(
        (_("field"), _("type"), _("what"), ""),
        [(field.name, field.type.name, _(field.label), _marks(field)) for field in kind.fields],
        whole=2,
    )
    if kind.is_append_only:
        console.say(_("What is once written here is not changed; a correction is a new record."))


def _marks(field: Field) -> str:
    """What is to be known of a field beside its type."""
    marks = [_("personal")] if field.personal else []
    return ", ".join([*marks, _("searched")] if field.searched else marks)


def _list(console: Console) -> None:
    console.document([_description(kind) for kind in KINDS.shared])
    console.table(
        (_("kind"), _("what"), _("fields")),
        [(kind.name, _(kind.plural), str(len(kind.fields))) for kind in KINDS.shared],
    )


def _description(kind: Kind) -> dict[str, object]:
    return {
        "kind": kind.name,
        "number": kind.number,
        "label": _(kind.label),
        "append_only": kind.is_append_only,
        "fields": [
            {
                "name": field.name,
                "number": field.number,
                "label": _(field.label),
                "type": field.type.name,
                "merge": kind.merge_rule(field).value,
                "personal": field.personal,
                "searched": field.searched,
                "vocabularies": list(field.type.vocabulary_names()),
            }
            for field in kind.fields
        ],
    }
