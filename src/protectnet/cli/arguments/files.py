# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of the commands on attached files, and on files with many records."""

from protectnet.cli.arguments import values
from protectnet.cli.arguments.everywhere import Parser
from protectnet.cli.arguments.naming import new_file, only_circles, record_id
from protectnet.i18n import _


def attach(parser: Parser) -> None:
    """``attach``."""
    record_id(parser)
    parser.add_argument("file", metavar="FILE", type=values.path, help=_("the file to keep"))
    parser.add_argument("--name", metavar="NAME", type=values.name, help=_("another name for it"))
    parser.add_argument(
        "--keep-original",
        action="store_true",
        help=_("keep hidden details of a picture (place, camera, time)"),
    )


def extract(parser: Parser) -> None:
    """``extract``."""
    record_id(parser)
    parser.add_argument(
        "name",
        metavar="NAME",
        help=_("the file's name in the record, or the beginning of its SHA-256"),
    )
    new_file(parser, _("a new file to write it to, not encrypted"), is_required=True)


def importing(parser: Parser) -> None:
    """``import-json``."""
    parser.add_argument(
        "source", metavar="FILE", type=values.source, help=_("a JSON file, or - for standard input")
    )
    parser.add_argument(
        "--circle",
        metavar="CIRCLE",
        type=values.name,
        help=_("put all into this circle; else where each record says, or the vault's first"),
    )


def export(parser: Parser) -> None:
    """``export-json``."""
    only_circles(parser)
    new_file(parser, _("a new file, else standard output; not encrypted"), is_required=False)
