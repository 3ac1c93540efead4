# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that may be bundles for this device: opened whole, or refused."""

from pathlib import Path

from protectnet.app.blob_travel import keep_blobs
from protectnet.app.devices import Devices
from protectnet.app.outside import reading
from protectnet.bundle.opening import OpenedBundle, open_bundle
from protectnet.domain.errors import ProtectNetError
from protectnet.envelope import HybridIdentity
from protectnet.store.store import Store
from protectnet.vault.identity import DeviceIdentity


class UnknownSender(ProtectNetError):
    """The device that made the bundle is neither trusted here nor in the circles that it names.

    Facts: ``device`` (hex).
    """

    code = "unknown_sender"


class BundleFiles:
    """Opens bundles with this device's keys; who made them is judged after (``bundle_checks``)."""

    def __init__(self, identity: DeviceIdentity, devices: Devices) -> None:
        self._keys = tuple(HybridIdentity(each.seed) for each in identity.recipients)
        self._device = devices.card().keys.device

    def open(self, file: Path) -> OpenedBundle:
        """What a file of a bundle holds, after checks 1 to 8 of docs/spec/bundle-v1.md.

        Raises ``FileUnreadable`` and what ``open_bundle`` raises.
        """
        with reading(file), file.open("rb") as untrusted:
            return open_bundle(untrusted, self._keys, self._device)

    def keep_blobs(self, store: Store, file: Path, opened: OpenedBundle) -> None:
        """Read the file once more for its blobs; the stick may have been pulled out by now.

        Raises ``FileUnreadable`` and what ``blob_travel.keep_blobs`` raises.
        """
        if not opened.blobs and not opened.pieces:
            return
        with reading(file):
            again = file.open("rb")
        with again:
            keep_blobs(store, again, self._keys, opened)
