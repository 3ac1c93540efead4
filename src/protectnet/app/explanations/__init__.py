# SPDX-License-Identifier: GPL-3.0-or-later
"""The one table of what people are told about errors, in their language.

Window and command line say the same: what happened, what was not harmed, what to do now.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from protectnet.app.explanations.attachments import ATTACHMENT_WORDS
from protectnet.app.explanations.exchanges import BUNDLE_WORDS, LOG_WORDS
from protectnet.app.explanations.membership import MEMBERSHIP_WORDS
from protectnet.app.explanations.outside import OUTSIDE_WORDS, SYSTEM_REASONS
from protectnet.app.explanations.records import REASONS, RECORD_WORDS
from protectnet.app.explanations.taking import TAKING_WORDS
from protectnet.app.explanations.vaults import STORE_WORDS, VAULT_WORDS
from protectnet.app.explanations.words import Table, Words
from protectnet.app.importing import ImportProblem
from protectnet.app.records import FilterDoesNotFit
from protectnet.domain.draft import Problem
from protectnet.domain.errors import InvalidValue, ProtectNetError
from protectnet.domain.marking import N_
from protectnet.i18n import _, ngettext

MOST_SHOWN_CHARS = 300
"""How much of a fact stands in a sentence; what is longer, as a path can be, loses its middle."""

_UNKNOWN = Words(
    N_("Something went wrong that the program has no words for."),
    N_("This is a defect of the program. Please tell us its name."),
)


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """What people are told; ``details`` are lines of their own, such as each wrong field."""

    what: str
    unharmed: str
    to_do: str
    details: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """All of it in one line, without the details."""
        return " ".join(part for part in (self.what, self.unharmed, self.to_do) if part)


def all_words() -> Table:
    """The words of every error there is."""
    return {
        **VAULT_WORDS,
        **STORE_WORDS,
        **RECORD_WORDS,
        **ATTACHMENT_WORDS,
        **BUNDLE_WORDS,
        **MEMBERSHIP_WORDS,
        **LOG_WORDS,
        **TAKING_WORDS,
        **OUTSIDE_WORDS,
    }


def explain(error: ProtectNetError) -> Explanation:
    """What to tell a person about ``error``."""
    words = _words_for(type(error))
    facts = _Facts({name: _shown(value) for name, value in error.facts.items()})
    if "reason" in facts:
        facts["reason"] = _reason(words, facts["reason"])
    return Explanation(
        what=_(words.what).format_map(facts),
        unharmed=_(words.unharmed).format_map(facts) if words.unharmed else "",
        to_do=_(words.to_do).format_map(facts),
        details=tuple(_details(error)),
    )


class _Facts(dict[str, str]):
    """The facts of an error; one that is missing must not hide the error itself."""

    def __missing__(self, name: str) -> str:
        return "?"


def _reason(words: Words, reason: str) -> str:
    """A reason in words, where it is a code of this error or the system's word for a fault."""
    known = words.reasons.get(reason) or SYSTEM_REASONS.get(reason)
    return _(known) if known else reason


def _words_for(kind: type[ProtectNetError]) -> Words:
    """The words of the class, or of the nearest class above it that has some."""
    table = all_words()
    for each in kind.__mro__:
        if each in table:
            return table[each]
    return _UNKNOWN


def _details(error: ProtectNetError) -> Iterator[str]:
    """A line for each problem, and how many more there are; or the one reason."""
    problems = error.facts.get("problems", ())
    if isinstance(problems, tuple) and problems:
        yield from map(_problem, problems)
        count = error.facts.get("count")
        more = count - len(problems) if isinstance(count, int) else 0
        if more > 0:
            yield ngettext("and {count} more", "and {count} more", more).format(count=more)
    reason = error.facts.get("reason")
    if isinstance(error, InvalidValue | FilterDoesNotFit) and isinstance(reason, str):
        yield _("“{given}” {reason}.").format(
            given=_shown(error.facts.get("given", "")), reason=_(REASONS[reason])
        )


def _problem(problem: Problem | ImportProblem) -> str:
    """What is wrong with one field, and in a file where it stands."""
    place = _shown(problem.field)
    if isinstance(problem, ImportProblem):
        line = _("line {line}, {field}") if place else _("line {line}")
        place = line.format(line=problem.line, field=place)
    said = _("{place}: {reason}")
    if problem.given and problem.given != problem.field:
        said = _("{place}: “{given}” {reason}")
    return said.format(place=place, given=_shown(problem.given), reason=_(REASONS[problem.reason]))


def _shown(value: object) -> str:
    """A fact as it stands in a sentence: one short line, nothing a terminal could take for orders."""
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value))
    text = str(value)
    if len(text) > MOST_SHOWN_CHARS:
        text = f"{text[: MOST_SHOWN_CHARS // 2]}…{text[-MOST_SHOWN_CHARS // 2 :]}"
    return "".join(each if each.isprintable() else _instead(each) for each in text)


def _instead(character: str) -> str:
    """What is shown for a character that is not: a part of a name that is no text, or a control."""
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) == "Cs" else " "
