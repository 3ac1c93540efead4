# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of the commands on devices, circles and bundles."""

from protectnet.cli.arguments import values
from protectnet.cli.arguments.everywhere import Parser
from protectnet.cli.arguments.naming import new_file
from protectnet.i18n import _

ROLES = ("reader", "contributor", "coordinator")


def card(parser: Parser) -> None:
    """``device card``."""
    new_file(parser, _("a new file to write the card to"), is_required=True)


def trust(parser: Parser) -> None:
    """``device trust``."""
    parser.add_argument("file", metavar="FILE", type=values.path, help=_("the other device's card"))
    parser.add_argument(
        "--words", metavar="WORDS", required=True, help=_("the six words you were told by voice")
    )
    parser.add_argument(
        "--name", metavar="NAME", required=True, help=_("your own name for that device")
    )


def circle_create(parser: Parser) -> None:
    """``circle create``."""
    parser.add_argument("name", metavar="NAME", help=_("the new circle's name"))


def circle_add(parser: Parser) -> None:
    """``circle add``."""
    parser.add_argument("circle", metavar="CIRCLE", help=_("a circle's name or id"))
    parser.add_argument("device", metavar="DEVICE", help=_("a trusted device's name or id"))
    parser.add_argument(
        "--role",
        type=values.one_of(ROLES),
        default="contributor",
        metavar="ROLE",
        help=_("what it may do: reader, contributor or coordinator (contributor)"),
    )


def bundle_write(parser: Parser) -> None:
    """``bundle write``."""
    parser.add_argument(
        "--to",
        metavar="DEVICE",
        type=values.name,
        action="append",
        required=True,
        help=_("a trusted device's name or id; may be given several times"),
    )
    parser.add_argument(
        "--out", metavar="DIR", type=values.path, required=True, help=_("a stick or folder")
    )
    parser.add_argument(
        "--circle",
        metavar="CIRCLE",
        type=values.name,
        help=_("a circle's name or id; needed where the vault has several"),
    )
