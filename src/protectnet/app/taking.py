# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking: a bundle is verified whole, compared with what is held, and written only when accepted.

See docs/spec/bundle-v1.md, section 3, and docs/spec/sync-v1.md, section 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from protectnet.app.authoring import Authoring
from protectnet.app.bundle_checks import BundleChecks
from protectnet.app.bundle_files import BundleFiles
from protectnet.app.bundle_folder import FoundBundle, Gathered, LeftOut, gather
from protectnet.app.bundle_preview import Preview
from protectnet.app.circles import Circles
from protectnet.app.devices import Devices
from protectnet.app.incoming import Arrival, CircleNews, Incoming
from protectnet.app.judging import standings_now
from protectnet.app.looking import preview_of
from protectnet.bundle.errors import BundleChanged
from protectnet.domain.errors import ProtectNetError
from protectnet.store import accepting
from protectnet.store.apply import apply_segments
from protectnet.store.blob_files import is_held
from protectnet.store.erase import carry_out, records_to_erase
from protectnet.store.errors import Cancelled
from protectnet.store.parking import drop_copy, park_segments
from protectnet.store.standings import rejudge
from protectnet.store.store import Progress, Store, no_progress
from protectnet.store.vectors import put_vector, raise_counter
from protectnet.sync.preview import Effect

MAX_ERASED_AT_ONCE = 3


class VaultChanged(ProtectNetError):
    """What a bundle was compared with when it was shown has changed since."""

    code = "vault_changed"


