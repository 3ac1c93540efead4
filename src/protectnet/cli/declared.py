# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command of the command line, declared: its words, what it does, arguments, where it is done.

Nothing here is imported that a command needs: help has to answer at once.
"""

from protectnet.domain.marking import N_

PROGRAM = "protectnet"
FAULT_OF_USE = 2
"""The exit code for it."""

NOTHING, FOLDER, WORKSPACE, PASSPHRASE = "nothing", "folder", "workspace", "passphrase"
"""What a command works on: nothing, a vault's folder, the open vault, that and its passphrase."""


COMMON = (
    ("--vault", "DIR", N_("the vault's folder; else this person's usual one")),
    (
        "--passphrase-file",
        "FILE",
        N_("the passphrase in the first line of a file; else it is asked for"),
    ),
    ("--today", "DAY", N_("today's date (2026-11-23), where the clock is wrong")),
    ("--today-is-right", "", N_("believe the day of --today, whatever speaks against it")),
    ("--json", "", N_("one JSON document on standard output")),
    ("--language", "CODE", N_("the language to speak ({codes}); else the system's")),
)
"""What every command on a vault takes: the option, the name of its value, what it means."""


class Command:
    """A command: its words, its sentence, where it is done, its arguments, what it works on.

    ``place`` is a module of ``cli.commands`` and a function in it. ``arguments`` and ``check`` are,
    where the command has any, a module of ``cli.arguments`` and a function in it: one adds the
    arguments, the other says what is wrong with them together.
    """

    __slots__ = ("arguments", "check", "needs", "place", "summary", "words")

    def __init__(
        self,
        name: str,
        summary: str,
        place: str,
        arguments: str = "",
        needs: str = WORKSPACE,
        check: str = "",
    ) -> None:
        self.words = tuple(name.split())
        self.summary = summary
        self.place = place
        self.arguments = arguments
        self.needs = needs
        self.check = check

    @property
    def name(self) -> str:
        """The words as they are typed."""
        return " ".join(self.words)


RECORDS = (
    Command(
        "kinds",
        N_("the kinds of records and their fields"),
        "kinds:kinds",
        "records:kinds",
        NOTHING,
        "records:check_kinds",
    ),
    Command("add", N_("add a record"), "records:add", "records:add"),
    Command("edit", N_("change fields of a record"), "records:edit", "records:edit"),
    Command("show", N_("show a record"), "records:show", "naming:record_id"),
    Command(
        "list",
        N_("list or search records"),
        "lists:list_records",
        "records:listing",
        check="records:check_listing",
    ),
    Command("history", N_("who changed what of a record"), "records:history", "records:history"),
    Command(
        "conflicts",
        N_("what waits for a decision"),
        "contradictions:conflicts",
        "records:conflicts",
    ),
    Command(
        "resolve",
        N_("decide what contradicts"),
        "contradictions:resolve",
        "records:resolve",
        check="records:check_resolve",
    ),
    Command("delete", N_("take a record out of sight"), "records:delete", "naming:record_id"),
    Command("undelete", N_("bring a deleted record back"), "records:undelete", "naming:record_id"),
    Command("erase", N_("destroy a record for good"), "records:erase", "records:erase"),
    Command("move", N_("move a record to another circle"), "records:move", "records:move"),
    Command("attach", N_("keep a file with a record"), "files:attach", "files:attach"),
    Command("extract", N_("write an attached file, readable"), "files:extract", "files:extract"),
    Command(
        "import-json", N_("add many records from a file"), "files:import_json", "files:importing"
    ),
    Command(
        "export-json", N_("write records as JSON, readable"), "files:export_json", "files:export"
    ),
)

