# SPDX-License-Identifier: GPL-3.0-or-later
"""Values in the JSON form in which files hold them (docs/CLI.md, "Records as JSON")."""

from collections.abc import Iterable

from protectnet.domain.field import Field
from protectnet.domain.values import Plain
from protectnet.store.projection import accepted
from protectnet.store.reading import is_unreadable


def json_value(field: Field | None, untrusted: Plain) -> object:
    """One value; ``None`` for none, and for one that only a newer version can read."""
    plain = None if field is None else accepted(field, untrusted)
    return None if field is None or plain is None else field.type.present(plain)


def json_form(field: Field, plain: Plain) -> object:
    """A whole field: the value of a register, the items of a set."""
    if field.type.is_set and isinstance(plain, list):
        return [json_value(field, each) for each in plain]
    return json_value(field, plain)


def json_values(field: Field, untrusted: Iterable[Plain]) -> list[object]:
    """The contradicting values of a register, ``None`` for one that emptied it.

    What only a newer version can read has no form and is left out.
    """
    return [json_value(field, each) for each in untrusted if not is_unreadable(field, each)]
