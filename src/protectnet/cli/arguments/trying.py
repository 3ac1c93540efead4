# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of the commands to try the program out."""

from protectnet.cli.arguments import values
from protectnet.cli.arguments.everywhere import Parser, today
from protectnet.i18n import _


def demo(parser: Parser) -> None:
    """``demo``."""
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=values.path,
        required=True,
        help=_("a new folder for the vault"),
    )
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        type=values.path,
        help=_("the new passphrase in the first line of a file; else one is made and shown"),
    )
    today(parser)


def walk(parser: Parser) -> None:
    """``walk``."""
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=values.path,
        help=_("a new folder to keep it; else it is removed"),
    )
