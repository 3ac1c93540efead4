# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds a band at high: exact at its last day, and cautious where something is not known."""

from typing import Any

import pytest

from protectnet.domain.record import Existence, Record
from protectnet.domain.rules.floors import floors, nearby
from protectnet.domain.rules.reason import Reason, ReasonCode
from tests.domain.rules.making import (
    ARMY,
    CHURCH,
    COMPANY,
    GUARDS,
    HILL,
    KNOWN,
    NOBODY,
    RIVER,
    TODAY,
    day,
    days_ago,
    now,
    part,
    record,
)


def risk(**given: Any) -> Record:
    whole: dict[str, Any] = {"collectives": [RIVER], "sources": [COMPANY], **given}
    return record("risk", 500, title="Risk", **whole)


def incident(when: object, realisation: str = "carried_out", **given: Any) -> Record:
    whole: dict[str, Any] = {"collectives": [RIVER], "realisation": realisation, **given}
    if when is not None:
        whole["when"] = when
    return record("incident", 600, title="What", **whole)


def holding(risk_: Record, *records: Record) -> list[Reason]:
    """The reasons that hold the band today."""
    around = now(*KNOWN, *records)
    found = floors(risk_, nearby(risk_, around), around)
    return [each.reason for each in found if each.holds(TODAY)]


def codes(risk_: Record, *records: Record) -> list[ReasonCode]:
    return [each.code for each in holding(risk_, *records)]


@pytest.mark.parametrize(("days", "held"), [(0, True), (29, True), (30, True), (31, False)])
def test_direct_threat_holds_for_thirty_days(days: int, held: bool) -> None:
    threat = incident(day(days), "direct_threat")
    assert codes(risk(), threat) == ([ReasonCode.DIRECT_THREAT] if held else [])


@pytest.mark.parametrize("realisation", ["attempted", "carried_out"])
@pytest.mark.parametrize(("days", "held"), [(0, True), (90, True), (91, False)])
def test_attack_here_holds_for_ninety_days(realisation: str, days: int, held: bool) -> None:
    found = codes(risk(), incident(day(days), realisation))
    assert found == ([ReasonCode.ATTACK_HERE] if held else [])


@pytest.mark.parametrize(("days", "held"), [(90, True), (91, False)])
def test_attack_elsewhere_by_the_same_actor_holds_for_ninety_days(days: int, held: bool) -> None:
    attack = incident(day(days), collectives=[HILL])
    found = codes(risk(), attack, part(700, attack, COMPANY))
    assert found == ([ReasonCode.ATTACK_SAME_ACTOR] if held else [])


@pytest.mark.parametrize(
    ("days_to_come", "held"), [(15, False), (14, True), (1, True), (0, True), (-1, False)]
)
def test_critical_date_holds_from_fourteen_days_before(days_to_come: int, held: bool) -> None:
    found = codes(risk(critical_date=day(-days_to_come)))
    assert found == ([ReasonCode.CRITICAL_DATE] if held else [])


@pytest.mark.parametrize(
    ("span", "held"),
    [
        (f"{day(400)}/{day(90)}", True),
        (f"{day(400)}/{day(91)}", False),
        (f"{day(4000)}/", True),
        (f"/{day(90)}", True),
        (f"/{day(91)}", False),
        ("2026", True),
        ("2026-08", True),
        ("2026-07", False),
        (f"{day(-3)}", True),
    ],
)
def test_range_counts_by_its_latest_possible_day(span: str, held: bool) -> None:
    assert bool(codes(risk(), incident(span))) == held


@pytest.mark.parametrize(("days", "held"), [(90, True), (91, False)])
def test_incident_without_a_date_counts_from_the_day_it_was_recorded(days: int, held: bool) -> None:
    undated = record(
        "incident", 600, title="What", recorded_on=days_ago(days), realisation="attempted",
        collectives=[RIVER],
    )  # fmt: skip
    assert bool(codes(risk(), undated)) == held


def test_what_still_goes_on_counts_as_today_however_long_ago_it_began() -> None:
    found = holding(risk(), incident(day(700), "ongoing"))
    assert [each.code for each in found] == [ReasonCode.ATTACK_HERE]
    assert found[0].facts["day"] == TODAY


