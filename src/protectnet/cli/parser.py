# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command of the command line, declared: name, what it does, arguments, where it is done.

Only the module of the command that runs is imported, so that help answers at once.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from protectnet import __version__
from protectnet.cli import arguments
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


_RECORDS = "protectnet.cli.commands.records"
_VAULT = "protectnet.cli.commands.vault"
_FILES = "protectnet.cli.commands.files"
_DEVICES = "protectnet.cli.commands.devices"
_BUNDLES = "protectnet.cli.commands.bundles"
_SAMPLE = "protectnet.cli.commands.sample"

COMMANDS = (
    Command(("init",), N_("make a new vault"), _VAULT, "init", arguments.init, needs_vault=False),
    Command(
        ("kinds",),
        N_("the kinds of records and their fields"),
        "protectnet.cli.commands.kinds",
        "kinds",
        arguments.kinds,
        needs_vault=False,
    ),
    Command(("add",), N_("add a record"), _RECORDS, "add", arguments.add),
    Command(("edit",), N_("change fields of a record"), _RECORDS, "edit", arguments.edit),
    Command(("show",), N_("show a record"), _RECORDS, "show", arguments.record_id),
    Command(("list",), N_("list or search records"), _RECORDS, "list_records", arguments.listing),
    Command(
        ("history",), N_("who changed what of a record"), _RECORDS, "history", arguments.history
    ),
    Command(("delete",), N_("take a record out of sight"), _RECORDS, "delete", arguments.record_id),
    Command(
        ("undelete",), N_("bring a deleted record back"), _RECORDS, "undelete", arguments.record_id
    ),
    Command(("erase",), N_("destroy a record for good"), _RECORDS, "erase", arguments.erase),
    Command(("move",), N_("move a record to another circle"), _RECORDS, "move", arguments.move),
    Command(("attach",), N_("keep a file with a record"), _FILES, "attach", arguments.attach),
    Command(
        ("extract",), N_("write an attached file, readable"), _FILES, "extract", arguments.extract
    ),
    Command(("users", "list"), N_("who opens this vault"), _VAULT, "users_list", arguments.nothing),
    Command(
        ("users", "add"), N_("let somebody else open it"), _VAULT, "users_add", arguments.user_add
    ),
    Command(
        ("users", "remove"), N_("let a user no longer open it"), _VAULT, "users_remove", arguments.user_name
    ),
    Command(
        ("users", "passphrase"),
        N_("change your passphrase"),
        _VAULT,
        "users_passphrase",
        arguments.new_passphrase,
    ),
    Command(
        ("users", "rotate"),
        N_("make a new vault key, after a passphrase leaked"),
        _VAULT,
        "users_rotate",
        arguments.new_passphrase,
    ),
    Command(
        ("import-json",),
        N_("add many records from a file"),
        _FILES,
        "import_json",
        arguments.importing,
    ),
    Command(
        ("export-json",), N_("write records as JSON, readable"), _FILES, "export_json", arguments.export
    ),
    Command(("status",), N_("what the vault holds"), _VAULT, "status", arguments.nothing),
    Command(
        ("check",), N_("verify everything the vault holds"), _VAULT, "check", arguments.nothing
    ),
    Command(
        ("rebuild",), N_("make tables and index anew from the log"), _VAULT, "rebuild", arguments.nothing
    ),
    Command(("device", "card"), N_("write this device's card"), _DEVICES, "card", arguments.card),
    Command(
        ("device", "trust"), N_("trust a device by its words"), _DEVICES, "trust", arguments.trust
    ),
    Command(
        ("device", "list"),
        N_("this device and those it trusts"),
        _DEVICES,
        "list_devices",
        arguments.nothing,
    ),
    Command(
        ("circle", "list"), N_("the circles of this vault"), _DEVICES, "circles", arguments.nothing
    ),
    Command(
        ("circle", "add"),
        N_("add a device to a circle"),
        _DEVICES,
        "circle_add",
        arguments.circle_add,
    ),
    Command(
        ("bundle", "write"), N_("write a bundle for devices"), _BUNDLES, "write", arguments.bundle_write
    ),
    Command(
        ("bundle", "preview"), N_("what a bundle would change"), _BUNDLES, "preview", arguments.bundle_file
    ),
    Command(
        ("bundle", "accept"), N_("take in a bundle"), _BUNDLES, "accept", arguments.bundle_file
    ),
    Command(
        ("demo",),
        N_("make a vault with the invented sample network"),
        _SAMPLE,
        "demo",
        arguments.demo,
        needs_vault=False,
    ),
    Command(
        ("walk",),
        N_("show the main job from end to end between two invented laptops"),
        _SAMPLE,
        "walk",
        arguments.walk,
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
