# SPDX-License-Identifier: GPL-3.0-or-later
"""The types a field can have: each translates between JSON, plain form and value.

A type says what it accepts from people (``parse``), what it accepts from another device
(``accept``), how it is shown as JSON (``present``), read as a value (``value``), sorted and
filtered (``column``), found (``words``) and described (``schema``).
"""

from protectnet.domain.fieldtypes.base import FieldType, VocabularySource
from protectnet.domain.fieldtypes.choices import Choice, Choices, Scale, Tristate
from protectnet.domain.fieldtypes.dates import DateSpan
from protectnet.domain.fieldtypes.links import Attachments, ReferencesTo, ReferenceTo
from protectnet.domain.fieldtypes.quantities import CountOf, MoneyAmount, PlaceName
from protectnet.domain.fieldtypes.texts import LongText, Text

__all__ = [
    "Attachments",
    "Choice",
    "Choices",
    "CountOf",
    "DateSpan",
    "FieldType",
    "LongText",
    "MoneyAmount",
    "PlaceName",
    "ReferenceTo",
    "ReferencesTo",
    "Scale",
    "Text",
    "Tristate",
    "VocabularySource",
]
