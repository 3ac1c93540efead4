# SPDX-License-Identifier: GPL-3.0-or-later
"""What several commands are given: which record, which circles, which new file."""

from protectnet.cli.arguments import values
from protectnet.cli.arguments.everywhere import Parser
from protectnet.i18n import _


def record_id(parser: Parser) -> None:
    """Which record."""
    parser.add_argument(
        "id",
        metavar="ID",
        help=_(
            "the record's id, or its beginning (4 digits or more); CIRCLE/ID where it is in two"
        ),
    )


def one_circle(parser: Parser) -> None:
    """In which circle."""
    parser.add_argument(
        "--circle",
        metavar="CIRCLE",
        type=values.name,
        help=_("a circle's name or id; else the vault's first"),
    )


def only_circles(parser: Parser) -> None:
    """Of which circles."""
    parser.add_argument(
        "--circle",
        metavar="CIRCLE",
        type=values.name,
        action="append",
        default=[],
        help=_("only of this circle; may be given several times"),
    )


def new_file(parser: Parser, meaning: str, *, is_required: bool) -> None:
    """A file that is to be written."""
    parser.add_argument(
        "--out", metavar="FILE", type=values.path, required=is_required, help=meaning
    )
