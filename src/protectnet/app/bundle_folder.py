# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundles among files and folders: what is for this device, by content and not by name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from protectnet.app.bundle_files import BundleFiles
from protectnet.app.incoming import Arrival, bundle_key
from protectnet.app.outside import reading
from protectnet.bundle.errors import NotABundle, NotForThisDevice
from protectnet.bundle.opening import OpenedBundle
from protectnet.domain.errors import ProtectNetError


class NoBundleHere(ProtectNetError):
    """Nothing in a folder is a bundle for this device. Facts: ``name``."""

    code = "no_bundle_here"


@dataclass(frozen=True, slots=True)
class FoundBundle:
    """The files of one bundle that were opened, each with what it holds."""

    files: tuple[tuple[Path, OpenedBundle], ...] = field(repr=False)

    @property
    def arrival(self) -> Arrival:
        """What is in them."""
        return Arrival.of([opened for _, opened in self.files])


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Files of a folder that are not taken, and why."""

    files: tuple[Path, ...] = field(repr=False)
    error: ProtectNetError


@dataclass(frozen=True, slots=True)
class Gathered:
    """Bundles, the older first, and what was left out.

    ``is_folder`` where a folder was searched: what is wrong in it stops nothing else. ``ignored`` is
    how many of its files are no bundles, or for others.
    """

    bundles: tuple[FoundBundle, ...]
    left_out: tuple[LeftOut, ...]
    ignored: int
    is_folder: bool


def gather(files: BundleFiles, paths: Sequence[Path]) -> Gathered:
    """Open files, and those in folders; parts of one bundle are put together, copies left out.

    Raises ``NoBundleHere``, and for a file that was named, not found in a folder, what
    ``BundleFiles.open`` raises.
    """
    opened: list[tuple[Path, OpenedBundle]] = []
    left_out: list[LeftOut] = []
    ignored = 0
    for path, is_named in _files_of(paths):
        try:
            opened.append((path, files.open(path)))
        except (NotABundle, NotForThisDevice):
            if is_named:
                raise
            ignored += 1
        except ProtectNetError as error:
            if is_named:
                raise
            left_out.append(LeftOut((path,), error))
    if not opened:
        for each in left_out:
            raise each.error
        raise NoBundleHere(name=", ".join(map(str, paths)))
    is_folder = any(path.is_dir() for path in paths)
    return Gathered(tuple(_together(opened)), tuple(left_out), ignored, is_folder)


def _files_of(paths: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """Each file, and whether it was named itself."""
    for path in paths:
        if not path.is_dir():
            yield path, True
            continue
        with reading(path):
            inside = sorted(each for each in path.iterdir() if each.is_file())
        for each in inside:
            yield each, False


def _together(opened: Sequence[tuple[Path, OpenedBundle]]) -> list[FoundBundle]:
    """Each bundle with its parts, each part once; the older bundles first."""
    found: dict[tuple[object, ...], dict[int, tuple[Path, OpenedBundle]]] = {}
    for path, each in opened:
        parts = found.setdefault(bundle_key(each.manifest), {})
        parts.setdefault(each.manifest.part, (path, each))
    bundles = [
        FoundBundle(tuple(parts[each] for each in sorted(parts))) for parts in found.values()
    ]
    return sorted(bundles, key=lambda each: _age(each.arrival))


def _age(arrival: Arrival) -> tuple[int, bytes, bytes]:
    manifest = arrival.manifest
    return manifest.created_day, manifest.sender, manifest.bundle_id
