# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command of the command line, declared: name, what it does, arguments, where it is done.

Only the module of the command that runs is imported, so that help answers at once.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from protectnet import __version__
from protectnet.domain.marking import N_
from protectnet.i18n import _

Parser = argparse.ArgumentParser


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its words, its sentence, where ``run`` stands, and its arguments.

    ``needs_vault`` commands take ``--vault`` and the passphrase and run on the open workspace.
    """

    words: tuple[str, ...]
    summary: str
    module: str
    function: str
    arguments: Callable[[Parser], None]
    needs_vault: bool = True

    @property
    def name(self) -> str:
        """The words as they are typed."""
        return " ".join(self.words)


def _nothing(parser: Parser) -> None:
    """The command takes no argument of its own."""
    del parser


def _id(parser: Parser) -> None:
    parser.add_argument(
        "id", metavar="ID", help=_("the record's id, or its beginning (4 digits or more)")
    )


def _source(parser: Parser) -> None:
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        required=True,
        help=_("a JSON file, or - for standard input"),
    )


def _circle(parser: Parser) -> None:
    parser.add_argument(
        "--circle", metavar="CIRCLE", help=_("a circle's name or id; else the vault's first")
    )


def _init(parser: Parser) -> None:
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


def _kinds(parser: Parser) -> None:
    parser.add_argument("kind", metavar="KIND", nargs="?", help=_("one kind, with its fields"))
    parser.add_argument("--schema", action="store_true", help=_("the kind's JSON Schema"))


def _add(parser: Parser) -> None:
    parser.add_argument("kind", metavar="KIND", help=_("the kind of record"))
    _source(parser)
    _circle(parser)


def _edit(parser: Parser) -> None:
    _id(parser)
    _source(parser)


def _list(parser: Parser) -> None:
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


def _history(parser: Parser) -> None:
    _id(parser)
    parser.add_argument(
        "--restore",
        metavar="CHANGE",
        help=_("take the value of an earlier change again, as a new change"),
    )


def _erase(parser: Parser) -> None:
    _id(parser)
    parser.add_argument(
        "--reason", metavar="WORDS", default="safety", help=_("one word why, for the others")
    )
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))


def _move(parser: Parser) -> None:
    _id(parser)
    parser.add_argument(
        "--circle", metavar="CIRCLE", required=True, help=_("the circle to move it to")
    )


def _attach(parser: Parser) -> None:
    _id(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the file to keep"))
    parser.add_argument("--name", metavar="NAME", help=_("another name for it"))
    parser.add_argument(
        "--keep-original",
        action="store_true",
        help=_("keep hidden details of a picture (place, camera, time)"),
    )


def _extract(parser: Parser) -> None:
    _id(parser)
    parser.add_argument("name", metavar="NAME", help=_("the file's name in the record"))
    parser.add_argument(
        "--out", metavar="FILE", type=Path, required=True, help=_("where to write it, readable")
    )


def _user_add(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("code name of the new user"))
    parser.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        type=Path,
        help=_("the new passphrase in the first line of a file"),
    )


def _user_name(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("code name of the user"))


def _new_passphrase(parser: Parser) -> None:
    parser.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        type=Path,
        help=_("the new passphrase in the first line of a file"),
    )


def _import(parser: Parser) -> None:
    parser.add_argument("source", metavar="FILE", help=_("a JSON file, or - for standard input"))
    _circle(parser)


def _export(parser: Parser) -> None:
    parser.add_argument(
        "--circle", metavar="CIRCLE", action="append", default=[], help=_("only this circle")
    )
    parser.add_argument(
        "--out", metavar="FILE", type=Path, help=_("a file, else standard output; readable by all")
    )


def _demo(parser: Parser) -> None:
    parser.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help=_("a new folder for the vault")
    )


def _walk(parser: Parser) -> None:
    parser.add_argument(
        "--out", metavar="DIR", type=Path, help=_("a new folder to keep it; else it is removed")
    )


def _card(parser: Parser) -> None:
    parser.add_argument(
        "--out", metavar="FILE", type=Path, required=True, help=_("where to write the card")
    )


def _trust(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the other device's card"))
    parser.add_argument(
        "--words", metavar="WORDS", required=True, help=_("the six words you were told by voice")
    )
    parser.add_argument(
        "--name", metavar="NAME", required=True, help=_("your own name for that device")
    )


def _circle_add(parser: Parser) -> None:
    parser.add_argument("circle", metavar="CIRCLE", help=_("a circle's name or id"))
    parser.add_argument("device", metavar="DEVICE", help=_("a trusted device's name or id"))
    parser.add_argument(
        "--role",
        choices=("reader", "contributor", "coordinator"),
        default="contributor",
        help=_("what it may do: reader, contributor or coordinator"),
    )


def _bundle_write(parser: Parser) -> None:
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
    _circle(parser)


def _bundle_file(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the bundle"))


_RECORDS = "protectnet.cli.commands.records"
_VAULT = "protectnet.cli.commands.vault"
_FILES = "protectnet.cli.commands.files"
_DEVICES = "protectnet.cli.commands.devices"
_BUNDLES = "protectnet.cli.commands.bundles"
_SAMPLE = "protectnet.cli.commands.sample"

COMMANDS = (
    Command(("init",), N_("make a new vault"), _VAULT, "init", _init, needs_vault=False),
    Command(
        ("kinds",),
        N_("the kinds of records and their fields"),
        "protectnet.cli.commands.kinds",
        "kinds",
        _kinds,
        needs_vault=False,
    ),
    Command(("add",), N_("add a record"), _RECORDS, "add", _add),
    Command(("edit",), N_("change fields of a record"), _RECORDS, "edit", _edit),
    Command(("show",), N_("show a record"), _RECORDS, "show", _id),
    Command(("list",), N_("list or search records"), _RECORDS, "list_records", _list),
    Command(("history",), N_("who changed what of a record"), _RECORDS, "history", _history),
    Command(("delete",), N_("take a record out of sight"), _RECORDS, "delete", _id),
    Command(("undelete",), N_("bring a deleted record back"), _RECORDS, "undelete", _id),
    Command(("erase",), N_("destroy a record for good"), _RECORDS, "erase", _erase),
    Command(("move",), N_("move a record to another circle"), _RECORDS, "move", _move),
    Command(("attach",), N_("keep a file with a record"), _FILES, "attach", _attach),
    Command(("extract",), N_("write an attached file, readable"), _FILES, "extract", _extract),
    Command(("users", "list"), N_("who opens this vault"), _VAULT, "users_list", _nothing),
    Command(("users", "add"), N_("let somebody else open it"), _VAULT, "users_add", _user_add),
    Command(
        ("users", "remove"), N_("let a user no longer open it"), _VAULT, "users_remove", _user_name
    ),
    Command(
        ("users", "passphrase"),
        N_("change your passphrase"),
        _VAULT,
        "users_passphrase",
        _new_passphrase,
    ),
    Command(
        ("users", "rotate"),
        N_("make a new vault key, after a passphrase leaked"),
        _VAULT,
        "users_rotate",
        _new_passphrase,
    ),
    Command(("import-json",), N_("add many records from a file"), _FILES, "import_json", _import),
    Command(
        ("export-json",), N_("write records as JSON, readable"), _FILES, "export_json", _export
    ),
    Command(("status",), N_("what the vault holds"), _VAULT, "status", _nothing),
    Command(("check",), N_("verify everything the vault holds"), _VAULT, "check", _nothing),
    Command(
        ("rebuild",), N_("make tables and index anew from the log"), _VAULT, "rebuild", _nothing
    ),
    Command(("device", "card"), N_("write this device's card"), _DEVICES, "card", _card),
    Command(("device", "trust"), N_("trust a device by its words"), _DEVICES, "trust", _trust),
    Command(
        ("device", "list"),
        N_("this device and those it trusts"),
        _DEVICES,
        "list_devices",
        _nothing,
    ),
    Command(("circle", "list"), N_("the circles of this vault"), _DEVICES, "circles", _nothing),
    Command(("circle", "add"), N_("add a device to a circle"), _DEVICES, "circle_add", _circle_add),
    Command(
        ("bundle", "write"), N_("write a bundle for devices"), _BUNDLES, "write", _bundle_write
    ),
    Command(
        ("bundle", "preview"), N_("what a bundle would change"), _BUNDLES, "preview", _bundle_file
    ),
    Command(("bundle", "accept"), N_("take in a bundle"), _BUNDLES, "accept", _bundle_file),
    Command(
        ("demo",),
        N_("make a vault with the invented sample network"),
        _SAMPLE,
        "demo",
        _demo,
        needs_vault=False,
    ),
    Command(
        ("walk",),
        N_("show the main job from end to end between two invented laptops"),
        _SAMPLE,
        "walk",
        _walk,
        needs_vault=False,
    ),
)

GROUPS = {
    "users": N_("the people who open this vault"),
    "device": N_("this device and those it trusts"),
    "circle": N_("who can read"),
    "bundle": N_("give and take"),
}


def make_parser() -> Parser:
    """The parser of all commands, in the language that is set."""
    parser = Parser(
        prog="protectnet",
        description=_("Collective risks, protection measures and contacts, encrypted and offline."),
        epilog=_("Without a command the window opens."),
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(metavar=_("COMMAND"), title=_("commands"))
    groups: dict[str, argparse._SubParsersAction[Parser]] = {}
    for command in COMMANDS:
        *above, last = command.words
        place = commands
        for word in above:
            if word not in groups:
                group = commands.add_parser(word, help=_(GROUPS[word]), description=_(GROUPS[word]))
                groups[word] = group.add_subparsers(
                    metavar=_("COMMAND"), title=_("commands"), required=True
                )
            place = groups[word]
        summary = _(command.summary)
        _fill(place.add_parser(last, help=summary, description=summary), command)
    return parser


def _fill(parser: Parser, command: Command) -> None:
    command.arguments(parser)
    takes_passphrase = command.needs_vault or command.name == "init"
    if takes_passphrase:
        parser.add_argument(
            "--vault",
            metavar="DIR",
            type=Path,
            help=_("the vault's folder; else this person's usual one"),
        )
        parser.add_argument(
            "--passphrase-file",
            metavar="FILE",
            type=Path,
            help=_("the passphrase in the first line of a file; else it is asked for"),
        )
        parser.add_argument(
            "--today", metavar="DAY", help=_("today's date (2026-11-23), where the clock is wrong")
        )
    parser.add_argument(
        "--json", action="store_true", help=_("one JSON document on standard output")
    )
    parser.add_argument("--language", metavar="CODE", help=_("en, es or fr; else the system's"))
    parser.set_defaults(command=command)
