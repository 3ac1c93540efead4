# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m tests.fuzz TARGET SEEDS [OPTION…]``: fuzz one target, from seeds put into a folder.

The options are libFuzzer's. The folder also gets what was found on the way that reached new code.
Ends with 0 when nothing was found.
"""

import hashlib
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["protectnet"]):
    from tests.fuzz.targets import TARGETS


def main(arguments: list[str]) -> None:
    """Run one target until its time is over; does not return."""
    name, folder, *options = arguments
    target = TARGETS[name]
    seeds = Path(folder)
    seeds.mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        (seeds / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    atheris.Setup([sys.argv[0], *options, folder], target.read)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
