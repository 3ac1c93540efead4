# SPDX-License-Identifier: GPL-3.0-or-later
"""Giving: what others lack of common circles, in bundles for them (docs/spec/sync-v1.md, section 3)."""

import secrets
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from protectnet.app.authoring import Authoring
from protectnet.app.blob_travel import is_whole
from protectnet.app.bundle_contents import Making, Vectors, content_of
from protectnet.app.circles import Circles
from protectnet.app.giving_plan import GivingNames, GivingToShow, KeptBack
from protectnet.app.holding import Holding
from protectnet.app.proven_file import Sink, write_proven
from protectnet.bundle.planning import Part, plan_parts
from protectnet.bundle.writing import write_part
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.ids import CircleId, DeviceId
from protectnet.envelope import HybridRecipient
from protectnet.log.signatures import ED25519_SIGNATURE_BYTES
from protectnet.log.vector import SignedVector
from protectnet.store.accepting import mark_told
from protectnet.store.errors import StoreFull
from protectnet.store.store import Progress, Store, no_progress
from protectnet.sync.plan import GivingPlan, PlannedBundle, plan_giving
from protectnet.sync.readers import CircleView

BUNDLE_SUFFIX = ".age"
NAME_BYTES = 8
STEPS_TO_FIT = 64
"""How often at most less is tried when a limit is not kept; each time at least that part less."""


class NotInCircle(ProtectNetError):
    """A device that was to get a bundle is not in the circle. Facts: ``device``, ``circle``."""

    code = "not_in_circle"


class NothingMayGo(ProtectNetError):
    """Nothing may go to any of these devices. Facts: ``devices`` (names)."""

    code = "nothing_may_go"


class LimitTooSmall(ProtectNetError):
    """Not even the smallest bundle fits. Facts: ``allowed``, ``needed`` (bytes)."""

    code = "limit_too_small"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of a bundle that was written and read back; ``size`` in bytes."""

    path: Path = field(repr=False)
    size: int


@dataclass(frozen=True, slots=True)
class WrittenBundle:
    """A bundle that was written and read back: one file, or several where it is large."""

    files: tuple[WrittenFile, ...]
    circles: tuple[CircleId, ...]
    recipients: tuple[DeviceId, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What one giving wrote: at least one bundle, and what was held back.

    ``has_news`` is false when the receivers have all of it, as they signed: then the bundles only
    tell them that this device has it too.
    """

    bundles: tuple[WrittenBundle, ...]
    held_back: tuple[KeptBack, ...]
    has_news: bool

    @property
    def files(self) -> tuple[WrittenFile, ...]:
        """The files of all bundles."""
        return tuple(file for bundle in self.bundles for file in bundle.files)

    @property
    def path(self) -> Path:
        """The first file."""
        return self.files[0].path

    @property
    def size(self) -> int:
        """How long all files are together (bytes)."""
        return sum(each.size for each in self.files)


@dataclass(frozen=True, slots=True)
class _Draft:
    """What was asked for, and what follows from it; ``sound`` and ``damaged`` files were read."""

    to: tuple[DeviceId, ...]
    circles: tuple[CircleId, ...]
    views: dict[CircleId, CircleView]
    plan: GivingPlan
    sound: frozenset[bytes]
    damaged: frozenset[bytes]


_LaidOut = list[tuple[PlannedBundle, tuple[Part, ...]]]


