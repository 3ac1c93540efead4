# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields that every kind of record has, numbers 1 to 15 (domain.md section 6, "Common")."""

from protectnet.domain.field import Field
from protectnet.domain.fieldtypes import Attachments, DateSpan, LongText, Text
from protectnet.domain.kinds.numbers import many_of, one_of
from protectnet.domain.marking import N_

CORRECTS = 10


def shared_fields(
    title: str = N_("Title"), title_hint: str = "", *, has_personal_title: bool = False
) -> tuple[Field, ...]:
    """Title, note, whose it is, who says so, and where it is written."""
    return (
        Field(1, "title", Text(), title, title_hint, personal=has_personal_title, searched=True),
        Field(2, "note", LongText(), N_("Note"), searched=True),
        Field(3, "collectives", many_of("collective"), N_("Collectives concerned")),
        Field(4, "said_by", many_of("actor", "contact", "collective"), N_("Who says so")),
        Field(5, "documents", many_of("document"), N_("Documents that say so")),
        Field(6, "attachments", Attachments(), N_("Attached files"), searched=True),
        Field(7, "language", Text(), N_("Language it was told in")),
        Field(8, "review_or_delete_by", DateSpan(), N_("Review or delete by")),
    )


def corrects(kind_name: str) -> Field:
    """The link of an append-only record to the earlier one that it corrects."""
    return Field(CORRECTS, "corrects", one_of(kind_name), N_("Corrects"))
