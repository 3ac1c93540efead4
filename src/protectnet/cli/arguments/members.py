# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of the commands on the devices of a circle."""

from protectnet.cli.arguments import values
from protectnet.cli.arguments.everywhere import Parser
from protectnet.cli.arguments.exchange import ROLES
from protectnet.i18n import _


def circle(parser: Parser) -> None:
    """``circle members``."""
    parser.add_argument(
        "circle", metavar="CIRCLE", type=values.name, help=_("a circle's name or id")
    )


def suspend(parser: Parser) -> None:
    """``circle suspend``."""
    _device(parser)
    parser.add_argument("--lift", action="store_true", help=_("give to it again, and take of it"))


def remove(parser: Parser) -> None:
    """``circle remove``."""
    _device(parser)
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))


def role(parser: Parser) -> None:
    """``circle role``."""
    _device(parser)
    parser.add_argument(
        "--role",
        type=values.one_of(ROLES),
        required=True,
        metavar="ROLE",
        help=_("what it may do from now on: reader, contributor or coordinator"),
    )


def _device(parser: Parser) -> None:
    circle(parser)
    parser.add_argument(
        "device", metavar="DEVICE", type=values.name, help=_("the name or id of one of its devices")
    )


def quarantined(parser: Parser) -> None:
    """``quarantine accept`` and ``quarantine drop``."""
    circle(parser)
    parser.add_argument(
        "device", metavar="DEVICE", type=values.name, help=_("the removed device's name or id")
    )
    parser.add_argument(
        "--until",
        metavar="DAY",
        type=values.day,
        help=_("only what was written up to this day (2026-11-23)"),
    )