def test_contradicting_dates_when_one_is_late_enough_then_it_holds() -> None:
    contested = record(
        "incident", 600, title="What", realisation="attempted", collectives=[RIVER],
        contradicting={"when": [day(500), day(90)]},
    )  # fmt: skip
    assert codes(risk(), contested) == [ReasonCode.ATTACK_HERE]


@pytest.mark.parametrize(
    ("acts", "realisation", "expected"),
    [
        (["thr.death"], None, [ReasonCode.DIRECT_THREAT]),
        (["thr.death"], "unk", [ReasonCode.DIRECT_THREAT]),
        (["grp.words"], None, [ReasonCode.DIRECT_THREAT]),
        (["thr.collective"], "indirect_threat", []),
        (["thr.death"], "observed_sign", []),
        (["thr.death"], "carried_out", [ReasonCode.DIRECT_THREAT, ReasonCode.ATTACK_HERE]),
        (["life.kill"], None, [ReasonCode.ATTACK_HERE]),
        (["grp.body"], "unk", [ReasonCode.ATTACK_HERE]),
        (["life.kill"], "direct_threat", [ReasonCode.DIRECT_THREAT]),
        (["int.surveil"], None, []),
        (["int.surveil", "life.attempt"], None, [ReasonCode.ATTACK_HERE]),
        (["x.own word"], None, []),
        ([], None, []),
    ],
)
def test_act_says_how_far_it_went_where_nobody_wrote_it_down(
    acts: list[str], realisation: str | None, expected: list[ReasonCode]
) -> None:
    given: dict[str, Any] = {"acts": acts, "when": day(5), "collectives": [RIVER]}
    if realisation:
        given["realisation"] = realisation
    assert codes(risk(), record("incident", 600, title="What", **given)) == expected


def test_threats_are_counted_and_the_latest_is_named() -> None:
    older = incident(day(30), "direct_threat")
    newer = record(
        "incident", 601, title="What", when=day(4), realisation="direct_threat", collectives=[RIVER]
    )
    (found,) = holding(risk(), newer, older)
    assert found.facts == {
        "incident": newer.id,
        "day": days_ago(4),
        "until": days_ago(-26),
        "count": 2,
    }


@pytest.mark.parametrize("author", [None, NOBODY])
def test_unknown_actor_counts_as_the_same_actor(author: Record | None) -> None:
    attack = incident(day(5), collectives=[HILL])
    assert codes(risk(), attack, part(700, attack, author)) == [ReasonCode.ATTACK_UNKNOWN_ACTOR]
    assert codes(risk(), attack) == [ReasonCode.ATTACK_UNKNOWN_ACTOR]


def test_attack_elsewhere_by_another_known_actor_holds_nothing() -> None:
    attack = incident(day(5), collectives=[HILL])
    assert codes(risk(), attack, part(700, attack, ARMY)) == []


def test_attack_elsewhere_when_the_risk_names_nobody_then_it_may_be_the_same() -> None:
    attack = incident(day(5), collectives=[HILL])
    unknown_risk = record("risk", 500, title="Risk", collectives=[RIVER])
    assert codes(unknown_risk, attack, part(700, attack, ARMY)) == [ReasonCode.ATTACK_UNKNOWN_ACTOR]


@pytest.mark.parametrize("degree", ["tolerated", "present"])
def test_bystander_named_alone_leaves_the_author_unknown(degree: str) -> None:
    attack = incident(day(5), collectives=[HILL])
    bystander = part(700, attack, ARMY, degree=degree)
    assert codes(risk(), attack, bystander) == [ReasonCode.ATTACK_UNKNOWN_ACTOR]
    assert codes(risk(), attack, bystander, part(701, attack, CHURCH, degree="ordered")) == []


def test_hired_guards_count_as_the_company_that_pays_them() -> None:
    attack = incident(day(5), collectives=[HILL])
    assert codes(risk(), attack, part(700, attack, GUARDS)) == [ReasonCode.ATTACK_SAME_ACTOR]


