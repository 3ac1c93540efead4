# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom it is about: collectives, contacts and actors (domain.md section 6)."""

from protectnet.domain.field import Field, Kind
from protectnet.domain.fieldtypes import (
    Choice,
    Choices,
    CountOf,
    DateSpan,
    LongText,
    PlaceName,
    Text,
    Tristate,
)
from protectnet.domain.kinds.numbers import NUMBERS, many_of, one_of
from protectnet.domain.kinds.shared_fields import shared_fields
from protectnet.domain.marking import N_

COLLECTIVE = Kind(
    NUMBERS["collective"],
    "collective",
    N_("Collective"),
    N_("Collectives"),
    (
        *shared_fields(N_("Code name"), N_("What you call it here; not the name on documents")),
        Field(16, "own_name", Text(), N_("Own name"), personal=True, searched=True),
        Field(17, "collective_kind", Choice("collective_kind"), N_("What kind of collective")),
        Field(18, "region", PlaceName(), N_("Region"), N_("As coarse as it can be"), searched=True),
        Field(19, "size", CountOf(), N_("How many people, about")),
        Field(20, "languages", Text(), N_("Languages"), searched=True),
        Field(21, "authority_body", Text(), N_("Who decides"), searched=True),
        Field(22, "decision_rule", LongText(), N_("How it is decided"), searched=True),
        Field(23, "rights_defended", LongText(), N_("What it defends"), searched=True),
        Field(24, "seasonal_dates", LongText(), N_("Times of the year that matter"), searched=True),
        Field(25, "parents", many_of("collective"), N_("Part of")),
        Field(26, "allies", many_of("collective"), N_("Allied with")),
        Field(
            27,
            "standing_agreement",
            LongText(),
            N_("Standing agreement"),
            N_("What we write, who of our network sees it, who speaks for us"),
            searched=True,
        ),
        Field(28, "agreed_on", DateSpan(), N_("Agreed on")),
        Field(29, "since", DateSpan(), N_("Exists since")),
        Field(30, "recognition", LongText(), N_("Recognised by whom, how"), searched=True),
        Field(31, "composition", LongText(), N_("Who belongs to it, in ranges"), searched=True),
        Field(32, "has_women_only_meetings", Tristate(), N_("Do women meet by themselves?")),
        Field(33, "groups", Choices("group_affected"), N_("Groups within it")),
        Field(34, "critical_date", DateSpan(), N_("Next critical date")),
        Field(35, "critical_event", Text(), N_("What happens on that date"), searched=True),
        Field(36, "livelihood", LongText(), N_("What it lives from"), searched=True),
        Field(37, "territory", LongText(), N_("Its land, in words"), searched=True),
    ),
    listed=("title", "collective_kind", "region"),
)

CONTACT = Kind(
    NUMBERS["contact"],
    "contact",
    N_("Contact"),
    N_("Contacts"),
    (
        *shared_fields(
            N_("Code name"),
            N_("A name that says nothing to a stranger"),
            has_personal_title=True,
        ),
        Field(16, "real_name", Text(), N_("Real name"), personal=True, searched=True),
        Field(17, "role", Text(), N_("Role"), searched=True),
        Field(18, "belongs_to", many_of("actor", "collective"), N_("Belongs to")),
        Field(
            19,
            "channels",
            LongText(),
            N_("How to reach"),
            N_("Telephone, radio, messenger; the safest first"),
            personal=True,
            searched=True,
        ),
        Field(20, "safe_hours", Text(), N_("Safe hours")),
        Field(21, "languages", Text(), N_("Languages"), searched=True),
        Field(22, "trust", Choice("trust"), N_("Trust")),
        Field(23, "verified_how", LongText(), N_("How it was verified"), personal=True),
        Field(24, "last_verified", DateSpan(), N_("Last verified")),
        Field(25, "contacted_by", Text(), N_("Who may get in touch"), personal=True),
        Field(26, "uses", Choices("contact_use"), N_("Helps with")),
        Field(27, "deputy", one_of("contact"), N_("Deputy")),
        Field(
            28, "consent_note", LongText(), N_("What was agreed about keeping this"), personal=True
        ),
    ),
    listed=("title", "role", "last_verified"),
)

ACTOR = Kind(
    NUMBERS["actor"],
    "actor",
    N_("Actor"),
    N_("Actors"),
    (
        *shared_fields(N_("Name")),
        Field(16, "aliases", Text(), N_("Also called"), searched=True),
        Field(17, "actor_type", Choice("actor_type"), N_("What kind of actor")),
        Field(18, "stance", Choice("stance"), N_("Stance towards us")),
        Field(19, "stance_since", DateSpan(), N_("Stance since")),
        Field(20, "certainty", Choice("certainty"), N_("How certain")),
        Field(21, "interests", LongText(), N_("What it wants"), searched=True),
        Field(22, "area", PlaceName(), N_("Where it acts"), searched=True),
        Field(23, "part_of", many_of("actor"), N_("Part of")),
        Field(24, "paid_by", many_of("actor"), N_("Paid or hired by")),
        Field(25, "legal_basis", Text(), N_("Law or mandate it rests on"), searched=True),
        Field(26, "conduct", LongText(), N_("What it has done"), searched=True),
        Field(27, "period", DateSpan(), N_("Active from–to")),
        Field(28, "country", Text(), N_("Country"), searched=True),
    ),
    listed=("title", "actor_type", "stance"),
)
