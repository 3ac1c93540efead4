# SPDX-License-Identifier: GPL-3.0-or-later
"""The open vault: everything a window or a command can do, by what it is about.

A workspace belongs to one thread. Closing it seals what was written and wipes the keys.
"""

import secrets
from datetime import date
from typing import Self

from protectnet.app.attachments import Attachments
from protectnet.app.authoring import Authoring
from protectnet.app.bundle_files import BundleFiles
from protectnet.app.circles import ROLES, Circle, Circles
from protectnet.app.contradictions import Contradictions
from protectnet.app.defects import DefectLog
from protectnet.app.devices import Devices
from protectnet.app.editing import Editing
from protectnet.app.furnishing import Furnishing
from protectnet.app.giving import Giving
from protectnet.app.holding import Holding
from protectnet.app.importing import Importing
from protectnet.app.known_days import known_days
from protectnet.app.lost_devices import LostDevices
from protectnet.app.member_acts import MemberActs
from protectnet.app.members import Members
from protectnet.app.quarantine import Quarantine
from protectnet.app.receipts import Receipts
from protectnet.app.record_writer import RecordWriter
from protectnet.app.records import Records
from protectnet.app.taking import Taking
from protectnet.app.undoing import Undoing
from protectnet.app.upkeep import Upkeep
from protectnet.app.users import Users
from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.ids import ID_BYTES, DeviceId, RecordId
from protectnet.log.membership_operations import Addition
from protectnet.store.store import Store
from protectnet.vault.vault import Vault


class OnlyReading(ProtectNetError):
    """The disk was full when the vault was opened: it can be read. Facts: ``room`` (MB to free)."""

    code = "only_reading"


def new_record_id() -> RecordId:
    """A random id that says nothing of when or where it was made."""
    return RecordId(secrets.token_bytes(ID_BYTES))


class Workspace:
    """An open vault; made by ``opening.create_vault`` and ``opening.open_vault``."""

    def __init__(
        self,
        vault: Vault,
        store: Store,
        authoring: Authoring,
        furnishing: Furnishing,
        today: date,
    ) -> None:
        self.only_reading: OnlyReading | None = None
        """Why nothing can be saved in this sitting, where that is known from its beginning."""
        self._vault = vault
        self._store = store
        self._authoring = authoring
        self._is_open = True
        self.today = today
        self.vocabularies = Vocabularies()
        self.circles = Circles(store, authoring, furnishing, self._name_of)
        writer = RecordWriter(store, authoring, self.circles, new_record_id)
        self.records = Records(store, self.circles, self.vocabularies)
        self.editing = Editing(store, self.circles, self.vocabularies, writer)
        self.contradictions = Contradictions(store, self.circles, self.records, self.editing)
        self.importing = Importing(store, self.circles, self.vocabularies, writer)
        self.attachments = Attachments(store, self.records, writer)
        self.devices = Devices(store, writer, self.vocabularies, authoring.keys, furnishing, today)
        holding = Holding(store, authoring.keys, self.circles, self.devices, today)
        self.giving = Giving(store, authoring, self.circles, holding, today)
        self.receipts = Receipts(self.circles, holding)
        self.members = Members(self.circles, self.devices, holding)
        self.member_acts = MemberActs(store, authoring, self.circles, self.members)
        acts = self.member_acts
        self.lost = LostDevices(self.circles, self.devices, holding, self.members, acts)
        self.quarantine = Quarantine(store, authoring, self.circles, self.members, acts)
        files = BundleFiles(furnishing.identity, self.devices)
        self.taking = Taking(store, authoring, self.circles, self.devices, files, today)
        self.undoing = Undoing(store, authoring, self.circles, self.devices)
        self.users = Users(vault, store)
        self.defects = DefectLog(store, today)
        self.upkeep = Upkeep(store, authoring, self.circles, today)

    def __repr__(self) -> str:
        """Name the device alone."""
        return f"Workspace({self.device.hex()[:8]})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def device(self) -> DeviceId:
        """This device."""
        return self._authoring.device

    @property
    def contradicted_day(self) -> date | None:
        """The latest day that was today once, by a clock, and that a person contradicted since."""
        return known_days(self._store).overruled

    @property
    def user(self) -> str:
        """The code name of the person who has the vault open."""
        return self._authoring.user

    @property
    def written(self) -> int:
        """How many changes this sitting wrote so far: whoever acts and sees no more, changed nothing."""
        return self._authoring.written

    def create_circle(self, name: str) -> Circle:
        """Make a circle in which this device is alone at first.

        Raises ``InvalidRecord``, ``CircleNameTaken``.
        """
        return self.circles.create(name, self.devices.card().code_name)

    def add_to_circle(self, circle: str, device: str, role: str) -> Circle:
        """Add a trusted device to a circle, as ``reader``, ``contributor`` or ``coordinator``.

        Raises ``UnknownCircle``, ``UnknownDevice``, ``MayNotAdd``.
        """
        found = self.devices.find(device)
        addition = Addition(found.keys, found.code_name, ROLES[role])
        return self.circles.add(self.circles.find(circle), addition)

    def close(self) -> None:
        """Seal what was written, close the store, wipe the key; harmless when repeated."""
        if not self._is_open:
            return
        self._is_open = False
        try:
            if self._store.is_open:
                self.upkeep.seal_if_room()
        finally:
            self._store.close()
            self._vault.close()

    def _name_of(self, device: DeviceId, code_name: str) -> str:
        return self.devices.name_of(device, code_name)
