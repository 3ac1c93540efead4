# SPDX-License-Identifier: GPL-3.0-or-later
"""``list``: records of a kind, with conditions, or those with words in them."""

import argparse

from protectnet.app.contradiction_words import mark
from protectnet.app.presenting import Presenter
from protectnet.app.records import Found, Listing, Query
from protectnet.app.workspace import Workspace
from protectnet.cli.console import Console
from protectnet.i18n import _, ngettext

SIGN = "≠"
"""Stands before the word for what waits for a decision, so that it is seen in a long list."""


def list_records(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``list [KIND] [--where FIELD=VALUE]… [--search WORDS] [--circle CIRCLE]…``."""
    listing = workspace.records.page(
        Query(
            kind=given.kind,
            where=tuple(given.where),
            search=given.search,
            circles=tuple(given.circle),
            is_deleted=given.deleted,
            limit=given.limit,
            offset=given.offset,
        )
    )
    presenter = Presenter(workspace)
    console.document(
        {
            "total": listing.total,
            "is_total_exact": listing.is_total_exact,
            "offset": given.offset,
            "records": [_document(presenter, found) for found in listing.found],
        }
    )
    if listing.found:
        _table(presenter, listing, console, is_one_kind=given.kind is not None)
    console.say(_counted(listing, given.offset))


def _document(presenter: Presenter, found: Found) -> dict[str, object]:
    document = presenter.document_with_titles(found.record)
    if found.snippet:
        document["snippet"] = found.snippet.text
    return document


def _table(presenter: Presenter, listing: Listing, console: Console, *, is_one_kind: bool) -> None:
    headings = [_("id"), _("kind"), _("title"), _("more")]
    rows = [
        [
            found.record.id.hex()[:8],
            presenter.kind_label(found.record),
            found.record.title,
            _more(presenter, found),
        ]
        for found in listing.found
    ]
    if is_one_kind:
        for row in (headings, *rows):
            del row[1]
    console.table(headings, rows)


def _more(presenter: Presenter, found: Found) -> str:
    """What stands beside the title: first of all that something waits for a decision."""
    more = found.snippet.text if found.snippet else presenter.summary(found.record)
    waiting = mark(found.record)
    return " · ".join(part for part in (waiting and f"{SIGN} {waiting}", more) if part)


def _counted(listing: Listing, offset: int) -> str:
    """How many there are, and which of them stand above where that is not all."""
    total, last = listing.total, offset + len(listing.found)
    if listing.is_total_exact:
        counted = ngettext("{total} record", "{total} records", total)
    else:
        counted = ngettext("{total} record or more", "{total} records or more", total)
    counted = counted.format(total=total)
    if not listing.found or (offset == 0 and last == total):
        return counted
    first = offset + 1
    counted = _("{counted}; above: {first} to {last}.").format(
        counted=counted, first=first, last=last
    )
    if last < total:
        counted += " " + _("More with “--offset {last}”.").format(last=last)
    return counted
