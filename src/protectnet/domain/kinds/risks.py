# SPDX-License-Identifier: GPL-3.0-or-later
"""What threatens: risks, their structural causes, vulnerabilities and capacities (domain.md 6)."""

from protectnet.domain.field import Field, Kind
from protectnet.domain.fieldtypes import (
    Choice,
    Choices,
    DateSpan,
    LongText,
    PlaceName,
    Scale,
    Text,
    Tristate,
)
from protectnet.domain.kinds.numbers import NUMBERS, many_of
from protectnet.domain.kinds.shared_fields import shared_fields
from protectnet.domain.marking import N_

RISK = Kind(
    NUMBERS["risk"],
    "risk",
    N_("Risk"),
    N_("Risks"),
    (
        *shared_fields(N_("Short name of the risk")),
        Field(
            16,
            "statement",
            LongText(),
            N_("Who may do what to whom, because of what"),
            searched=True,
        ),
        Field(17, "sources", many_of("actor"), N_("Who may do it")),
        Field(18, "feared_acts", Choices("act_type"), N_("What is feared")),
        Field(19, "target_level", Choice("target_level"), N_("Whom it would hit")),
        Field(20, "likelihood", Scale("likelihood"), N_("How likely")),
        Field(21, "impact", Scale("impact"), N_("How bad")),
        Field(22, "band_agreed", Choice("risk_band"), N_("Level the group agreed on")),
        Field(23, "band_reason", LongText(), N_("Why the group says so"), searched=True),
        Field(24, "band_confirmed_on", DateSpan(), N_("Level last confirmed on")),
        Field(25, "trend", Choice("trend"), N_("Rising or falling")),
        Field(26, "confidence", Choice("confidence"), N_("How sure the group is")),
        Field(27, "triggers", LongText(), N_("Signs to watch for"), searched=True),
        Field(28, "critical_date", DateSpan(), N_("Next critical date")),
        Field(29, "critical_event", Text(), N_("What happens on that date"), searched=True),
        Field(30, "owner_role", Text(), N_("Who keeps an eye on it (role)"), searched=True),
        Field(31, "deputy_role", Text(), N_("Deputy (role)")),
        Field(32, "assessed_on", DateSpan(), N_("Assessed on")),
        Field(33, "next_review", DateSpan(), N_("Look at it again by")),
        Field(34, "incidents", many_of("incident"), N_("Incidents that show it")),
        Field(35, "causes", many_of("structural_cause"), N_("Root causes")),
        Field(36, "factors", many_of("factor"), N_("Vulnerabilities and capacities")),
        Field(37, "place", PlaceName(), N_("Where"), searched=True),
        Field(38, "worst_case", LongText(), N_("Worst that could happen"), searched=True),
        Field(39, "period", DateSpan(), N_("Known from–to")),
    ),
    listed=("title", "likelihood", "impact", "trend", "next_review"),
)

STRUCTURAL_CAUSE = Kind(
    NUMBERS["structural_cause"],
    "structural_cause",
    N_("Root cause"),
    N_("Root causes"),
    (
        *shared_fields(N_("Short name of the cause")),
        Field(16, "cause_type", Choice("root_cause"), N_("What kind of cause")),
        Field(17, "description", LongText(), N_("Description"), searched=True),
        Field(18, "who_can_change", many_of("actor"), N_("Who can change it")),
        Field(19, "ask", LongText(), N_("What we ask for"), searched=True),
        Field(20, "progress", LongText(), N_("What has moved"), searched=True),
        Field(21, "challenges", Choices("mechanism_challenge"), N_("Challenges of protection")),
        Field(22, "period", DateSpan(), N_("From–to")),
        Field(23, "place", PlaceName(), N_("Where"), searched=True),
        Field(24, "actors", many_of("actor"), N_("Who keeps it going")),
    ),
    listed=("title", "cause_type", "period"),
)

FACTOR = Kind(
    NUMBERS["factor"],
    "factor",
    N_("Vulnerability or capacity"),
    N_("Vulnerabilities and capacities"),
    (
        *shared_fields(N_("In a few words")),
        Field(16, "side", Choice("factor_side"), N_("Makes us weaker or stronger")),
        Field(17, "vulnerability", Choice("vulnerability"), N_("What makes us weaker")),
        Field(18, "capacity", Choice("capacity"), N_("What makes us stronger")),
        Field(19, "description", LongText(), N_("Description"), searched=True),
        Field(20, "is_missing", Tristate(), N_("Needed and not there yet?")),
        Field(21, "period", DateSpan(), N_("From–to")),
    ),
    listed=("title", "side", "is_missing"),
)
