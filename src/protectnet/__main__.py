# SPDX-License-Identifier: GPL-3.0-or-later
"""Start of the program: chooses the window or the command line."""

import argparse
from collections.abc import Sequence

from protectnet import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ProtectNet with `arguments` (those of the process by default) and return its exit code."""
    parser = argparse.ArgumentParser(prog="protectnet")
    parser.add_argument("--version", action="version", version=__version__)
    parser.parse_args(arguments)
    parser.print_help()
    return 2


if __name__ == "__main__":
    raise SystemExit(main())
