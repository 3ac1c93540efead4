# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers of the record kinds. A number is never used again, nor given another meaning.

Numbers from 1000 on are kinds of this device alone, which never travel.
"""

from protectnet.domain.fieldtypes import ReferencesTo, ReferenceTo

NUMBERS: dict[str, int] = {
    "collective": 1,
    "contact": 2,
    "actor": 3,
    "risk": 4,
    "structural_cause": 5,
    "factor": 6,
    "incident": 7,
    "involvement": 8,
    "measure": 9,
    "measure_review": 10,
    "statement": 11,
    "document": 12,
    "trusted_device": 1001,
}

SHARED_KINDS = tuple(name for name, number in NUMBERS.items() if number < 1000)


def _numbered(names: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((name, NUMBERS[name]) for name in names)


def one_of(*names: str) -> ReferenceTo:
    """A link to one record of these kinds."""
    return ReferenceTo(_numbered(names))


def many_of(*names: str) -> ReferencesTo:
    """Links to records of these kinds."""
    return ReferencesTo(_numbered(names))
