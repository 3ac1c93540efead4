# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon the command line answers."""

import subprocess
import sys

from tests.bench.figures import Figure, median_seconds

RUNS = 21


def measure() -> list[Figure]:
    """Whole processes, one after the other in turn."""

    def run(*arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)

    run("-m", "protectnet", "--help")
    bare = median_seconds(lambda: run("-c", "pass"), RUNS)
    helped = median_seconds(lambda: run("-m", "protectnet", "--help"), RUNS)
    return [
        Figure("protectnet --help", 1000 * helped, "ms", "<= 3x", 1000 * bare, "python -c pass")
    ]
