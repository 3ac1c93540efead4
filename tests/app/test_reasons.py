# SPDX-License-Identifier: GPL-3.0-or-later
"""Every reason becomes full sentences, in which nothing is left open and nothing claims too much."""

import re
from collections.abc import Mapping
from datetime import date

import pytest

from protectnet.app.reasons import ReasonWords
from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.ids import RecordId
from protectnet.domain.rules.reason import Fact, Reason, ReasonCode

INCIDENT = RecordId(b"i" * 16)
ACTOR = RecordId(b"a" * 16)
GONE = RecordId(b"g" * 16)
TITLES = {INCIDENT: "Shots {at} night", ACTOR: "Company"}
DAY = date(2026, 11, 3)
UNTIL = date(2027, 1, 31)
VOCABULARIES = Vocabularies()

EVENT: dict[str, Fact] = {"incident": INCIDENT, "day": DAY, "until": UNTIL}
LATE: dict[str, Fact] = {"day": DAY, "days": 31}
FOUND: dict[str, Fact] = {"incident": INCIDENT, "day": DAY}
FLOORS = (
    ReasonCode.DIRECT_THREAT,
    ReasonCode.ATTACK_HERE,
    ReasonCode.ATTACK_SAME_ACTOR,
    ReasonCode.ATTACK_UNKNOWN_ACTOR,
)
CASES: list[tuple[ReasonCode, Mapping[str, Fact], list[str]]] = [
    (
        ReasonCode.SCORE,
        {"likelihood": 3, "impact": 4, "product": 12, "band": "high"},
        ["3 times impact 4 gives 12", "High"],
    ),
    (ReasonCode.NOT_SCORED, {"likelihood": None, "impact": None}, ["how likely", "how bad"]),
    (ReasonCode.NOT_SCORED, {"likelihood": 2, "impact": None}, ["how bad"]),
    (ReasonCode.NOT_SCORED, {"likelihood": None, "impact": 2}, ["how likely"]),
    *[(code, {**EVENT, "count": 1}, ["2026-11-03", "2027-01-31", "Shots {at}"]) for code in FLOORS],
    *[(code, {**EVENT, "count": 3}, ["3 ", "2026-11-03", "Shots {at}"]) for code in FLOORS],
    (
        ReasonCode.CRITICAL_DATE,
        {"day": DAY, "until": None, "actor": ACTOR},
        ["begins on 2026-11-03", "Company"],
    ),
    (ReasonCode.CRITICAL_DATE, {"day": DAY, "until": DAY, "actor": ACTOR}, ["comes on 2026-11-03"]),
    (
        ReasonCode.CRITICAL_DATE,
        {"day": DAY, "until": UNTIL, "actor": GONE},
        ["between 2026-11-03 and 2027-01-31", "not held here"],
    ),
    (ReasonCode.AGREED, {"band": "medium", "day": DAY}, ["last confirmed", "2026-11-03", "Medium"]),
    (ReasonCode.AGREED, {"band": "medium", "day": None}, ["Medium", "not noted"]),
    (
        ReasonCode.LOWERED,
        {"band": "low", "day": DAY, "score": "extreme"},
        ["2026-11-03", "Low", "Extreme", "reason"],
    ),
    (ReasonCode.QUIET, {"days": 0}, ["today", "may lower"]),
    (ReasonCode.QUIET, {"days": 1}, ["1 day,", "does not say that nothing happened"]),
    (ReasonCode.QUIET, {"days": 44}, ["44 days,", "does not say that nothing happened"]),
    (ReasonCode.NOT_STATUS_ACTIVE, {"status": "ended"}, ["Ended"]),
    (ReasonCode.NOT_STATUS_ACTIVE, {"status": "x.our way"}, ["x.our way"]),
    (ReasonCode.NOT_STATUS_ACTIVE, {"status": ""}, ["not noted"]),
    (ReasonCode.REVIEW_LONG_PAST, LATE, ["2026-11-03", "31 days ago"]),
    (ReasonCode.FOUND_HARMFUL, {"day": None}, ["harm"]),
    (ReasonCode.FOUND_HARMFUL, {"day": DAY}, ["2026-11-03", "harm"]),
    (ReasonCode.REVIEW_PASSED, LATE, ["2026-11-03", "31 days ago"]),
    (ReasonCode.REVIEW_PASSED, {"day": DAY, "days": 1}, ["1 day ago"]),
    (ReasonCode.DELETE_BY_PASSED, LATE, ["2026-11-03", "31 days ago"]),
    (ReasonCode.MORE_THAN_USUAL, {"count": 5, "usual": 2}, ["5 incidents", "usually 2"]),
    (ReasonCode.MORE_THAN_USUAL, {"count": 3, "usual": 0}, ["3 incidents", "none noted"]),
    (ReasonCode.STEP_UP, {**FOUND, "from_step": "sign", "to_step": "threat"}, ["signs", "threat"]),
    (ReasonCode.STEP_UP, {**FOUND, "from_step": "sign", "to_step": "attack"}, ["signs", "attack"]),
    (
        ReasonCode.STEP_UP,
        {**FOUND, "from_step": "threat", "to_step": "attack"},
        ["After threats", "attack"],
    ),
    (ReasonCode.SAME_MEANS, {**FOUND, "means": "drone", "count": 2}, ["2 threats", "Drone"]),
    (ReasonCode.AFTER_OUR_ACT, {**FOUND, "days": 0}, ["On the day", "Shots {at}"]),
    (ReasonCode.AFTER_OUR_ACT, {**FOUND, "days": 1}, ["1 day after"]),
    (ReasonCode.AFTER_OUR_ACT, {**FOUND, "days": 9}, ["9 days after"]),
]
PASSED = (*FLOORS, ReasonCode.CRITICAL_DATE)
CASES += [
    (ReasonCode.REASON_PASSED, {"reason": code.value, "until": UNTIL}, ["2027-01-31", "stays"])
    for code in PASSED
]
QUESTIONS = {
    ReasonCode.MORE_THAN_USUAL,
    ReasonCode.STEP_UP,
    ReasonCode.SAME_MEANS,
    ReasonCode.AFTER_OUR_ACT,
}


