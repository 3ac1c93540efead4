# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of the commands on records."""

import argparse

from protectnet.cli.arguments import values
from protectnet.cli.arguments.everywhere import Parser
from protectnet.cli.arguments.naming import one_circle, only_circles, record_id
from protectnet.i18n import _

USUAL_LIMIT = 50


def kinds(parser: Parser) -> None:
    """``kinds``."""
    parser.add_argument("kind", metavar="KIND", nargs="?", help=_("one kind, with its fields"))
    parser.add_argument("--schema", action="store_true", help=_("the kind's JSON Schema"))
    # A script may give every command the same vault; this one has no need of it.
    for name in ("--vault", "--passphrase-file", "--today"):
        parser.add_argument(name, help=argparse.SUPPRESS)
    parser.add_argument("--today-is-right", action="store_true", help=argparse.SUPPRESS)


def check_kinds(given: argparse.Namespace) -> str:
    """What is wrong with the arguments of ``kinds`` together; empty when nothing is."""
    return _("--schema needs a KIND") if given.schema and not given.kind else ""


def add(parser: Parser) -> None:
    """``add``."""
    parser.add_argument("kind", metavar="KIND", help=_("the kind of record; see “kinds”"))
    source(parser)
    one_circle(parser)


def edit(parser: Parser) -> None:
    """``edit``."""
    record_id(parser)
    source(parser)


def listing(parser: Parser) -> None:
    """``list``."""
    parser.add_argument("kind", metavar="KIND", nargs="?", help=_("the kind of record"))
    parser.add_argument(
        "--where",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        type=values.condition,
        help=_("only records whose field has this value; may be given several times"),
    )
    parser.add_argument("--search", metavar="WORDS", help=_("only records with these words"))
    only_circles(parser)
    parser.add_argument("--deleted", action="store_true", help=_("the deleted ones instead"))
    parser.add_argument(
        "--limit",
        type=values.whole_number,
        default=USUAL_LIMIT,
        metavar="N",
        help=_("at most so many (50)"),
    )
    parser.add_argument(
        "--offset",
        type=values.whole_number,
        default=0,
        metavar="N",
        help=_("leave out the first N"),
    )


def check_listing(given: argparse.Namespace) -> str:
    """What is wrong with the arguments of ``list`` together; empty when nothing is."""
    if given.kind is None and (given.where or given.deleted):
        return _("--where and --deleted need a KIND")
    if given.kind is None and given.search is None:
        return _(
            "say what to list: a KIND, as in “list risk” (“kinds” names them all), "
            "--search WORDS, or both"
        )
    if given.deleted and given.search is not None:
        return _("--deleted and --search do not go together: deleted records are not searched")
    return ""


def history(parser: Parser) -> None:
    """``history``."""
    record_id(parser)
    parser.add_argument(
        "--restore",
        metavar="CHANGE",
        help=_("take the value of an earlier change again, as a new change"),
    )


def conflicts(parser: Parser) -> None:
    """``conflicts``."""
    parser.add_argument("kind", metavar="KIND", nargs="?", help=_("only records of this kind"))
    only_circles(parser)


def resolve(parser: Parser) -> None:
    """``resolve``."""
    record_id(parser)
    parser.add_argument("field", metavar="FIELD", nargs="?", help=_("a field with several values"))
    parser.add_argument(
        "--take",
        metavar="CHANGE",
        help=_("let the value stand that this change gave; “conflicts” names it"),
    )
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        help=_("let the value stand that a JSON file gives the field; - for standard input"),
    )
    parser.add_argument(
        "--keep",
        action="store_true",
        help=_("keep a record that one deleted while another changed it"),
    )
    parser.add_argument("--delete", action="store_true", help=_("delete such a record"))


def check_resolve(given: argparse.Namespace) -> str:
    """What is wrong with the arguments of ``resolve`` together; empty when nothing is."""
    is_of_field = given.take is not None or given.source is not None
    chosen = (given.take is not None, given.source is not None, given.keep, given.delete)
    if sum(chosen) != 1:
        return _("give one of --take, --from, --keep and --delete")
    if is_of_field and given.field is None:
        return _("--take and --from need a FIELD")
    if given.field is not None and not is_of_field:
        return _("--keep and --delete are about the whole record, without a FIELD")
    return ""


def erase(parser: Parser) -> None:
    """``erase``."""
    record_id(parser)
    parser.add_argument(
        "--reason",
        metavar="WORD",
        default="safety",
        help=_("a word why, which the others see (safety)"),
    )
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))


def move(parser: Parser) -> None:
    """``move``."""
    record_id(parser)
    parser.add_argument(
        "--circle",
        metavar="CIRCLE",
        type=values.name,
        required=True,
        help=_("the circle to move it to"),
    )


def source(parser: Parser) -> None:
    """Where the record's fields come from."""
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        type=values.source,
        required=True,
        help=_("a JSON file, or - for standard input"),
    )
