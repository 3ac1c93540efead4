# SPDX-License-Identifier: GPL-3.0-or-later
"""The one table of what people are told about errors, in their language.

Window and command line say the same: what happened, what was not harmed, what to do now.
"""

from dataclasses import dataclass

from protectnet.app.explanations.attachments import ATTACHMENT_WORDS
from protectnet.app.explanations.exchanges import BUNDLE_WORDS, LOG_WORDS
from protectnet.app.explanations.records import REASONS, RECORD_WORDS
from protectnet.app.explanations.vaults import STORE_WORDS, VAULT_WORDS
from protectnet.app.explanations.words import Table, Words
from protectnet.domain.draft import Problem
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.marking import N_
from protectnet.i18n import _

_UNKNOWN = Words(
    N_("Something went wrong that the program has no words for."),
    N_("This is a defect of the program. Please tell us its name."),
)


@dataclass(frozen=True, slots=True)
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
        **LOG_WORDS,
    }


def explain(error: ProtectNetError) -> Explanation:
    """What to tell a person about ``error``."""
    words = _words_for(type(error))
    facts = {name: _shown(value) for name, value in error.facts.items()}
    return Explanation(
        what=_(words.what).format(**facts),
        unharmed=_(words.unharmed).format(**facts) if words.unharmed else "",
        to_do=_(words.to_do).format(**facts),
        details=tuple(_details(error)),
    )


def _words_for(kind: type[ProtectNetError]) -> Words:
    """The words of the class, or of the nearest class above it that has some."""
    table = all_words()
    for each in kind.__mro__:
        if each in table:
            return table[each]
    return _UNKNOWN


def _details(error: ProtectNetError) -> list[str]:
    problems = error.facts.get("problems", ())
    lines = [_problem(each) for each in problems] if isinstance(problems, tuple) else []
    reason = error.facts.get("reason")
    if isinstance(reason, str) and reason in REASONS:
        lines.append(_(REASONS[reason]))
    return lines


def _problem(problem: Problem) -> str:
    reason = _(REASONS[problem.reason])
    if problem.given and problem.given != problem.field:
        return f"{problem.field}: “{problem.given}” {reason}"
    return f"{problem.field}: {reason}"


def _shown(value: object) -> str:
    """A fact as it stands in a sentence: one line, nothing a terminal could take for orders."""
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return "".join(each if each.isprintable() else " " for each in text)
