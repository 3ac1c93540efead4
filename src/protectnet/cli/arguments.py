# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of each command, added to its parser."""

import argparse
from pathlib import Path

from protectnet.i18n import _

Parser = argparse.ArgumentParser


def nothing(parser: Parser) -> None:
    """The command takes no argument of its own."""
    del parser


def record_id(parser: Parser) -> None:
    parser.add_argument(
        "id", metavar="ID", help=_("the record's id, or its beginning (4 digits or more)")
    )


def source(parser: Parser) -> None:
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        required=True,
        help=_("a JSON file, or - for standard input"),
    )


def circle(parser: Parser) -> None:
    parser.add_argument(
        "--circle", metavar="CIRCLE", help=_("a circle's name or id; else the vault's first")
    )


def init(parser: Parser) -> None:
    parser.add_argument(
        "--circle", metavar="NAME", default="home", help=_("name of the first circle")
    )
    parser.add_argument(
        "--user", metavar="NAME", default="first", help=_("code name of the first user")
    )
    parser.add_argument(
        "--device", metavar="NAME", default="laptop", help=_("code name of this device")
    )
    parser.add_argument(
        "--generate",
        choices=("en", "es", "fr", "pt"),
        metavar="LANGUAGE",
        help=_("make a passphrase of seven words (en, es, fr, pt) and show it once"),
    )


def kinds(parser: Parser) -> None:
    parser.add_argument("kind", metavar="KIND", nargs="?", help=_("one kind, with its fields"))
    parser.add_argument("--schema", action="store_true", help=_("the kind's JSON Schema"))


def add(parser: Parser) -> None:
    parser.add_argument("kind", metavar="KIND", help=_("the kind of record"))
    source(parser)
    circle(parser)


def edit(parser: Parser) -> None:
    record_id(parser)
    source(parser)


def listing(parser: Parser) -> None:
    parser.add_argument("kind", metavar="KIND", nargs="?", help=_("the kind of record"))
    parser.add_argument(
        "--where",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        help=_("only records whose field has this value; may be given several times"),
    )
    parser.add_argument("--search", metavar="WORDS", help=_("only records with these words"))
    parser.add_argument(
        "--circle", metavar="CIRCLE", action="append", default=[], help=_("only this circle")
    )
    parser.add_argument("--deleted", action="store_true", help=_("the deleted ones"))
    parser.add_argument("--limit", type=int, default=50, metavar="N", help=_("at most so many"))
    parser.add_argument("--offset", type=int, default=0, metavar="N", help=_("leave out the first"))


def history(parser: Parser) -> None:
    record_id(parser)
    parser.add_argument(
        "--restore",
        metavar="CHANGE",
        help=_("take the value of an earlier change again, as a new change"),
    )


def erase(parser: Parser) -> None:
    record_id(parser)
    parser.add_argument(
        "--reason", metavar="WORDS", default="safety", help=_("one word why, for the others")
    )
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))


def move(parser: Parser) -> None:
    record_id(parser)
    parser.add_argument(
        "--circle", metavar="CIRCLE", required=True, help=_("the circle to move it to")
    )


def attach(parser: Parser) -> None:
    record_id(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the file to keep"))
    parser.add_argument("--name", metavar="NAME", help=_("another name for it"))
    parser.add_argument(
        "--keep-original",
        action="store_true",
        help=_("keep hidden details of a picture (place, camera, time)"),
    )


def extract(parser: Parser) -> None:
    record_id(parser)
    parser.add_argument("name", metavar="NAME", help=_("the file's name in the record"))
    parser.add_argument(
        "--out", metavar="FILE", type=Path, required=True, help=_("where to write it, readable")
    )


def user_add(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("code name of the new user"))
    parser.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        type=Path,
        help=_("the new passphrase in the first line of a file"),
    )


def user_name(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("code name of the user"))


def new_passphrase(parser: Parser) -> None:
    parser.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        type=Path,
        help=_("the new passphrase in the first line of a file"),
    )


def importing(parser: Parser) -> None:
    parser.add_argument("source", metavar="FILE", help=_("a JSON file, or - for standard input"))
    circle(parser)


def export(parser: Parser) -> None:
    parser.add_argument(
        "--circle", metavar="CIRCLE", action="append", default=[], help=_("only this circle")
    )
    parser.add_argument(
        "--out", metavar="FILE", type=Path, help=_("a file, else standard output; readable by all")
    )


def demo(parser: Parser) -> None:
    parser.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help=_("a new folder for the vault")
    )


def walk(parser: Parser) -> None:
    parser.add_argument(
        "--out", metavar="DIR", type=Path, help=_("a new folder to keep it; else it is removed")
    )


def card(parser: Parser) -> None:
    parser.add_argument(
        "--out", metavar="FILE", type=Path, required=True, help=_("where to write the card")
    )


def trust(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the other device's card"))
    parser.add_argument(
        "--words", metavar="WORDS", required=True, help=_("the six words you were told by voice")
    )
    parser.add_argument(
        "--name", metavar="NAME", required=True, help=_("your own name for that device")
    )


def circle_add(parser: Parser) -> None:
    parser.add_argument("circle", metavar="CIRCLE", help=_("a circle's name or id"))
    parser.add_argument("device", metavar="DEVICE", help=_("a trusted device's name or id"))
    parser.add_argument(
        "--role",
        choices=("reader", "contributor", "coordinator"),
        default="contributor",
        help=_("what it may do: reader, contributor or coordinator"),
    )


def bundle_write(parser: Parser) -> None:
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
    circle(parser)


def bundle_file(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the bundle"))
