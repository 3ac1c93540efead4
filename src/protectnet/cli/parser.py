# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command of the command line, declared: its words, what it does, arguments, where it is done.

Only the parser of the command that was typed is made, and only its module is imported, so that
help answers at once.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple, NoReturn

from protectnet import __version__
from protectnet.cli import arguments
from protectnet.domain.marking import N_
from protectnet.i18n import _

PROGRAM = "protectnet"
WIDEST = 100
USUAL_WIDTH = 80
FAULT_OF_USE = 2
"""The exit code."""

NOTHING, FOLDER, WORKSPACE, PASSPHRASE = "nothing", "folder", "workspace", "passphrase"
"""What a command works on: nothing, a vault's folder, the open vault, that and its passphrase."""


class Parser(argparse.ArgumentParser):
    """A parser as wide as the terminal, that answers a fault of use with one sentence."""

    def __init__(self, prog: str, about: str | None, usage: str | None = None) -> None:
        super().__init__(
            prog=prog,
            usage=usage,
            description=about,
            formatter_class=_Formatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is, and exit."""
        see = _("See “{command}”.").format(command=f"{self.prog} --help")
        self.exit(FAULT_OF_USE, f"{self.prog}: {message}\n{see}\n")


def nothing_wrong(_given: argparse.Namespace) -> str:
    """The arguments need not be judged together."""
    return ""


class Command(NamedTuple):
    """A command: its words, its sentence, where it is done, its arguments, what it works on.

    ``place`` is a module of ``cli.commands`` and a function in it. ``check`` says what is wrong with
    the arguments together.
    """

    words: tuple[str, ...]
    summary: str
    place: str
    arguments: Callable[[arguments.Parser], None]
    needs: str = WORKSPACE
    check: Callable[[argparse.Namespace], str] = nothing_wrong

    @property
    def name(self) -> str:
        """The words as they are typed."""
        return " ".join(self.words)


def _command(
    name: str,
    summary: str,
    place: str,
    takes: Callable[[arguments.Parser], None] = arguments.nothing,
    needs: str = WORKSPACE,
    check: Callable[[argparse.Namespace], str] = nothing_wrong,
) -> Command:
    return Command(tuple(name.split()), summary, place, takes, needs, check)


RECORDS = (
    _command(
        "kinds",
        N_("the kinds of records and their fields"),
        "kinds:kinds",
        arguments.kinds,
        NOTHING,
        arguments.check_kinds,
    ),
    _command("add", N_("add a record"), "records:add", arguments.add),
    _command("edit", N_("change fields of a record"), "records:edit", arguments.edit),
    _command("show", N_("show a record"), "records:show", arguments.record_id),
    _command(
        "list",
        N_("list or search records"),
        "lists:list_records",
        arguments.listing,
        check=arguments.check_listing,
    ),
    _command("history", N_("who changed what of a record"), "records:history", arguments.history),
    _command("delete", N_("take a record out of sight"), "records:delete", arguments.record_id),
    _command(
        "undelete", N_("bring a deleted record back"), "records:undelete", arguments.record_id
    ),
    _command("erase", N_("destroy a record for good"), "records:erase", arguments.erase),
    _command("move", N_("move a record to another circle"), "records:move", arguments.move),
    _command("attach", N_("keep a file with a record"), "files:attach", arguments.attach),
    _command("extract", N_("write an attached file, readable"), "files:extract", arguments.extract),
    _command(
        "import-json", N_("add many records from a file"), "files:import_json", arguments.importing
    ),
    _command(
        "export-json", N_("write records as JSON, readable"), "files:export_json", arguments.export
    ),
)

VAULT = (
    _command("init", N_("make a new vault"), "vault:init", arguments.init, FOLDER),
    _command("status", N_("what the vault holds"), "vault:status"),
    _command("check", N_("verify everything the vault holds"), "vault:check"),
    _command("rebuild", N_("make tables and index anew from the log"), "vault:rebuild"),
    _command("users list", N_("who opens this vault"), "users:list_users"),
    _command("users add", N_("let somebody else open it"), "users:add", arguments.user_add),
    _command(
        "users remove", N_("let a user no longer open it"), "users:remove", arguments.user_name
    ),
    _command(
        "users passphrase",
        N_("change your passphrase"),
        "users:passphrase",
        arguments.new_passphrase,
        PASSPHRASE,
    ),
    _command(
        "users rotate",
        N_("make a new vault key, after a passphrase leaked"),
        "users:rotate",
        arguments.new_passphrase,
        PASSPHRASE,
    ),
)

EXCHANGE = (
    _command("device card", N_("write this device's card"), "devices:card", arguments.card),
    _command("device trust", N_("trust a device by its words"), "devices:trust", arguments.trust),
    _command("device list", N_("this device and those it trusts"), "devices:list_devices"),
    _command("circle list", N_("the circles of this vault"), "circles:list_circles"),
    _command("circle create", N_("make a circle"), "circles:create", arguments.circle_create),
    _command("circle add", N_("add a device to a circle"), "circles:add", arguments.circle_add),
    _command(
        "bundle write", N_("write a bundle for devices"), "bundles:write", arguments.bundle_write
    ),
    _command(
        "bundle preview",
        N_("what a bundle would change"),
        "bundles:preview",
        arguments.bundle_file,
    ),
    _command("bundle accept", N_("take in a bundle"), "bundles:accept", arguments.bundle_file),
)

TRYING = (
    _command(
        "demo",
        N_("make a vault with the invented sample network"),
        "sample:demo",
        arguments.demo,
        NOTHING,
    ),
    _command(
        "walk",
        N_("show the main job from end to end between two invented laptops"),
        "sample:walk",
        arguments.walk,
        NOTHING,
    ),
)

SECTIONS = (
    (N_("records"), RECORDS),
    (N_("the vault"), VAULT),
    (N_("give and take"), EXCHANGE),
    (N_("to try it out"), TRYING),
)

COMMANDS = {each.words: each for _title, section in SECTIONS for each in section}
"""Every command by its words."""

_WITH_VALUE = ("--vault", "--passphrase-file", "--today", "--language")


def parse(given: Sequence[str]) -> tuple[Command, argparse.Namespace]:
    """The command that was typed, and its arguments.

    What every command takes may also stand before the command. Exits as argparse does: after help
    was shown with 0, for a fault of use with 2.
    """
    before, words, rest = _split(given)
    command = COMMANDS.get(words)
    if command is None or {"-h", "--help", "--version"} & set(before):
        return _explain_use(words, [*before, *rest])
    parser = command_parser(command)
    parsed = parser.parse_args([*before, *rest])
    if wrong := command.check(parsed):
        parser.error(wrong)
    return command, parsed


def command_parser(command: Command) -> Parser:
    """The parser of one command."""
    parser = Parser(f"{PROGRAM} {command.name}", _sentence(_(command.summary)))
    command.arguments(parser)
    common = parser.add_argument_group(_("what every command takes"))
    if command.needs != NOTHING:
        arguments.vault(common)
    arguments.every_command(common)
    return parser


def overview(words: tuple[str, ...] = ()) -> Parser:
    """A parser that explains the commands beginning with ``words``, and parses none of them."""
    name = " ".join((PROGRAM, *words))
    about = _("Collective risks, protection measures and contacts, encrypted and offline.")
    parser = Parser(
        name,
        None if words else about,
        usage=f"{name} {_('COMMAND')} …",
    )
    parser.epilog = _(
        "“protectnet COMMAND --help” tells more of one. Without a command the window opens."
    )
    parser.add_argument(
        "--version", action="version", version=__version__, help=_("say the version and exit")
    )
    for title, section in SECTIONS:
        shown = [each for each in section if each.words[: len(words)] == words]
        group = parser.add_argument_group(_(title))
        for each in shown:
            group.add_argument(each.name, nargs="?", help=_(each.summary))
    common = parser.add_argument_group(_("what every command on a vault takes"))
    arguments.vault(common)
    arguments.every_command(common)
    return parser


def _explain_use(
    words: tuple[str, ...], options: Sequence[str]
) -> tuple[Command, argparse.Namespace]:
    """Show help if that was asked for, else say which command is missing; never returns."""
    is_beginning = any(each[: len(words)] == words for each in COMMANDS)
    parser = overview(words if is_beginning else ())
    if is_beginning:
        parser.parse_args(options)
        parser.error(_("a command is missing"))
    parser.error(_("there is no command “{given}”").format(given=" ".join(words)))


def _split(given: Sequence[str]) -> tuple[list[str], tuple[str, ...], list[str]]:
    """What stands before the command, the command's words, and what stands behind them."""
    position = 0
    while position < len(given) and given[position].startswith("-"):
        position += 2 if given[position] in _WITH_VALUE else 1
    end = position
    while end < len(given) and not given[end].startswith("-"):
        end += 1
        known = tuple(given[position:end])
        if known in COMMANDS or not any(each[: len(known)] == known for each in COMMANDS):
            break
    return list(given[:position]), tuple(given[position:end]), list(given[end:])


class _Formatter(argparse.HelpFormatter):
    """As wide as the terminal, found without the modules that argparse would import for it."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=min(_terminal_width(), WIDEST) - 2)


def _terminal_width() -> int:
    try:
        return int(os.environ.get("COLUMNS", "")) or USUAL_WIDTH
    except ValueError:
        pass
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or USUAL_WIDTH
    except (OSError, ValueError, AttributeError):
        return USUAL_WIDTH


def _sentence(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:] + "."
