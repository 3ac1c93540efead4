# SPDX-License-Identifier: GPL-3.0-or-later
"""Help about the program as a whole, and what is said when no command can be told from the words."""

import sys
from collections.abc import Iterator, Sequence

from protectnet import __version__
from protectnet.cli.declared import (
    COMMANDS,
    COMMON,
    FAULT_OF_USE,
    PROGRAM,
    beginning_with,
)
from protectnet.cli.layout import terminal_columns, wrapped
from protectnet.i18n import _, languages

HELP = ("-h", "--help")
VERSION = "--version"
_NAME_COLUMNS = max(len(each.name) for each in COMMANDS.values())


def answer(words: tuple[str, ...], options: Sequence[str], unspoken: str = "") -> int:
    """Show help or the version if that was asked for, else say what is missing; the exit code.

    ``unspoken`` is a language that was asked for and is not spoken here.
    """
    is_known = bool(beginning_with(words))
    if is_known and set(HELP) & set(options):
        print("\n".join(help_lines(words, terminal_columns())))
        return 0
    if is_known and VERSION in options:
        print(__version__)
        return 0
    wrong = _("a command is missing")
    if unspoken:
        wrong = _("“{given}” is not spoken here; choose from {codes}").format(
            given=unspoken, codes=", ".join(languages())
        )
        words = ()
    elif not is_known:
        wrong = _("there is no command “{given}”").format(given=" ".join(words))
        words = ()
    name = " ".join((PROGRAM, *words))
    print(f"{name}: {wrong}", file=sys.stderr)
    print(_("See “{command}”.").format(command=f"{name} --help"), file=sys.stderr)
    return FAULT_OF_USE


def help_lines(words: tuple[str, ...], columns: int) -> Iterator[str]:
    """What the program is, its commands that begin with ``words``, and what they all take."""
    name = " ".join((PROGRAM, *words))
    # Not inside one text with fields: there the catalogues' tool does not look.
    yield _("usage: ") + " ".join((name, _("COMMAND"), "…"))
    if not words:
        yield ""
        about = _("Collective risks, protection measures and contacts, encrypted and offline.")
        yield from wrapped(about, columns)
    for title, section in beginning_with(words):
        yield from ("", _("{title}:").format(title=_(title)))
        for each in section:
            yield from _in_two_columns(each.name, _(each.summary), columns)
    yield from ("", _("what every command on a vault takes:"))
    for option, value, meaning in COMMON:
        shown = _(meaning).format(codes=", ".join(languages()))
        yield from _in_two_columns(f"{option} {value}".strip(), shown, columns)
    yield ""
    more = _(
        "“protectnet COMMAND --help” tells more of a command. Without a command the window opens."
    )
    yield from wrapped(more, columns)


def _in_two_columns(name: str, meaning: str, columns: int) -> Iterator[str]:
    left = f"  {name:<{_NAME_COLUMNS}}  "
    if len(name) > _NAME_COLUMNS:
        yield f"  {name}"
        left = " " * (_NAME_COLUMNS + 4)
    for line in wrapped(meaning, columns - _NAME_COLUMNS - 4):
        yield left + line
        left = " " * (_NAME_COLUMNS + 4)
