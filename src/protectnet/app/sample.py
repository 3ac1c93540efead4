# SPDX-License-Identifier: GPL-3.0-or-later
"""A vault with the invented sample network, to try the program out."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from protectnet.app.clock import Clock, KnownDays
from protectnet.app.names import VaultNames
from protectnet.app.opening import create_vault
from protectnet.app.passphrases import new_passphrase
from protectnet.app.record_files import GivenRecord, read_records
from protectnet.app.sample_dates import shift_dates
from protectnet.files import resource
from protectnet.i18n import current_language
from protectnet.store.store import Progress, no_progress
from protectnet.vault.cost import FLOOR, KdfCost
from protectnet.vault.words import LANGUAGES

SAMPLE_NAMES = VaultNames(circle="sample", user="visitor", device="sample laptop")


@dataclass(frozen=True, slots=True, repr=False)
class Demo:
    """Where the sample vault is, what opens it, and how many records it holds."""

    folder: Path
    passphrase: str
    records: int


def sample_records(today: date) -> list[list[GivenRecord]]:
    """The records of the sample network, file by file, with its days moved up to ``today``."""
    manifest = json.loads(resource("sample", "manifest.json").read_text(encoding="utf-8"))
    days = (today - date.fromisoformat(manifest["sample_day"])).days
    return [
        shift_dates(read_records(resource("sample", name).read_text(encoding="utf-8")), days)
        for name in manifest["files"]
    ]


def make_demo(
    out: Path,
    progress: Progress = no_progress,
    *,
    clock: Clock | None = None,
    passphrase: str | None = None,
    cost: KdfCost = FLOOR,
) -> Demo:
    """Make a vault in a new folder and load the sample network into it.

    Unless a passphrase is given, it is made of words of the language that is set. Raises what making a vault and importing raise.
    """
    clock = clock or Clock().believable()
    today = clock.confirmed_today(KnownDays())
    language = current_language()
    passphrase = passphrase or new_passphrase(language if language in LANGUAGES else "en")
    files = sample_records(today)
    with create_vault(out, passphrase, SAMPLE_NAMES, clock=clock, cost=cost) as workspace:
        count = 0
        for done, records in enumerate(files):
            progress(done, len(files))
            count += len(workspace.importing.add_all(records))
        progress(len(files), len(files))
    return Demo(out, passphrase, count)
