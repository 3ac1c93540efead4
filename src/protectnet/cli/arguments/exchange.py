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


def device(parser: Parser) -> None:
    """``device untrust``."""
    parser.add_argument(
        "device", metavar="DEVICE", type=values.name, help=_("a trusted device's name or id")
    )


def rename(parser: Parser) -> None:
    """``device rename``."""
    device(parser)
    parser.add_argument("name", metavar="NAME", help=_("your own name for that device"))


def lost(parser: Parser) -> None:
    """``device lost``."""
    parser.add_argument(
        "device",
        metavar="DEVICE",
        type=values.name,
        help=_("the name or id of a device that is trusted, or in a circle"),
    )
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))


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


def bundle_plan(parser: Parser) -> None:
    """``bundle plan``."""
    _receivers(parser)
    _what_of_it(parser)


def bundle_write(parser: Parser) -> None:
    """``bundle write``."""
    _receivers(parser)
    parser.add_argument(
        "--out", metavar="DIR", type=values.path, required=True, help=_("a stick or folder")
    )
    _what_of_it(parser)


def receipts(parser: Parser) -> None:
    """``receipts``."""
    _circle(parser, _("a circle's name or id; else all of them"))


def _receivers(parser: Parser) -> None:
    parser.add_argument(
        "--to",
        metavar="DEVICE",
        type=values.name,
        action="append",
        required=True,
        help=_("a device's name or id, trusted or in a circle; may be given several times"),
    )


def _what_of_it(parser: Parser) -> None:
    _circle(parser, _("a circle's name or id; else all that they have in common"))
    parser.add_argument(
        "--limit-mb",
        metavar="N",
        type=values.counting_number,
        help=_("how many million bytes all files together may have"),
    )


def _circle(parser: Parser, meaning: str) -> None:
    parser.add_argument("--circle", metavar="CIRCLE", type=values.name, help=meaning)
