# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of each command, added to its parser.

What can be judged without opening anything is judged here: then it is a fault of use (exit 2).
"""

import argparse
from pathlib import Path

from protectnet.cli.common_arguments import Parser, today
from protectnet.i18n import _

ROLES = ("reader", "contributor", "coordinator")
PASSPHRASE_LANGUAGES = ("en", "es", "fr", "pt")
USUAL_LIMIT = 50


def nothing(parser: Parser) -> None:
    """The command takes no argument of its own."""
    del parser


def record_id(parser: Parser) -> None:
    """Which record."""
    parser.add_argument(
        "id",
        metavar="ID",
        help=_(
            "the record's id, or its beginning (4 digits or more); CIRCLE/ID where it is in two"
        ),
    )


def source(parser: Parser) -> None:
    """Where the record's fields come from."""
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        required=True,
        help=_("a JSON file, or - for standard input"),
    )


def one_circle(parser: Parser) -> None:
    """In which circle."""
    parser.add_argument(
        "--circle", metavar="CIRCLE", help=_("a circle's name or id; else the vault's first")
    )


def only_circles(parser: Parser) -> None:
    """Of which circles."""
    parser.add_argument(
        "--circle",
        metavar="CIRCLE",
        action="append",
        default=[],
        help=_("only of this circle; may be given several times"),
    )


def new_passphrase(parser: Parser) -> None:
    """Where a new passphrase comes from."""
    parser.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        type=Path,
        help=_("the new passphrase in the first line of a file; else it is asked for, twice"),
    )
    generated(parser)


def check_new_passphrase(given: argparse.Namespace) -> str:
    """What is wrong with the arguments of commands that take a new passphrase, together."""
    if given.generate and given.new_passphrase_file:
        return _("--generate and --new-passphrase-file do not go together")
    return ""


def generated(parser: Parser) -> None:
    """That a passphrase is made by lot."""
    parser.add_argument(
        "--generate",
        choices=PASSPHRASE_LANGUAGES,
        metavar="LANGUAGE",
        help=_("make a passphrase of seven words (en, es, fr, pt) and show it once"),
    )


def new_file(parser: Parser, meaning: str, *, is_required: bool) -> None:
    """A file that is to be written."""
    parser.add_argument("--out", metavar="FILE", type=Path, required=is_required, help=meaning)


def init(parser: Parser) -> None:
    """``init``."""
    parser.add_argument(
        "--circle", metavar="NAME", default="home", help=_("name of the first circle (home)")
    )
    parser.add_argument(
        "--user", metavar="NAME", default="first", help=_("code name of the first user (first)")
    )
    parser.add_argument(
        "--device", metavar="NAME", default="laptop", help=_("code name of this device (laptop)")
    )
    generated(parser)


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
        type=_condition,
        help=_("only records whose field has this value; may be given several times"),
    )
    parser.add_argument("--search", metavar="WORDS", help=_("only records with these words"))
    only_circles(parser)
    parser.add_argument("--deleted", action="store_true", help=_("the deleted ones instead"))
    parser.add_argument(
        "--limit",
        type=_whole_number,
        default=USUAL_LIMIT,
        metavar="N",
        help=_("at most so many (50)"),
    )
    parser.add_argument(
        "--offset", type=_whole_number, default=0, metavar="N", help=_("leave out the first N")
    )


def check_listing(given: argparse.Namespace) -> str:
    """What is wrong with the arguments of ``list`` together; empty when nothing is."""
    if given.kind is None and (given.where or given.deleted):
        return _("--where and --deleted need a KIND")
    if given.kind is None and given.search is None:
        return _("give a KIND, --search WORDS, or both")
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
        "--circle", metavar="CIRCLE", required=True, help=_("the circle to move it to")
    )


def attach(parser: Parser) -> None:
    """``attach``."""
    record_id(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the file to keep"))
    parser.add_argument("--name", metavar="NAME", help=_("another name for it"))
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


def user_name(parser: Parser) -> None:
    """``users remove``."""
    parser.add_argument("name", metavar="NAME", help=_("code name of the user"))


def user_add(parser: Parser) -> None:
    """``users add``."""
    parser.add_argument("name", metavar="NAME", help=_("code name of the new user"))
    new_passphrase(parser)


def importing(parser: Parser) -> None:
    """``import-json``."""
    parser.add_argument("source", metavar="FILE", help=_("a JSON file, or - for standard input"))
    parser.add_argument(
        "--circle",
        metavar="CIRCLE",
        help=_("put all into this circle; else where each record says, or the vault's first"),
    )


def export(parser: Parser) -> None:
    """``export-json``."""
    only_circles(parser)
    new_file(parser, _("a new file, else standard output; not encrypted"), is_required=False)


def demo(parser: Parser) -> None:
    """``demo``."""
    parser.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help=_("a new folder for the vault")
    )
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        type=Path,
        help=_("the new passphrase in the first line of a file; else one is made and shown"),
    )
    today(parser)


def walk(parser: Parser) -> None:
    """``walk``."""
    parser.add_argument(
        "--out", metavar="DIR", type=Path, help=_("a new folder to keep it; else it is removed")
    )


def card(parser: Parser) -> None:
    """``device card``."""
    new_file(parser, _("a new file to write the card to"), is_required=True)


def trust(parser: Parser) -> None:
    """``device trust``."""
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the other device's card"))
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
        choices=ROLES,
        default="contributor",
        metavar="ROLE",
        help=_("what it may do: reader, contributor or coordinator (contributor)"),
    )


def bundle_write(parser: Parser) -> None:
    """``bundle write``."""
    parser.add_argument(
        "--to",
        metavar="DEVICE",
        action="append",
        required=True,
        help=_("a trusted device's name or id; may be given several times"),
    )
    parser.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help=_("a stick or folder")
    )
    one_circle(parser)


def bundle_file(parser: Parser) -> None:
    """``bundle preview`` and ``bundle accept``."""
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the bundle"))


def _condition(given: str) -> tuple[str, str]:
    """The field and the value of ``FIELD=VALUE``."""
    field, equals, value = given.partition("=")
    if not equals or not field:
        raise argparse.ArgumentTypeError(
            _("“{given}” is not FIELD=VALUE, as in trend=rising").format(given=given)
        )
    return field.strip(), value.strip()


def _whole_number(given: str) -> int:
    if not given.isdecimal():
        raise argparse.ArgumentTypeError(
            _("“{given}” is no whole number from 0 on").format(given=given)
        )
    return int(given)
