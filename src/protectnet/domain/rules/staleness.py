# SPDX-License-Identifier: GPL-3.0-or-later
"""What is old: a review whose day has passed, a record to be looked at again or deleted.

A date that is a range has passed when its last day has. Where people contradict each other, the
earlier date counts. A record without such a date is not old: nobody set one.
"""

from collections.abc import Mapping
from datetime import date

from protectnet.domain.record import Record
from protectnet.domain.rules.reading import last_days
from protectnet.domain.rules.reason import Reason, ReasonCode

REVIEW_FIELDS: Mapping[str, str] = {"risk": "next_review", "measure": "review_due"}
"""The field that says by when a record of a kind is to be looked at again."""

DELETE_BY_FIELD = "review_or_delete_by"


def stale(record: Record, today: date) -> Reason | None:
    """Why the record is to be shown as old (``REVIEW_PASSED``), or ``None``."""
    field = REVIEW_FIELDS.get(record.kind.name)
    return _passed(record, field, ReasonCode.REVIEW_PASSED, today) if field else None


def past_delete_by(record: Record, today: date) -> Reason | None:
    """Why the record is to be reviewed or deleted now (``DELETE_BY_PASSED``), or ``None``."""
    return _passed(record, DELETE_BY_FIELD, ReasonCode.DELETE_BY_PASSED, today)


def _passed(record: Record, field: str, code: ReasonCode, today: date) -> Reason | None:
    due = min(last_days(record, field), default=None)
    if due is None or due >= today:
        return None
    return Reason(code, {"day": due, "days": (today - due).days})
