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
    """The device that made the bundle is not trusted here. Facts: ``device`` (hex)."""

    code = "unknown_sender"


class BundleFiles:
    """Opens bundles with this device's keys, if a device made them that is trusted here."""

    def __init__(self, identity: DeviceIdentity, devices: Devices) -> None:
        self._keys = tuple(HybridIdentity(each.seed) for each in identity.recipients)
        self._device = devices.card().keys.device
        self._devices = devices

    def open(self, file: Path) -> OpenedBundle:
        """The verified contents of a bundle.

        Raises ``FileUnreadable``, ``UnknownSender`` and what ``open_bundle`` raises.
        """
        with reading(file), file.open("rb") as untrusted:
            opened = open_bundle(untrusted, self._keys, self._device)
        sender = opened.manifest.sender
        if sender not in self._devices.trusted():
            raise UnknownSender(device=sender.hex()[:8])
        return opened

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
