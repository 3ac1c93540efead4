# SPDX-License-Identifier: GPL-3.0-or-later
"""Single values in the words of the language that is set."""

from protectnet.domain.fieldtypes import Choice, FieldType, Scale, Tristate, VocabularySource
from protectnet.domain.marking import N_
from protectnet.domain.values import CountRange, Span
from protectnet.i18n import _, current_language

_TRISTATE = {"yes": N_("yes"), "no": N_("no"), "unknown": N_("not known")}


def coded_words(type_: FieldType, value: int | str, vocabularies: VocabularySource) -> str:
    """The words of a code, a step or yes/no/unknown; other texts as they are."""
    if isinstance(type_, Tristate):
        return _(_TRISTATE.get(str(value), str(value)))
    if isinstance(type_, Choice | Scale):
        label = vocabularies(type_.vocabulary).label(str(value), current_language())
        return f"{value} {label}" if isinstance(value, int) else label
    return str(value)


def span_words(span: Span, vocabularies: VocabularySource) -> str:
    """A span of dates, as precise as it is, with the part of the day."""
    part = ""
    if span.part:
        part = ", " + vocabularies("part_of_day").label(span.part, current_language())
    precision = {"year": 4, "month": 7}.get(span.precision, 10)
    first = span.first.isoformat()[:precision] if span.first else ""
    last = span.last.isoformat()[:precision] if span.last else ""
    if first and last:
        return (first if first == last else f"{first} – {last}") + part
    if first:
        return _("since {day}").format(day=first) + part
    return (_("until {day}").format(day=last) if last else _("date not known")) + part


def count_words(count: CountRange) -> str:
    """A count from–to, or its one known end."""
    if count.low is None:
        return _("at most {number}").format(number=count.high)
    if count.high is None:
        return _("at least {number}").format(number=count.low)
    return str(count.low) if count.low == count.high else f"{count.low}–{count.high}"
