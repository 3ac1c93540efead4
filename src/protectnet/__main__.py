# SPDX-License-Identifier: GPL-3.0-or-later
"""Start of the program: without arguments the window, with them the command line."""

import sys
from collections.abc import Sequence
from importlib import import_module


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ProtectNet with ``arguments`` (those of the process by default) and return its exit code.

    Only the part that is needed is imported: Qt takes longer to load than a command to run.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given:
        code: int = import_module("protectnet.cli.running").run(given)
    else:
        code = import_module("protectnet.gui.application").main([])
    return code


if __name__ == "__main__":
    raise SystemExit(main())
