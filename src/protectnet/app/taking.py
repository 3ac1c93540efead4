# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking: a bundle is verified whole, compared with what is held, and written only when accepted.

See docs/spec/bundle-v1.md.
"""

import hashlib
from datetime import date
from pathlib import Path

from protectnet.app.authoring import Authoring
from protectnet.app.bundle_files import BundleFiles
from protectnet.app.bundle_preview import Preview, gravest_first
from protectnet.app.circles import Circles
from protectnet.app.clock import day_of_number
from protectnet.app.devices import Devices
from protectnet.app.future_dates import FutureDates
from protectnet.app.incoming import Incoming, read_incoming
from protectnet.bundle.errors import BundleChanged
from protectnet.bundle.opening import OpenedBundle
from protectnet.store.apply import apply_segments
from protectnet.store.erase import carry_out, records_to_erase
from protectnet.store.store import Progress, Store, no_progress
from protectnet.sync.preview import Effect

MAX_ERASED_AT_ONCE = 3


class Taking:
    """Looks at bundles and takes them in, for an open vault."""

    def __init__(
        self,
        store: Store,
        authoring: Authoring,
        circles: Circles,
        devices: Devices,
        files: BundleFiles,
        today: date,
    ) -> None:
        self._store = store
        self._authoring = authoring
        self._circles = circles
        self._devices = devices
        self._files = files
        self._today = today

    def preview(self, file: Path, *, progress: Progress = no_progress) -> Preview:
        """Verify a bundle and say what it would change; nothing is written.

        Raises ``FileUnreadable`` and what opening a bundle and verifying segments raise.
        """
        opened = self._files.open(file)
        return self._preview(opened, self._incoming(opened, progress))

    def accept(
        self, file: Path, *, shown: Preview | None = None, progress: Progress = no_progress
    ) -> Preview:
        """Verify a bundle and take it in, all or nothing; say what changed.

        ``shown`` is what a person was shown of it: another bundle in its place is refused
        (``BundleChanged``). Blobs are written and synced first, then one transaction. Raises as
        ``preview`` does.
        """
        opened = self._files.open(file)
        if shown is not None and shown.manifest != _manifest_hash(opened):
            raise BundleChanged
        incoming = self._incoming(opened, progress)
        preview = self._preview(opened, incoming)
        self._files.keep_blobs(self._store, file, opened)
        with self._store.transaction():
            self._apply(incoming)
        self._destroy_what_was_seen(preview)
        progress(1, 1)
        return preview

    def _apply(self, incoming: Incoming) -> None:
        # Sealed before anything foreign is applied: a seal names what its author had seen.
        self._authoring.seal_all(incoming.circle)
        apply_segments(self._store, incoming.new_segments, incoming.refused)
        self._authoring.forget_clocks()
        self._circles.forget()
        if incoming.joins:
            self._circles.join(incoming.circle)

    def _destroy_what_was_seen(self, preview: Preview) -> None:
        """Carry out the erasures that the preview named, unless they are many.

        Erased records are out of sight at once. More than three at a time are not destroyed on one
        device's word (domain.md, decision 7): they stay hidden, and the preview says how many.
        """
        seen = {line.id for line in preview.lines if line.effect is Effect.ERASED}
        due = [key for key in records_to_erase(self._store) if key.id in seen]
        if 0 < len(due) <= MAX_ERASED_AT_ONCE:
            carry_out(self._store, due, self._authoring)

    def _incoming(self, opened: OpenedBundle, progress: Progress) -> Incoming:
        return read_incoming(self._store, self._authoring.device, opened, progress)

    def _preview(self, opened: OpenedBundle, incoming: Incoming) -> Preview:
        sender = opened.manifest.sender
        return Preview(
            manifest=_manifest_hash(opened),
            sender=sender,
            sender_name=self._devices.name_of(sender),
            created_on=day_of_number(opened.manifest.created_day),
            circle=incoming.circle,
            circle_name=incoming.membership.name,
            joins=incoming.joins,
            new_operations=incoming.new_operations,
            future=FutureDates.of(incoming.new_segments, self._today),
            lines=gravest_first(incoming.lines(self._store)),
        )


def _manifest_hash(opened: OpenedBundle) -> bytes:
    return hashlib.sha256(opened.manifest.encode()).digest()
