# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way an error reaches the screen: what happened, what was not harmed, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from protectnet.app.defects import Defect
from protectnet.app.explanations import Explanation, explain
from protectnet.app.explanations.records import REASONS
from protectnet.domain.draft import Problem
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.field import Kind
from protectnet.domain.marking import N_
from protectnet.i18n import _

TO_DO_IN_WINDOW: Mapping[str, str] = {
    "not_a_vault": N_("Choose another folder, or make a new vault."),
    "date_unsure": N_("Say which day it is."),
    "no_such_record": N_(
        "Go back to the list. Perhaps its circle is one that this vault does not hold."
    ),
    "unknown_circle": N_("Choose another circle."),
    "ambiguous_circle": N_("Choose another circle."),
    "unknown_device": N_("Choose a device from the list."),
    "unknown_kind": N_("This is a defect of the program. Please tell us its name."),
    "invalid_record": N_("Mend what is marked and save again."),
}
"""What to do, by code of the error, where the common sentence names a command that no window has."""

REASONS_IN_WINDOW: Mapping[str, str] = {
    "not_a_date": N_("This is no date. Write 2026-11-23, 2026-11 or 2026."),
    "not_a_count": N_("Write whole numbers."),
    "not_money": N_("Write an amount like 1200.50 and a currency of three letters, like COP."),
    "not_a_place": N_("Write the place by its name."),
    "ends_before_it_begins": N_("The end comes before the beginning."),
    "missing": N_("This is needed to save."),
    "empty": N_("This is empty."),
    "too_long": N_("This text is too long."),
    "control_character": N_("What is written holds signs that are no letters."),
    "out_of_range": N_("This is outside of what is allowed."),
    "unknown_code": N_("This is no word of the list."),
}
"""What is said beside a field, by reason code; other reasons say what the command line says."""


@dataclass(frozen=True, slots=True, repr=False)
class Message:
    """What a person is told. ``report`` is what can be copied of a defect, else empty."""

    what: str
    unharmed: str = ""
    to_do: str = ""
    details: tuple[str, ...] = ()
    report: str = ""

    @property
    def text(self) -> str:
        """All of it as one text for reading aloud."""
        parts = (self.what, *self.details, self.unharmed, self.to_do)
        return " ".join(part for part in parts if part)


def message_of(error: ProtectNetError) -> Message:
    """What to tell a person about an error."""
    explained: Explanation = explain(error)
    message = Message(explained.what, explained.unharmed, explained.to_do, explained.details)
    to_do = TO_DO_IN_WINDOW.get(error.code)
    return replace(message, to_do=_(to_do)) if to_do else message


def message_of_defect(defect: Defect) -> Message:
    """What to tell a person about a defect of ours."""
    return Message(
        _("The program made a mistake of its own ({name}).").format(name=defect.name),
        _("What was saved before is unharmed."),
        _("Try again. You can copy a description, without contents, for those who make it."),
        report=defect.report(),
    )


def problems_of(error: ProtectNetError) -> dict[str, str]:
    """What is wrong with each field of a record that could not be saved, by the field's name."""
    problems = error.facts.get("problems", ())
    found: dict[str, str] = {}
    for each in problems if isinstance(problems, tuple) else ():
        if isinstance(each, Problem):
            found.setdefault(each.field, reason_words(each.reason))
    return found


def reason_words(reason: str) -> str:
    """What to say beside a field for a reason code."""
    if reason in REASONS_IN_WINDOW:
        return _(REASONS_IN_WINDOW[reason])
    return _("This cannot be: it {reason}.").format(reason=_(REASONS[reason]))


def message_of_problems(error: ProtectNetError, kind: Kind) -> Message:
    """What to tell of a record that could not be saved: which fields, by their labels."""
    labels = [_(kind.by_name[name].label) for name in problems_of(error) if name in kind.by_name]
    return replace(message_of(error), what=_("This cannot be saved yet."), details=tuple(labels))