def words() -> ReasonWords:
    return ReasonWords(
        title_of=lambda record: TITLES.get(record, ""),
        label_of=lambda name, code: VOCABULARIES(name).label(code, "en"),
    )


@pytest.mark.parametrize(("code", "facts", "parts"), CASES)
def test_reason_is_said_with_its_facts(
    code: ReasonCode, facts: Mapping[str, Fact], parts: list[str]
) -> None:
    sentence = words().sentence(Reason(code, facts))
    for part in parts:
        assert part in sentence
    assert sentence[-1] in ".?"
    assert not re.search(r"[{}]", sentence.replace(TITLES[INCIDENT], ""))


def test_every_reason_has_its_sentence() -> None:
    assert {code for code, _, _ in CASES} == set(ReasonCode)


@pytest.mark.parametrize(("code", "facts", "parts"), CASES)
def test_what_rises_is_asked_and_never_claimed(
    code: ReasonCode, facts: Mapping[str, Fact], parts: list[str]
) -> None:
    assert words().sentence(Reason(code, facts)).endswith("?") == (code in QUESTIONS)


def test_days_are_written_as_the_person_writes_them() -> None:
    shown = ReasonWords(lambda _record: "", lambda _name, code: code, lambda day: f"{day:%d.%m.}")
    assert "03.11." in shown.sentence(Reason(ReasonCode.FOUND_HARMFUL, {"day": DAY}))


def test_sentences_never_say_that_nothing_happened() -> None:
    for code, facts, _ in CASES:
        sentence = words().sentence(Reason(code, facts))
        claim = sentence.replace("which does not say that nothing happened", "")
        assert "nothing happened" not in claim
