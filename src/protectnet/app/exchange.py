# SPDX-License-Identifier: GPL-3.0-or-later
"""Giving and taking bundles (docs/spec/bundle-v1.md).

What is taken is verified whole, compared with what is held, and written only when a person
accepts it. This version gives everything of a circle each time; what is known already changes
nothing when it is taken.
"""

import hashlib
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from protectnet.app.authoring import Authoring
from protectnet.app.blob_travel import blobs_of_circle, keep_blobs
from protectnet.app.circles import Circles
from protectnet.app.clock import day_number, day_of_number
from protectnet.app.devices import Devices
from protectnet.app.incoming import Incoming, read_incoming
from protectnet.app.outside import FileUnreadable, FileUnwritable
from protectnet.bundle.errors import BundleDamaged, SignatureOfSenderInvalid, UnknownSender
from protectnet.bundle.opening import OpenedBundle, open_bundle
from protectnet.bundle.writing import Content, write_bundle
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.ids import ID_BYTES, CircleId, DeviceId
from protectnet.domain.marking import N_
from protectnet.envelope import HybridIdentity, HybridRecipient
from protectnet.files import AtomicFile
from protectnet.log.errors import SignatureInvalid
from protectnet.log.identifiers import RECORDS
from protectnet.log.signatures import verify_bytes
from protectnet.store import segments
from protectnet.store.apply import apply_segments
from protectnet.store.erase import carry_out, records_to_erase
from protectnet.store.store import Progress, Store, no_progress
from protectnet.sync.preview import Effect, PreviewLine
from protectnet.vault.identity import DeviceIdentity

BUNDLE_SUFFIX = ".age"
MAX_ERASED_AT_ONCE = 3
NAME_BYTES = 8
CHECK_SAME_MANIFEST = 7
"""The number of the check that a bundle read twice is the same (docs/spec/bundle-v1.md)."""
_COMPARE_BYTES = 1024 * 1024

EFFECTS = {
    Effect.ERASED: N_("erased"),
    Effect.DELETED: N_("deleted"),
    Effect.CONTRADICTING: N_("contradicts"),
    Effect.NEW: N_("new"),
    Effect.BROUGHT_BACK: N_("brought back"),
    Effect.CHANGED: N_("changed"),
}
"""What a line of a preview is called."""


class NotInCircle(ProtectNetError):
    """A device that was to get a bundle is not in the circle. Facts: ``device``, ``circle``."""

    code = "not_in_circle"


class WrittenDiffers(ProtectNetError):
    """What was read back from the stick is not what was written. Facts: ``name``."""

    code = "written_differs"