VAULT = (
    Command("init", N_("make a new vault"), "vault:init", "vault:init", FOLDER, "vault:check_init"),
    Command("status", N_("what the vault holds"), "vault:status"),
    Command("check", N_("verify everything the vault holds"), "vault:check"),
    Command("rebuild", N_("make tables and index anew from the log"), "vault:rebuild"),
    Command("users list", N_("who opens this vault"), "users:list_users"),
    Command(
        "users add",
        N_("let somebody else open this vault"),
        "users:add",
        "vault:user_add",
        check="vault:check_new_passphrase",
    ),
    Command(
        "users remove",
        N_("let a user no longer open this vault"),
        "users:remove",
        "vault:user_name",
    ),
    Command(
        "users passphrase",
        N_("change your passphrase"),
        "users:passphrase",
        "vault:new_passphrase",
        PASSPHRASE,
        "vault:check_new_passphrase",
    ),
    Command(
        "users rotate",
        N_("make a new vault key, after a passphrase leaked"),
        "users:rotate",
        "vault:new_passphrase",
        PASSPHRASE,
        "vault:check_new_passphrase",
    ),
)

EXCHANGE = (
    Command("device card", N_("write this device's card"), "devices:card", "exchange:card"),
    Command("device trust", N_("trust a device by its words"), "devices:trust", "exchange:trust"),
    Command("device list", N_("this device and those it trusts"), "devices:list_devices"),
    Command("device rename", N_("call a device otherwise"), "devices:rename", "exchange:rename"),
    Command("device untrust", N_("trust a device no more"), "devices:untrust", "exchange:device"),
    Command("device lost", N_("cut a lost device off"), "devices:lost", "exchange:lost"),
    Command("circle list", N_("the circles of this vault"), "circles:list_circles"),
    Command("circle create", N_("make a circle"), "circles:create", "exchange:circle_create"),
    Command("circle add", N_("add a device to a circle"), "circles:add", "exchange:circle_add"),
    Command("circle members", N_("a circle's devices"), "members:members", "members:circle"),
    Command(
        "circle suspend",
        N_("give a device nothing for now"),
        "members:suspend",
        "members:suspend",
    ),
    Command(
        "circle remove", N_("remove a device from a circle"), "members:remove", "members:remove"
    ),
    Command("circle role", N_("what a device may do in a circle"), "members:role", "members:role"),
    Command("quarantine list", N_("what removed devices wrote"), "quarantine:list_quarantined"),
    Command(
        "quarantine accept",
        N_("have it count"),
        "quarantine:accept",
        "members:quarantined",
    ),
    Command("quarantine drop", N_("set it aside"), "quarantine:drop", "members:quarantined"),
    Command("bundle plan", N_("what would go to devices"), "giving:plan", "exchange:bundle_plan"),
    Command(
        "bundle write", N_("write a bundle for devices"), "giving:write", "exchange:bundle_write"
    ),
    Command(
        "bundle preview",
        N_("what a bundle would change"),
        "bundles:preview",
        "taking:bundle_files",
    ),
    Command("bundle accept", N_("take in bundles"), "bundles:accept", "taking:bundle_accept"),
    Command("bundle undo", N_("take the last bundle back"), "undoing:undo", "taking:bundle_undo"),
    Command("receipts", N_("who has what, as they signed"), "giving:receipts", "exchange:receipts"),
)

TRYING = (
    Command(
        "demo",
        N_("make a vault with the invented sample network"),
        "sample:demo",
        "trying:demo",
        NOTHING,
    ),
    Command(
        "walk",
        N_("show the main job from end to end between two invented laptops"),
        "sample:walk",
        "trying:walk",
        NOTHING,
    ),
)

SECTIONS = (
    (N_("records"), RECORDS),
    (N_("the vault"), VAULT),
    (N_("give and take"), EXCHANGE),
    (N_("to try the program out"), TRYING),
)

COMMANDS = {each.words: each for _title, section in SECTIONS for each in section}
"""Every command by its words."""


def beginning_with(words: tuple[str, ...]) -> list[tuple[str, list[Command]]]:
    """The sections with those of their commands that begin with ``words``; none is empty."""
    found = [
        (title, [each for each in section if each.words[: len(words)] == words])
        for title, section in SECTIONS
    ]
    return [(title, section) for title, section in found if section]