def test_withdrawn_involvement_and_deleted_incident_count_no_more() -> None:
    attack = incident(day(5), collectives=[HILL])
    gone = record(
        "involvement", 700, title="Part", incident=attack, actor=COMPANY,
        existence=Existence.DELETED,
    )  # fmt: skip
    assert codes(risk(), attack, gone, part(701, attack, ARMY)) == []
    deleted = incident(day(5), existence=Existence.DELETED)
    edited = incident(day(5), existence=Existence.DELETED_BUT_EDITED)
    assert codes(risk(), deleted) == []
    assert codes(risk(), edited) == [ReasonCode.ATTACK_HERE]


def test_incident_or_risk_without_a_collective_counts_as_here() -> None:
    nowhere = record("incident", 600, title="What", when=day(5), realisation="attempted")
    assert codes(risk(), nowhere) == [ReasonCode.ATTACK_HERE]
    elsewhere = incident(day(5), collectives=[HILL])
    anybodys = record("risk", 500, title="Risk", sources=[COMPANY])
    assert codes(anybodys, elsewhere) == [ReasonCode.ATTACK_HERE]


def test_incident_that_the_risk_names_counts_as_here() -> None:
    elsewhere = incident(day(5), collectives=[HILL])
    linked = risk(incidents=[elsewhere])
    assert codes(linked, elsewhere, part(700, elsewhere, ARMY)) == [ReasonCode.ATTACK_HERE]


def test_parts_and_wholes_of_a_collective_are_the_same_but_not_its_neighbours() -> None:
    people = record("collective", 3, title="People")
    river = record("collective", 1, title="River", parents=[people])
    hill = record("collective", 2, title="Hill", parents=[people])
    for concerned, expected in ((people, True), (river, True), (hill, False)):
        attack = incident(day(5), collectives=[concerned])
        found = now(people, river, hill, COMPANY, ARMY, attack, part(700, attack, ARMY))
        here = nearby(risk(), found).here
        assert bool(here) == expected
    whole = risk(collectives=[people])
    attack = incident(day(5), collectives=[hill])
    assert nearby(whole, now(people, river, hill, attack)).here


def test_collectives_that_are_part_of_each_other_are_walked_once() -> None:
    river = record("collective", 1, title="River", parents=[HILL])
    hill = record("collective", 2, title="Hill", parents=[river])
    attack = incident(day(5), collectives=[hill])
    assert nearby(risk(), now(river, hill, attack)).here


@pytest.mark.parametrize(
    ("source", "held"),
    [(COMPANY, True), (ARMY, True), (GUARDS, True), (NOBODY, True), (CHURCH, False)],
)
def test_critical_date_needs_a_source_that_is_not_known_to_be_friendly(
    source: Record, held: bool
) -> None:
    assert bool(codes(risk(critical_date=day(-3), sources=[source]))) == held


def test_critical_date_without_any_source_holds_nothing() -> None:
    alone = record("risk", 500, title="Risk", collectives=[RIVER], critical_date=day(-3))
    assert codes(alone) == []


def test_critical_date_when_the_stance_is_contested_then_it_holds() -> None:
    contested = record("actor", 15, title="Church", contradicting={"stance": ["ally", "adversary"]})
    around = now(RIVER, contested)
    dated = risk(critical_date=day(-3), sources=[contested])
    assert floors(dated, nearby(dated, around), around)


def test_critical_date_of_the_collective_counts_for_its_risks() -> None:
    river = record("collective", 1, title="River", critical_date=f"{day(-10)}/{day(-20)}")
    around = now(river, COMPANY)
    (found,) = floors(risk(), nearby(risk(), around), around)
    assert found.reason.facts == {"day": days_ago(-10), "until": days_ago(-20), "actor": COMPANY.id}
    assert found.until == days_ago(-20)


@pytest.mark.parametrize(
    ("span", "held"), [(f"/{day(-90)}", True), (f"{day(5)}/", True), (f"{day(-15)}/", False)]
)
def test_critical_date_with_an_open_end_counts_from_the_day_it_may_begin(
    span: str, held: bool
) -> None:
    assert bool(codes(risk(critical_date=span))) == held
