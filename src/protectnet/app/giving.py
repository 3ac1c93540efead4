# SPDX-License-Identifier: GPL-3.0-or-later
"""Giving: a circle's records in a bundle for trusted devices (docs/spec/bundle-v1.md)."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from protectnet.app.authoring import Authoring
from protectnet.app.bundle_contents import contents_of_circle
from protectnet.app.circles import Circles
from protectnet.app.devices import Devices
from protectnet.app.proven_file import Sink, write_proven
from protectnet.bundle.planning import Part, plan_parts
from protectnet.bundle.writing import write_part
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.ids import CircleId, DeviceId
from protectnet.envelope import HybridRecipient
from protectnet.store.store import Progress, Store, no_progress

BUNDLE_SUFFIX = ".age"
NAME_BYTES = 8


class NotInCircle(ProtectNetError):
    """A device that was to get a bundle is not in the circle. Facts: ``device``, ``circle``."""

    code = "not_in_circle"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of a bundle that was written and read back; ``size`` in bytes."""

    path: Path = field(repr=False)
    size: int


@dataclass(frozen=True, slots=True)
class WrittenBundle:
    """A bundle that was written and read back: one file, or several where it is large."""

    files: tuple[WrittenFile, ...]
    circle: CircleId
    recipients: tuple[DeviceId, ...]

    @property
    def path(self) -> Path:
        """The first file."""
        return self.files[0].path

    @property
    def size(self) -> int:
        """How long all files are together (bytes)."""
        return sum(each.size for each in self.files)


class Giving:
    """Writes bundles for an open vault."""

    def __init__(
        self, store: Store, authoring: Authoring, circles: Circles, devices: Devices, today: date
    ) -> None:
        self._store = store
        self._authoring = authoring
        self._circles = circles
        self._devices = devices
        self._today = today

    def write(
        self,
        to: Sequence[str],
        out: Path,
        *,
        circle: str | None = None,
        progress: Progress = no_progress,
    ) -> WrittenBundle:
        """Write everything of a circle for trusted devices that are in it, and read it back.

        Raises ``UnknownDevice``, ``NotInCircle``, ``UnknownCircle``, ``FileUnwritable``,
        ``WrittenDiffers``.
        """
        chosen = self._circles.find_or_first(circle)
        recipients = self._recipients(to, chosen)
        with self._store.transaction():
            self._authoring.seal_all(chosen)
        files = tuple(self._write(out, chosen, recipients, progress))
        return WrittenBundle(files, chosen, tuple(recipients))

    def _write(
        self,
        out: Path,
        circle: CircleId,
        recipients: Mapping[DeviceId, HybridRecipient],
        progress: Progress,
    ) -> Iterator[WrittenFile]:
        """Write each part of the bundle to a file of its own and read it back."""
        content = contents_of_circle(
            self._store,
            circle,
            sender=self._authoring.keys.public,
            recipients=tuple(recipients),
            today=self._today,
        )
        parts = plan_parts(content).parts
        whole = sum(each.file_size for each in parts)
        done = 0
        for part in parts:
            path = out / (secrets.token_hex(NAME_BYTES) + BUNDLE_SUFFIX)
            fill = partial(self._fill, part, list(recipients.values()))
            size = write_proven(path, fill, partial(_tell, progress, done, whole), part.file_size)
            done += size
            yield WrittenFile(path, size)

    def _fill(self, part: Part, keys: Sequence[HybridRecipient], sink: Sink) -> None:
        write_part(part, keys, self._authoring.keys.sign_bytes, sink)

    def _recipients(self, to: Sequence[str], circle: CircleId) -> dict[DeviceId, HybridRecipient]:
        """The newest known key of each device."""
        membership = self._circles.membership(circle)
        found: dict[DeviceId, HybridRecipient] = {}
        for name in to:
            device = self._devices.find(name)
            member = membership.members.get(device.device)
            if member is None:
                raise NotInCircle(device=device.name, circle=membership.name)
            newest = max(each for each in (member.recipient, device.recipient) if each)
            found[device.device] = HybridRecipient(newest.key)
        return found


def _tell(progress: Progress, before: int, whole: int, done: int, _total: int) -> None:
    """Tell how far all files are, when one of them is as far as this."""
    progress(before + done, whole)
