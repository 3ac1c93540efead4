# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON Schema of a kind, made from its declaration."""

from protectnet.domain.field import Field, Kind
from protectnet.domain.fieldtypes import Attachments, VocabularySource


def kind_schema(kind: Kind, vocabularies: VocabularySource) -> dict[str, object]:
    """The schema (draft 2020-12) of one record of ``kind`` as ``add`` and ``edit`` take it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.name,
        "type": "object",
        "additionalProperties": False,
        "properties": {
            field.name: _field_schema(field, vocabularies)
            for field in kind.fields
            if not isinstance(field.type, Attachments)
        },
    }


def _field_schema(field: Field, vocabularies: VocabularySource) -> dict[str, object]:
    one = field.type.schema(vocabularies)
    schema = {"type": "array", "items": one} if field.type.is_set else one
    described = {**schema, "description": field.label}
    if field.personal:
        described["x-personal"] = True
    return described
