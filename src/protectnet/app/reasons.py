# SPDX-License-Identifier: GPL-3.0-or-later
"""The reasons that rules give, as sentences in the person's language.

A reason is data (``domain.rules.reason``). Findings about what rises are worded as questions to the
group, and "nothing recorded" is never worded as "nothing happened" (domain.md, decision 2).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from protectnet.domain.ids import RecordId
from protectnet.domain.rules.reason import Fact, Reason, ReasonCode
from protectnet.i18n import _, ngettext

Facts = Mapping[str, Fact]

_VOCABULARY_OF_FACT: Mapping[str, str] = {
    "band": "risk_band",
    "score": "risk_band",
    "status": "measure_status",
    "means": "means",
}


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """Says reasons in words.

    ``title_of`` gives the title of a record, empty for one that is not held here; ``label_of``
    the words for a code, given the vocabulary's name and the code; ``show_day`` writes a day.
    """

    title_of: Callable[[RecordId], str]
    label_of: Callable[[str, str], str]
    show_day: Callable[[date], str] = date.isoformat

    def sentence(self, reason: Reason) -> str:
        """One or two full sentences."""
        template = _TEMPLATES[reason.code](reason.facts)
        return template.format(
            **{name: self._word(name, fact) for name, fact in reason.facts.items()}
        )

    def _word(self, name: str, fact: Fact) -> str:
        if fact is None:
            return _("not known")
        if isinstance(fact, date):
            return self.show_day(fact)
        if isinstance(fact, bytes):
            return self.title_of(fact) or _("not held here")
        if isinstance(fact, str) and name in _VOCABULARY_OF_FACT:
            return self.label_of(_VOCABULARY_OF_FACT[name], fact)
        return str(fact)


def _number(facts: Facts, name: str) -> int:
    found = facts[name]
    if not isinstance(found, int):
        raise TypeError(name)
    return found


def _score(_facts: Facts) -> str:
    return _("Likelihood {likelihood} times impact {impact} gives {product}: {band}.")


def _not_scored(facts: Facts) -> str:
    if facts["likelihood"] is not None:
        return _("Nobody has judged yet how bad it would be.")
    if facts["impact"] is not None:
        return _("Nobody has judged yet how likely it is.")
    return _("Nobody has judged yet how likely it is and how bad it would be.")


def _direct_threat(facts: Facts) -> str:
    return ngettext(
        "A direct threat, on {day} at the latest ({incident}), keeps the level at high or above "
        "until {until}.",
        "{count} direct threats, the last on {day} at the latest ({incident}), keep the level at "
        "high or above until {until}.",
        _number(facts, "count"),
    )


def _attack_here(facts: Facts) -> str:
    return ngettext(
        "An attack, on {day} at the latest ({incident}), keeps the level at high or above until "
        "{until}.",
        "{count} attacks, the last on {day} at the latest ({incident}), keep the level at high or "
        "above until {until}.",
        _number(facts, "count"),
    )


def _attack_same_actor(facts: Facts) -> str:
    return ngettext(
        "An attack elsewhere by the same actor, on {day} at the latest ({incident}), keeps the "
        "level at high or above until {until}.",
        "{count} attacks elsewhere by the same actor, the last on {day} at the latest "
        "({incident}), keep the level at high or above until {until}.",
        _number(facts, "count"),
    )


def _attack_unknown_actor(facts: Facts) -> str:
    return ngettext(
        "An attack elsewhere, on {day} at the latest ({incident}), may be by the same actor: it is "
        "not known who did it or who is behind this risk. It keeps the level at high or above "
        "until {until}.",
        "{count} attacks elsewhere, the last on {day} at the latest ({incident}), may be by the "
        "same actor: it is not known who did them or who is behind this risk. They keep the level "
        "at high or above until {until}.",
        _number(facts, "count"),
    )


def _critical_date(facts: Facts) -> str:
    if facts["until"] is None:
        return _("A critical date begins on {day}, and {actor} may be hostile.")
    if facts["until"] == facts["day"]:
        return _("A critical date comes on {day}, and {actor} may be hostile.")
    return _("A critical date comes between {day} and {until}, and {actor} may be hostile.")


def _agreed(facts: Facts) -> str:
    if facts["day"] is None:
        return _("The group agreed on this level: {band}. The day is not noted.")
    return _("The group last confirmed this level on {day}: {band}.")


def _lowered(_facts: Facts) -> str:
    return _(
        "The group lowered the level on {day}, with a reason: {band}. Likelihood and impact alone "
        "would give: {score}."
    )


def _reason_passed(facts: Facts) -> str:
    return {
        ReasonCode.DIRECT_THREAT: _(
            "A direct threat raised the level and counted until {until}. The level stays until the "
            "group lowers it."
        ),
        ReasonCode.ATTACK_HERE: _(
            "An attack raised the level and counted until {until}. The level stays until the group "
            "lowers it."
        ),
        ReasonCode.ATTACK_SAME_ACTOR: _(
            "An attack elsewhere by the same actor raised the level and counted until {until}. The "
            "level stays until the group lowers it."
        ),
        ReasonCode.ATTACK_UNKNOWN_ACTOR: _(
            "An attack elsewhere that may be by the same actor raised the level and counted until "
            "{until}. The level stays until the group lowers it."
        ),
        ReasonCode.CRITICAL_DATE: _(
            "A critical date raised the level and passed on {until}. The level stays until the "
            "group lowers it."
        ),
    }[ReasonCode(str(facts["reason"]))]


def _quiet(facts: Facts) -> str:
    if facts["days"] == 0:
        return _("The group may lower the level, with a reason. The newest entry is of today.")
    return ngettext(
        "Nothing new was recorded for {days} day, which does not say that nothing happened. The "
        "group may lower the level, with a reason.",
        "Nothing new was recorded for {days} days, which does not say that nothing happened. The "
        "group may lower the level, with a reason.",
        _number(facts, "days"),
    )


def _not_status_active(facts: Facts) -> str:
    if not facts["status"]:
        return _("This measure does not count as active: its status is not noted.")
    return _("This measure does not count as active: its status is “{status}”.")


def _review_long_past(facts: Facts) -> str:
    return ngettext(
        "This measure does not count as active: its review was due on {day}, {days} day ago.",
        "This measure does not count as active: its review was due on {day}, {days} days ago.",
        _number(facts, "days"),
    )


def _found_harmful(facts: Facts) -> str:
    if facts["day"] is None:
        return _("This measure does not count as active: the group says that it does harm.")
    return _("This measure does not count as active: the review of {day} says that it does harm.")


def _review_passed(facts: Facts) -> str:
    return ngettext(
        "This is old: it was to be looked at again by {day}, {days} day ago.",
        "This is old: it was to be looked at again by {day}, {days} days ago.",
        _number(facts, "days"),
    )


def _delete_by_passed(facts: Facts) -> str:
    return ngettext(
        "This was to be reviewed or deleted by {day}, {days} day ago.",
        "This was to be reviewed or deleted by {day}, {days} days ago.",
        _number(facts, "days"),
    )


def _more_than_usual(facts: Facts) -> str:
    if facts["usual"] == 0:
        return _(
            "{count} incidents noted in the last 30 days; in the six months before there was "
            "usually none noted. Is something rising?"
        )
    return _("{count} incidents noted in the last 30 days, usually {usual}. Is something rising?")


def _step_up(facts: Facts) -> str:
    if facts["to_step"] == "threat":
        return _("After signs came a threat, on {day} ({incident}). Is something rising?")
    if facts["from_step"] == "sign":
        return _("After signs came an attack, on {day} ({incident}). Is something rising?")
    return _("After threats came an attack, on {day} ({incident}). Is something rising?")


def _same_means(_facts: Facts) -> str:
    return _(
        "{count} threats in six months were made by the same means: {means}. The last came on "
        "{day} ({incident}). Do they belong together?"
    )


def _after_our_act(facts: Facts) -> str:
    if facts["days"] == 0:
        return _(
            "On the day of something we did in public, this came: {incident}. Is it an answer?"
        )
    return ngettext(
        "{days} day after something we did in public, this came: {incident}. Is it an answer?",
        "{days} days after something we did in public, this came: {incident}. Is it an answer?",
        _number(facts, "days"),
    )


_TEMPLATES: Mapping[ReasonCode, Callable[[Facts], str]] = {
    ReasonCode.SCORE: _score,
    ReasonCode.NOT_SCORED: _not_scored,
    ReasonCode.DIRECT_THREAT: _direct_threat,
    ReasonCode.ATTACK_HERE: _attack_here,
    ReasonCode.ATTACK_SAME_ACTOR: _attack_same_actor,
    ReasonCode.ATTACK_UNKNOWN_ACTOR: _attack_unknown_actor,
    ReasonCode.CRITICAL_DATE: _critical_date,
    ReasonCode.AGREED: _agreed,
    ReasonCode.LOWERED: _lowered,
    ReasonCode.REASON_PASSED: _reason_passed,
    ReasonCode.QUIET: _quiet,
    ReasonCode.NOT_STATUS_ACTIVE: _not_status_active,
    ReasonCode.REVIEW_LONG_PAST: _review_long_past,
    ReasonCode.FOUND_HARMFUL: _found_harmful,
    ReasonCode.REVIEW_PASSED: _review_passed,
    ReasonCode.DELETE_BY_PASSED: _delete_by_passed,
    ReasonCode.MORE_THAN_USUAL: _more_than_usual,
    ReasonCode.STEP_UP: _step_up,
    ReasonCode.SAME_MEANS: _same_means,
    ReasonCode.AFTER_OUR_ACT: _after_our_act,
}