@dataclass(frozen=True, slots=True)
class Looked:
    """What several bundles would change or changed, and what of a folder was left out."""

    previews: tuple[Preview, ...]
    left_out: tuple[LeftOut, ...]
    ignored: int

    @property
    def id(self) -> str:
        """What ``--expect`` takes for all of them: the previews' ids in their order."""
        return "+".join(each.id for each in self.previews)

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "preview_id": self.id,
            "bundles": [each.document() for each in self.previews],
            "left_out": [
                {"files": [str(file) for file in each.files], "error": each.error.code}
                for each in self.left_out
            ],
            "ignored": self.ignored,
        }


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
        """Verify the bundle of one file and say what it would change; nothing is written.

        Raises ``FileUnreadable`` and what opening a bundle and ``BundleChecks.run`` raise.
        """
        return self._shown(self._incoming(self._found(file).arrival, progress))

    def accept(
        self, file: Path, *, shown: Preview | None = None, progress: Progress = no_progress
    ) -> Preview:
        """Verify the bundle of one file and take it in, all or nothing; say what changed.

        ``shown`` is what a person was shown of it: another bundle in its place is refused
        (``BundleChanged``), and so is this one if the vault is another by now (``VaultChanged``).
        Raises as ``preview`` does.
        """
        found = self._found(file)
        incoming = self._incoming(found.arrival, progress)
        preview = self._shown(incoming)
        if shown is not None:
            _check_expected(preview.id, shown.id)
        self._take(found, incoming, preview)
        progress(1, 1)
        return preview

    def preview_all(self, paths: Sequence[Path], *, progress: Progress = no_progress) -> Looked:
        """The same for several files, and for all in a folder that are for this device.

        Parts of one bundle are looked at together. What is wrong in a folder is left out and named;
        a file that was named itself raises. Raises as ``preview`` does, and ``NoBundleHere``.
        """
        return self._look(gather(self._files, paths), progress)[0]

    def accept_all(
        self,
        paths: Sequence[Path],
        *,
        expected: str | None = None,
        progress: Progress = no_progress,
    ) -> Looked:
        """Take several in, the older first: each bundle all or nothing.

        ``expected`` is the id of what was shown (``Looked.id``). Raises as ``preview_all`` does
        before anything is taken, ``BundleChanged`` and ``VaultChanged``.
        """
        gathered = gather(self._files, paths)
        looked, checked = self._look(gathered, progress)
        if expected is not None:
            _check_expected(looked.id, expected)
        previews: list[Preview] = []
        left_out = list(looked.left_out)
        for found, incoming, preview in checked:
            try:
                taken = self._take_next(found, incoming, preview, progress, is_first=not previews)
            except ProtectNetError as error:
                if not previews:
                    raise
                left_out.append(LeftOut(tuple(file for file, _ in found.files), error))
            else:
                previews.append(taken)
        progress(1, 1)
        return Looked(tuple(previews), tuple(left_out), gathered.ignored)

    def _take_next(
        self,
        found: FoundBundle,
        incoming: Incoming,
        preview: Preview,
        progress: Progress,
        *,
        is_first: bool,
    ) -> Preview:
        """Take a bundle; after another one it is compared anew, which it may have waited for."""
        if is_first:
            self._take(found, incoming, preview)
            return preview
        again = self._incoming(found.arrival, progress)
        compared = replace(self._shown(again), id=preview.id)
        self._take(found, again, compared)
        return compared

    def _look(
        self, gathered: Gathered, progress: Progress
    ) -> tuple[Looked, list[tuple[FoundBundle, Incoming, Preview]]]:
        """Check each bundle against what is here; raises where a file that was named is refused."""
        left_out = list(gathered.left_out)
        checked = []
        for found in gathered.bundles:
            try:
                incoming = self._incoming(found.arrival, progress)
            except ProtectNetError as error:
                if not gathered.is_folder or isinstance(error, Cancelled):
                    raise
                left_out.append(LeftOut(tuple(file for file, _ in found.files), error))
            else:
                checked.append((found, incoming, self._shown(incoming)))
        if not checked:
            for each in left_out:
                raise each.error
        previews = tuple(preview for *_, preview in checked)
        return Looked(previews, tuple(left_out), gathered.ignored), checked

    def _found(self, file: Path) -> FoundBundle:
        return FoundBundle(((file, self._files.open(file)),))

    def _incoming(self, arrival: Arrival, progress: Progress) -> Incoming:
        trusted = self._devices.trusted()
        return BundleChecks(self._store, self._authoring.device, trusted, progress).run(arrival)

    def _shown(self, incoming: Incoming) -> Preview:
        device = self._authoring.device
        return preview_of(self._store, device, incoming, self._devices.name_of, self._today)

    def _take(self, found: FoundBundle, incoming: Incoming, preview: Preview) -> None:
        """Keep what came: blobs first, synced, then one transaction."""
        blobs = self._missing_blobs(found)
        for file, opened in found.files:
            self._files.keep_blobs(self._store, file, opened)
        manifest = incoming.arrival.manifest
        taken = accepting.TakenBundle(
            manifest.bundle_id, manifest.part, manifest.sender, manifest.created_day
        )
        is_news = preview.has_news or bool(blobs)
        with self._store.transaction():
            # Sealed before anything foreign is applied: a seal names what its author had seen.
            for news in incoming.circles:
                self._authoring.seal_all(news.circle)
            number = accepting.begin(self._store, taken) if is_news else None
            for news in incoming.circles:
                self._apply(news, number)
            park_segments(self._store, incoming.adrift, number)
            if number is not None:
                accepting.note_blobs(self._store, number, blobs)
                circles = [each.circle for each in incoming.circles]
                members = any(each.has_news_of_members for each in incoming.circles)
                accepting.finish(self._store, number, circles, is_news=members)
        self._destroy_what_was_seen(preview)

    def _missing_blobs(self, found: FoundBundle) -> list[bytes]:
        """The attached files that came, whole or in pieces, and are not here whole."""
        named = {each.digest for _, opened in found.files for each in opened.blobs}
        named |= {each.blob for _, opened in found.files for each in opened.pieces}
        return sorted(each for each in named if not is_held(self._store, each))

    def _apply(self, news: CircleNews, accepted: int | None) -> None:
        """Write what came of one circle; needs a transaction."""
        store, circle = self._store, news.circle
        for wire in news.dropped:
            drop_copy(store, wire)
        apply_segments(store, news.new_segments, news.refused, news.standings, accepted)
        park_segments(store, news.waiting, accepted)
        for signed in news.vectors:
            if signed.vector.device == self._authoring.device:
                raise_counter(store, circle, signed.vector.counter)
            else:
                put_vector(store, signed, accepted)
        if news.has_news_of_members:
            rejudge(store, circle, standings_now(store, news.membership))
        self._authoring.forget_clocks()
        self._circles.forget()
        if news.joins:
            self._circles.join(circle)

    def _destroy_what_was_seen(self, preview: Preview) -> None:
        """Carry out the erasures that the preview named, unless they are many.

        Erased records are out of sight at once. More than three at a time are not destroyed on one
        device's word (domain.md, decision 7): they stay hidden, and the preview says how many.
        """
        seen = {line.id for line in preview.lines if line.effect is Effect.ERASED}
        due = [key for key in records_to_erase(self._store) if key.id in seen]
        if 0 < len(due) <= MAX_ERASED_AT_ONCE:
            carry_out(self._store, due, self._authoring)


def _check_expected(found: str, expected: str) -> None:
    """Raises ``BundleChanged`` or ``VaultChanged`` where these are not the previews shown before."""
    if found == expected:
        return
    came, shown = ([each.partition("-")[0] for each in ids.split("+")] for ids in (found, expected))
    raise BundleChanged if came != shown else VaultChanged
