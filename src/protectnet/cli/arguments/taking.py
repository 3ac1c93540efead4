# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of the commands that take bundles in, and take them back."""

from protectnet.cli.arguments import values
from protectnet.cli.arguments.everywhere import Parser
from protectnet.i18n import _


def bundle_files(parser: Parser) -> None:
    """``bundle preview``."""
    parser.add_argument(
        "files",
        metavar="FILE",
        type=values.path,
        nargs="+",
        help=_("a bundle, or a folder with bundles; may be given several times"),
    )


def bundle_accept(parser: Parser) -> None:
    """``bundle accept``."""
    bundle_files(parser)
    parser.add_argument(
        "--expect",
        metavar="PREVIEW_ID",
        type=values.name,
        help=_("only what “bundle preview” showed under this id, with the vault as it was then"),
    )


def bundle_undo(parser: Parser) -> None:
    """``bundle undo``."""
    parser.add_argument(
        "--dry-run", action="store_true", help=_("only say what it would do; nothing is written")
    )
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))
