# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said and where it is written: statements and documents (domain.md, decision 5)."""

from protectnet.domain.field import Field, Kind
from protectnet.domain.fieldtypes import (
    Choice,
    CountOf,
    DateSpan,
    LongText,
    PlaceName,
    Text,
    Tristate,
)
from protectnet.domain.kinds.numbers import NUMBERS, SHARED_KINDS, many_of, one_of
from protectnet.domain.kinds.shared_fields import corrects, shared_fields
from protectnet.domain.marking import N_

STATEMENT = Kind(
    NUMBERS["statement"],
    "statement",
    N_("Statement"),
    N_("Statements"),
    (
        *shared_fields(N_("What is said, in one line")),
        corrects("statement"),
        Field(16, "about", one_of(*SHARED_KINDS), N_("About")),
        Field(17, "fact", Choice("statement_fact"), N_("About which fact")),
        Field(18, "text", LongText(), N_("What is said"), searched=True),
        Field(19, "count", CountOf(), N_("Number, from–to")),
        Field(20, "quantity", Text(), N_("Quantity that is no whole number"), searched=True),
        Field(21, "unit", Text(), N_("Of what"), searched=True),
        Field(22, "period", DateSpan(), N_("For which time")),
        Field(23, "page", Text(), N_("Page or place in the document")),
        Field(24, "certainty", Choice("certainty"), N_("How certain")),
        Field(25, "agreement", Choice("agreement"), N_("Do we agree?")),
        Field(26, "said_on", DateSpan(), N_("Said on")),
        Field(27, "place", PlaceName(), N_("Where"), searched=True),
    ),
    listed=("title", "fact", "period", "certainty"),
    is_append_only=True,
)

DOCUMENT = Kind(
    NUMBERS["document"],
    "document",
    N_("Document"),
    N_("Documents"),
    (
        *shared_fields(),
        Field(16, "document_kind", Choice("document_kind"), N_("What kind of document")),
        Field(17, "issuers", many_of("actor", "collective"), N_("Issued by")),
        Field(18, "dated", DateSpan(), N_("Dated")),
        Field(19, "number", Text(), N_("Number"), searched=True),
        Field(20, "found_at", Text(), N_("Where it was found"), searched=True),
        Field(21, "is_ours", Tristate(), N_("Is it ours?")),
        Field(22, "custody", LongText(), N_("Through whose hands it went"), searched=True),
        Field(23, "captured_on", DateSpan(), N_("Taken or copied on")),
        Field(24, "metadata_removed", Tristate(), N_("Were hidden details removed?")),
        Field(25, "read_on", DateSpan(), N_("Read on")),
        Field(26, "answers", many_of("document"), N_("Answers")),
        Field(27, "addressed_to", many_of("actor", "collective"), N_("Addressed to")),
    ),
    listed=("title", "document_kind", "dated"),
)