@dataclass(frozen=True, slots=True)
class WrittenBundle:
    """A bundle that was written and read back."""

    path: Path
    size: int
    circle: CircleId
    recipients: tuple[DeviceId, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a verified bundle would change, the gravest first. Nothing was written.

    ``manifest`` is the SHA-256 of the bundle's manifest, by which ``accept`` knows it again.
    """

    manifest: bytes
    sender: DeviceId
    sender_name: str
    created_on: date
    circle: CircleId
    circle_name: str
    joins: bool
    new_operations: int
    lines: tuple[PreviewLine, ...]

    @property
    def has_news(self) -> bool:
        """Whether the bundle holds anything that is not here yet."""
        return self.new_operations > 0 or self.joins

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "from": {"device": self.sender.hex(), "name": self.sender_name},
            "created_on": self.created_on.isoformat(),
            "circle": {"id": self.circle.hex(), "name": self.circle_name},
            "joins_circle": self.joins,
            "new_operations": self.new_operations,
            "has_news": self.has_news,
            "records": [
                {
                    "effect": each.effect.value.replace(" ", "_"),
                    "kind": each.kind.name,
                    "id": each.id.hex(),
                    "title": each.title,
                    "fields": list(each.fields),
                }
                for each in self.lines
            ],
        }


class Exchange:
    """Gives and takes bundles for an open vault."""

    def __init__(
        self,
        store: Store,
        authoring: Authoring,
        identity: DeviceIdentity,
        circles: Circles,
        devices: Devices,
        first_circle: CircleId,
        today: date,
    ) -> None:
        self._store = store
        self._authoring = authoring
        self._keys = tuple(HybridIdentity(each.seed) for each in identity.recipients)
        self._circles = circles
        self._devices = devices
        self._first_circle = first_circle
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
        chosen = self._circles.find(circle) if circle else self._first_circle
        recipients = self._recipients(to, chosen)
        with self._store.transaction():
            self._authoring.seal_all(chosen)
        content = self._content(chosen, tuple(recipients))
        path = out / (secrets.token_hex(NAME_BYTES) + BUNDLE_SUFFIX)
        digest = hashlib.sha256()
        try:
            with AtomicFile(path) as file:
                sink = _Counting(file.write, digest.update, progress, content.length_estimate)
                write_bundle(content.content, list(recipients.values()), self._sign, sink)
            size = self._read_back(path, digest.digest())
        except OSError as error:
            raise FileUnwritable(name=str(out), reason=error.strerror or "") from error
        return WrittenBundle(path, size, chosen, tuple(recipients))

    def preview(self, file: Path, *, progress: Progress = no_progress) -> Preview:
        """Verify a bundle and say what it would change; nothing is written.

        Raises ``FileUnreadable`` and what opening a bundle and verifying segments raise.
        """
        opened = self._open(file)
        return self._preview(opened, self._incoming(opened, progress))

    def accept(
        self, file: Path, *, shown: Preview | None = None, progress: Progress = no_progress
    ) -> Preview:
        """Verify a bundle and take it in, all or nothing; say what changed.

        ``shown`` is what a person was shown of it: another bundle in its place is refused
        (``BundleDamaged``). Blobs are written and synced first, then one transaction. Raises as
        ``preview`` does.
        """
        opened = self._open(file)
        if shown is not None and shown.manifest != _manifest_hash(opened):
            raise BundleDamaged(check=CHECK_SAME_MANIFEST)
        incoming = self._incoming(opened, progress)
        preview = self._preview(opened, incoming)
        if opened.blobs:
            self._keep_blobs(file, opened)
        with self._store.transaction():
            # Sealed before anything foreign is applied: a seal names what its author had seen.
            self._authoring.seal_all(incoming.circle)
            apply_segments(self._store, incoming.new_segments, incoming.refused)
            self._authoring.forget_clocks()
            self._circles.forget()
            if incoming.joins:
                self._circles.join(incoming.circle)
        self._destroy_what_was_seen(preview)
        progress(1, 1)
        return preview

    def _destroy_what_was_seen(self, preview: Preview) -> None:
        """Carry out the erasures that the preview named, unless they are many.

        Erased records are out of sight at once. More than three at a time are not destroyed on one
        device's word (domain.md, decision 7): they stay hidden, and the preview says how many.
        """
        seen = {line.id for line in preview.lines if line.effect is Effect.ERASED}
        due = [key for key in records_to_erase(self._store) if key.id in seen]
        if 0 < len(due) <= MAX_ERASED_AT_ONCE:
            carry_out(self._store, due, self._authoring)

    def _recipients(self, to: Sequence[str], circle: CircleId) -> dict[DeviceId, HybridRecipient]:
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

    def _content(self, circle: CircleId, recipients: tuple[DeviceId, ...]) -> "_Prepared":
        membership = [each.encode() for each in segments.membership_segments(self._store, circle)]
        logs = [
            [each.encode() for each in segments.segments_of_log(self._store, log.log)]
            for log in segments.logs(self._store, circle)
            if log.stream == RECORDS
        ]
        blobs = blobs_of_circle(self._store, circle)
        length = sum(map(len, membership)) + sum(len(each) for log in logs for each in log)
        content = Content(
            sender=self._authoring.device,
            bundle_id=os.urandom(ID_BYTES),
            created_day=day_number(self._today),
            recipients=recipients,
            circles=(circle,),
            membership=membership,
            logs=[log for log in logs if log],
            blobs=blobs,
        )
        return _Prepared(content, length + sum(each.length for each in blobs))

    def _sign(self, labelled: bytes) -> bytes:
        return self._authoring.keys.sign_bytes(labelled)

    def _verify(self, device: DeviceId, labelled: bytes, signature: bytes) -> None:
        known = self._devices.trusted().get(device)
        if known is None:
            raise UnknownSender(device=device.hex()[:8])
        try:
            verify_bytes(known.keys, labelled, signature)
        except SignatureInvalid as error:
            raise SignatureOfSenderInvalid from error

    def _open(self, file: Path) -> OpenedBundle:
        try:
            with file.open("rb") as untrusted:
                return open_bundle(untrusted, self._keys, self._authoring.device, self._verify)
        except OSError as error:
            raise FileUnreadable(name=file.name, reason=error.strerror or "") from error

    def _keep_blobs(self, file: Path, opened: OpenedBundle) -> None:
        """Read the file once more for its blobs; the stick may have been pulled out by now."""
        try:
            again = file.open("rb")
        except OSError as error:
            raise FileUnreadable(name=file.name, reason=error.strerror or "") from error
        with again:
            keep_blobs(self._store, again, self._keys, opened)

    def _incoming(self, opened: OpenedBundle, progress: Progress) -> Incoming:
        return read_incoming(self._store, self._authoring.device, opened, progress)

    def _preview(self, opened: OpenedBundle, incoming: Incoming) -> Preview:
        sender = opened.manifest.sender
        order = list(Effect)
        lines = sorted(
            incoming.lines(self._store),
            key=lambda line: (order.index(line.effect), line.kind.number, line.title),
        )
        return Preview(
            manifest=_manifest_hash(opened),
            sender=sender,
            sender_name=self._devices.name_of(sender),
            created_on=day_of_number(opened.manifest.created_day),
            circle=incoming.circle,
            circle_name=incoming.membership.name,
            joins=incoming.joins,
            new_operations=incoming.new_operations,
            lines=tuple(lines),
        )

    def _read_back(self, path: Path, expected: bytes) -> int:
        """Read what is on the stick, not what is in memory; raises ``WrittenDiffers``."""
        hasher = hashlib.sha256()
        size = 0
        with path.open("rb", buffering=0) as file:
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            while piece := file.read(_COMPARE_BYTES):
                hasher.update(piece)
                size += len(piece)
        if hasher.digest() != expected:
            raise WrittenDiffers(name=path.name)
        return size


def _manifest_hash(opened: OpenedBundle) -> bytes:
    return hashlib.sha256(opened.manifest.encode()).digest()


@dataclass(frozen=True, slots=True)
class _Prepared:
    content: Content
    length_estimate: int


class _Counting:
    """Writes on, hashes what is written, and tells how far it is."""

    def __init__(
        self,
        write: Callable[[memoryview], int],
        update: Callable[[memoryview], None],
        progress: Progress,
        total: int,
    ) -> None:
        self._write = write
        self._update = update
        self._progress = progress
        self._total = max(total, 1)
        self._done = 0

    def write(self, data: memoryview, /) -> int:
        """Write all of ``data``."""
        self._update(data)
        count = self._write(data)
        self._done += count
        self._progress(min(self._done, self._total), self._total)
        return count
