# SPDX-License-Identifier: GPL-3.0-or-later
"""The truth of this device alone: kept in the private circle, never offered to anybody."""

from protectnet.domain.field import Field, Kind
from protectnet.domain.fieldtypes import DateSpan, LongText, Text
from protectnet.domain.kinds.numbers import NUMBERS
from protectnet.domain.marking import N_

TRUSTED_DEVICE = Kind(
    NUMBERS["trusted_device"],
    "trusted_device",
    N_("Trusted device"),
    N_("Trusted devices"),
    (
        Field(1, "title", Text(), N_("Our name for it"), personal=True, searched=True),
        Field(2, "note", LongText(), N_("Note"), personal=True, searched=True),
        Field(16, "device", Text(), N_("Device")),
        Field(17, "card", LongText(), N_("Its card")),
        Field(18, "words_confirmed_on", DateSpan(), N_("Words confirmed on")),
    ),
    listed=("title", "words_confirmed_on"),
    is_local=True,
)
