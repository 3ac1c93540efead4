# SPDX-License-Identifier: GPL-3.0-or-later
"""Which held segments count, and bringing the records up to it when that changes.

The standing of a segment follows from the membership (docs/spec/log-v1.md, section 12), so whoever
knows the membership judges; the store keeps what was judged. Operations of segments that do not
count are kept and passed on, and change nothing.
"""

from enum import Enum


class Standing(Enum):
    COUNTS = 0
    QUARANTINED = 1
    SET_ASIDE = 2
    REFUSED = 3


CODES = {each: each.value for each in Standing}
STANDINGS = {code: each for each, code in CODES.items()}