class Giving:
    """Plans and writes bundles for an open vault."""

    def __init__(
        self, store: Store, authoring: Authoring, circles: Circles, holding: Holding, today: date
    ) -> None:
        self._store = store
        self._authoring = authoring
        self._circles = circles
        self._holding = holding
        self._making = Making(authoring.keys.public, today)
        self._names = GivingNames(store, circles, holding)

    def plan(
        self, to: Sequence[str], *, circle: str | None = None, limit: int | None = None
    ) -> GivingToShow:
        """What would go to these devices, of one circle or of all that they have in common.

        ``limit`` is how many bytes all files together may have. What is open is sealed, if there is
        room; nothing else is written. Raises ``UnknownDevice``, ``AmbiguousDevice``, ``NotInCircle``,
        ``UnknownCircle``, ``AmbiguousCircle``, ``LimitTooSmall``.
        """
        devices, circles = self._asked(to, circle)
        with suppress(StoreFull):
            self._seal(circles)
        draft = self._drafted(devices, circles, limit)
        draft, laid_out = self._fitted(draft, limit, self._as_if_signed(draft))
        return GivingToShow(
            tuple(
                self._names.bundle(bundle, tuple(part.file_size for part in parts))
                for bundle, parts in laid_out
            ),
            tuple(map(self._names.held_back, draft.plan.held_back)),
            _has_news(draft.plan),
        )

    def write(
        self,
        to: Sequence[str],
        out: Path,
        *,
        circle: str | None = None,
        limit: int | None = None,
        progress: Progress = no_progress,
    ) -> Written:
        """Write what ``plan`` says, and read it back.

        What this device has is signed and kept before the first file has its name, and so is that
        others may know now what it has: after a crash no counter is given twice, and nothing is
        taken back that others were told of. Also when the receivers have everything a bundle is
        written: it acknowledges what came from them. Raises what ``plan`` raises, ``NothingMayGo``,
        ``FileUnwritable``, ``WrittenDiffers``.
        """
        devices, circles = self._asked(to, circle)
        self._seal(circles)
        draft = self._drafted(devices, circles, limit)
        if not draft.plan.bundles:
            raise NothingMayGo(devices=tuple(map(self._holding.name_of, devices)))
        self._tell(draft)
        draft, laid_out = self._fitted(draft, limit, self._signed(draft))
        return Written(
            tuple(self._write(out, laid_out, progress)),
            tuple(map(self._names.held_back, draft.plan.held_back)),
            _has_news(draft.plan),
        )

    def _asked(
        self, to: Sequence[str], circle: str | None
    ) -> tuple[tuple[DeviceId, ...], tuple[CircleId, ...]]:
        devices = tuple(dict.fromkeys(map(self._holding.find_device, to)))
        if circle is None:
            return devices, self._holding.joined()
        chosen = self._circles.find(circle)
        members = self._circles.membership(chosen).members
        for device in (*devices, self._holding.device):
            if device not in members:
                name = self._holding.name_of(device)
                raise NotInCircle(device=name, circle=self._circles.name_of(chosen))
        return devices, (chosen,)

    def _seal(self, circles: Collection[CircleId]) -> None:
        with self._store.transaction():
            for each in circles:
                self._authoring.seal_all(each)

    def _drafted(
        self,
        to: tuple[DeviceId, ...],
        circles: tuple[CircleId, ...],
        limit: int | None,
        before: _Draft | None = None,
    ) -> _Draft:
        """The plan, after each file that would go was read: a damaged one does not go."""
        sound: set[bytes] = set(before.sound) if before else set()
        damaged: set[bytes] = set(before.damaged) if before else set()
        views = before.views if before else {each: self._holding.view(each) for each in circles}
        while True:
            plan = plan_giving(views.values(), to, limit=limit)
            going = {blob for bundle in plan.bundles for blob in bundle.blobs} - sound
            found = {blob for blob in going if not is_whole(self._store, blob)}
            sound |= going - found
            if not found:
                return _Draft(to, circles, views, plan, frozenset(sound), frozenset(damaged))
            damaged |= found
            views = {each: self._holding.view(each, damaged) for each in circles}

    def _tell(self, draft: _Draft) -> None:
        with self._store.transaction():
            for bundle in draft.plan.bundles:
                for each in bundle.circles:
                    self._holding.sign(draft.views[each.circle].own)
            mark_told(self._store)

    def _fitted(
        self, draft: _Draft, limit: int | None, vectors: Vectors
    ) -> tuple[_Draft, _LaidOut]:
        """The files of the bundles, with so much left out that they are within the limit.

        The plan counts bytes before they are compressed and padded, so that files may be longer.
        """
        room = limit
        while True:
            laid_out = self._laid_out(draft, vectors)
            size = sum(part.file_size for _, parts in laid_out for part in parts)
            if limit is None or room is None or size <= limit:
                return draft, laid_out
            if room == 0:
                raise LimitTooSmall(allowed=limit, needed=size)
            room = max(0, room - max(size - limit, limit // STEPS_TO_FIT, 1))
            draft = self._drafted(draft.to, draft.circles, room, draft)

    def _laid_out(self, draft: _Draft, vectors: Vectors) -> _LaidOut:
        sizes = {
            blob: size
            for view in draft.views.values()
            for blob, size in view.index.blob_sizes.items()
        }
        return [
            (
                bundle,
                plan_parts(content_of(self._store, bundle, sizes, vectors, self._making)).parts,
            )
            for bundle in draft.plan.bundles
        ]

    def _signed(self, draft: _Draft) -> dict[tuple[CircleId, DeviceId], SignedVector]:
        """What each device has signed of each circle."""
        return {
            (circle, device): signed
            for circle in draft.circles
            for device, signed in self._holding.told(circle).items()
        }

    def _as_if_signed(self, draft: _Draft) -> Vectors:
        """The same, but what this device would sign has noise for a signature: for sizes alone."""
        found = self._signed(draft)
        for circle, view in draft.views.items():
            noise = secrets.token_bytes(ED25519_SIGNATURE_BYTES)
            found[circle, view.own.device] = SignedVector(view.own, view.own.encode(), noise)
        return found

    def _write(self, out: Path, laid_out: _LaidOut, progress: Progress) -> Iterator[WrittenBundle]:
        """Write each part of each bundle to a file of its own and read it back."""
        whole = sum(part.file_size for _, parts in laid_out for part in parts)
        done = 0
        for bundle, parts in laid_out:
            keys = self._keys(bundle)
            files = []
            for part in parts:
                path = out / (secrets.token_hex(NAME_BYTES) + BUNDLE_SUFFIX)
                fill = partial(self._fill, part, keys)
                tell = partial(_tell_progress, progress, done, whole)
                files.append(WrittenFile(path, write_proven(path, fill, tell, part.file_size)))
                done += files[-1].size
            circles = tuple(each.circle for each in bundle.circles)
            yield WrittenBundle(tuple(files), circles, bundle.recipients)

    def _fill(self, part: Part, keys: Sequence[HybridRecipient], sink: Sink) -> None:
        write_part(part, keys, self._authoring.keys.sign_bytes, sink)

    def _keys(self, bundle: PlannedBundle) -> list[HybridRecipient]:
        """The newest key of each recipient, of those known in the circles of the bundle."""
        newest = (
            max(
                key
                for circle in bundle.circles
                if (key := self._holding.key_of(device, circle.circle)) is not None
            )
            for device in bundle.recipients
        )
        return [HybridRecipient(each.key) for each in newest]


def _has_news(plan: GivingPlan) -> bool:
    return bool(plan.bundles) and not plan.is_everything_covered


def _tell_progress(progress: Progress, before: int, whole: int, done: int, _total: int) -> None:
    """Tell how far all files are, when one of them is as far as this."""
    progress(before + done, whole)
