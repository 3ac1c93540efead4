# SPDX-License-Identifier: GPL-3.0-or-later
"""The words for what can happen to a vault and its store."""

from protectnet.app.clock import DateUnsure, DayOutOfRange, SaidDayTooEarly, SaidDayTooLate
from protectnet.app.explanations.words import Table, Words
from protectnet.app.passphrases import PassphraseTooWeak
from protectnet.app.workspace import OnlyReading
from protectnet.domain.marking import N_
from protectnet.store import errors as store
from protectnet.vault import errors as vault

_UNHARMED = N_("Nothing in the vault was changed.")

_GUESSED_TOO_SOON = Words(
    N_(
        "This passphrase cannot be taken: whoever has a copy of the vault would guess the "
        "passphrase too soon."
    ),
    N_(
        "Take four words or more that have nothing to do with each other, or let the program make "
        "a passphrase."
    ),
    _UNHARMED,
)

VAULT_WORDS: Table = {
    vault.NotAVault: Words(
        N_("There is no vault in {path}."),
        N_("Choose the folder of a vault, or make a new one with “init”."),
    ),
    vault.FolderNotEmpty: Words(
        N_("{path} already holds something, so no vault is made there."),
        N_("Choose an empty folder or a new name."),
        N_("What is in the folder was not touched."),
    ),
    vault.FolderUnusable: Words(
        N_("No vault can be in {path}: {reason}."),
        N_("Choose another folder."),
        N_("Nothing was made or changed."),
        reasons={
            "is_a_file": N_("a file stands there"),
            "no_folder_on_the_way": N_("something on the way there is no folder"),
            "cannot_be_made": N_("no folder can be made there"),
            "not_allowed": N_("the system allows no writing there"),
            "name_too_long": N_("the name is too long"),
            "links_in_a_circle": N_("the links on the way there lead in a circle"),
            "not_a_name": N_("this system has no folders of such a name"),
        },
    ),
    vault.NotAFile: Words(
        N_(
            "In {path} something that is no plain file has the name “{file}” of a file of the vault."
        ),
        N_("Take that away, or put the whole vault back from a backup."),
        _UNHARMED,
    ),
    vault.VaultInUse: Words(
        N_("This vault is open in another window or command."),
        N_("Close the vault there, then try again."),
        _UNHARMED,
    ),
    vault.VaultReadOnly: Words(
        N_("The system allows no writing in {path}."),
        N_("Copy the whole folder to a disk that can be written, and open the copy."),
        _UNHARMED,
    ),
    vault.VaultNotReadable: Words(
        N_("The system does not let you read {path}."),
        N_("Log in as the person whose vault this is, or have the folder given to you."),
        _UNHARMED,
    ),
    vault.VaultDiskFull: Words(
        N_("The disk with {path} is full."),
        N_("Free some room, then try again."),
        N_("What was saved before is unharmed."),
    ),
    vault.VaultUnreachable: Words(
        N_("The disk with {path} does not answer ({errno}): unplugged, or breaking."),
        N_("Plug the disk in again. If this happens again, copy the folder to another disk soon."),
    ),
    vault.VaultWithoutStore: Words(
        N_("The records of the vault in {path} are missing: the file store.db is gone."),
        N_("Put the whole folder back from a backup. No empty vault was made in its place."),
    ),
    vault.StoreOfAnotherVault: Words(
        N_("The records in {path} belong to another vault, or their beginning is damaged."),
        N_("Put store.db and both slots files back from the same backup."),
        _UNHARMED,
    ),
    vault.SlotsDamaged: Words(
        N_("Both files that hold the passphrase slots are damaged (rule {rule})."),
        N_("Put the files “slots” and “slots.copy” back from a backup of this vault."),
        N_("The records themselves were not touched."),
    ),
    vault.SlotsTooNew: Words(
        N_(
            "A newer version made this vault: its slots have version {found}, this program knows {known}."
        ),
        N_("Open the vault with the newer program."),
        _UNHARMED,
    ),
    vault.KdfCostRefused: Words(
        N_(
            "The vault asks for a cost that is not allowed ({memory_kib} KiB, {passes} passes, {lanes} lanes)."
        ),
        N_("Somebody may have altered the slots: put them back from a backup."),
        _UNHARMED,
    ),
    vault.NotEnoughMemory: Words(
        N_("Opening the vault needs {needed_mib} MiB of memory, which are not free now."),
        N_("Close other programs and try again."),
        _UNHARMED,
    ),
    vault.WrongPassphrase: Words(
        N_("This passphrase does not open the vault."),
        N_(
            "Check the keyboard's language and try again. Nothing is ever deleted after wrong tries."
        ),
        _UNHARMED,
    ),
    vault.SlotContentUnknown: Words(
        N_("The passphrase is right, but its slot holds what this version does not know."),
        N_("Open the vault with the newer program."),
        _UNHARMED,
    ),
    vault.PassphraseInUse: _GUESSED_TOO_SOON,
    vault.OwnSlot: Words(
        N_("You cannot remove yourself while you have the vault open."),
        N_("Let another user remove you."),
        _UNHARMED,
    ),
    vault.NoFreeSlot: Words(
        N_("All {slots} places for users are taken."),
        N_("Remove a user first, or make a second vault."),
        _UNHARMED,
    ),
    vault.PassphraseEmpty: Words(
        N_("No passphrase was given."), N_("Type one, or let the program make one.")
    ),
    vault.PassphraseTooShort: Words(
        N_("The passphrase is too short: {length} characters where {minimum} or more are needed."),
        N_("Take several words, best seven made by lot."),
    ),
    PassphraseTooWeak: _GUESSED_TOO_SOON,
    vault.PassphraseTooLong: Words(
        N_("The passphrase is longer than {maximum} characters."), N_("Take a shorter one.")
    ),
    vault.PassphraseUnreadable: Words(
        N_("The passphrase holds a sign that cannot be typed again everywhere."),
        N_("Take letters, digits and spaces."),
    ),
    vault.NoWordList: Words(
        N_("There is no list of words in “{language}”."), N_("Choose en, es, fr or pt.")
    ),
    vault.RotationNotReady: Words(
        N_("The new key could not be put in place ({reason})."),
        N_("Try again. If this happens again, tell us: this is a defect of the program."),
        N_("The vault is as it was before."),
    ),
    vault.IdentityDamaged: Words(
        N_("The identity of this device inside the vault is damaged."),
        N_("Put the whole folder back from a backup."),
        _UNHARMED,
    ),
    vault.IdentityTooNew: Words(
        N_(
            "A newer version wrote this device's identity: version {found}, this program knows {known}."
        ),
        N_("Open the vault with the newer program."),
        _UNHARMED,
    ),
    DateUnsure: Words(
        N_("The clock says {clock}, and the newest day known is {newest}: today is not sure."),
        N_("Say today's date, for example with --today 2026-11-23, or set the clock."),
        _UNHARMED,
    ),
    SaidDayTooEarly: Words(
        N_("You say that today is {said}, which is before {known}, the newest day known."),
        N_("Say the right day. If {said} is right, say it with --today-is-right."),
        _UNHARMED,
    ),
    SaidDayTooLate: Words(
        N_("You say that today is {said}, more than a year after {known}, the newest day known."),
        N_("Say the right day. If {said} is right, say it with --today-is-right."),
        _UNHARMED,
    ),
    DayOutOfRange: Words(
        N_("No change can carry the day {said}: days from {first} to {last} can be kept."),
        N_("Say the right day."),
        _UNHARMED,
    ),
}

STORE_WORDS: Table = {
    OnlyReading: Words(
        N_("The disk is full, so nothing can be saved in this vault now."),
        N_("To save again, free {room} MB or more and open the vault anew."),
        N_("You can read everything in the vault."),
    ),
    store.StoreMissing: Words(
        N_("The file with the records is missing: {path}."),
        N_("Put the whole vault folder back from a backup. No empty one was made in its place."),
    ),
    store.StoreAlreadyThere: Words(
        N_("There is already a file {path}."),
        N_("Choose an empty folder."),
        N_("The file was not touched."),
    ),
    store.WrongStoreKey: Words(
        N_("The records in {path} are under another key than this vault's."),
        N_("Put store.db and both slots files back from the same backup."),
        _UNHARMED,
    ),
    store.DamagedStore: Words(
        N_("The file with the records, {path}, is damaged."),
        N_("Make a copy of the folder as it is, then put a backup in its place."),
        N_("Nothing was written to the file since the damage was found."),
    ),
    store.StoreTooNew: Words(
        N_("A newer version wrote the records: form {found}, this program knows {known}."),
        N_("Open the vault with the newer program."),
        _UNHARMED,
    ),
    store.StoreFull: Words(
        N_("The disk is full, so nothing more can be saved there."),
        N_("Free {room} MB or more, then try again."),
        N_("Everything saved before is unharmed."),
    ),
    store.StoreReadOnly: Words(
        N_("The system does not allow writing {path}."),
        N_("Copy the vault folder to a disk that can be written, and open the copy."),
        _UNHARMED,
    ),
    store.StoreBusy: Words(
        N_("Another program has the file with the records open."),
        N_("Close the vault there, then try again."),
        _UNHARMED,
    ),
    store.StoreUnreachable: Words(
        N_("The disk with the records does not answer: unplugged, or breaking."),
        N_(
            "Plug the disk in again. If this happens again, copy the vault folder to another disk soon."
        ),
        N_("Everything saved before was on the disk."),
    ),
    store.Cancelled: Words(
        N_("Stopped, as you asked."),
        N_("Start again when you like."),
        N_("All is as it was before."),
    ),
    store.NoSuchRecord: Words(
        N_("No record here has the id {given}."),
        N_(
            "Look the record up with “list”. Perhaps its circle is one that this vault does not hold."
        ),
    ),
    store.AmbiguousRecord: Words(
        N_("{count} records answer to {given}."),
        N_("Give more of the id; where one record stands in two circles, give CIRCLE/ID."),
    ),
    store.NoSuchFilter: Words(
        N_("Records of kind {kind} cannot be sorted or filtered by “{field}”."),
        N_("See the fields with “kinds {kind}”."),
    ),
    store.NameTaken: Words(
        N_("Another user of this vault is called {name}."), N_("Choose another code name.")
    ),
    store.NoSuchUser: Words(
        N_("No user of this vault is called {name}."), N_("See them with “users list”.")
    ),
    store.ProjectionDiffers: Words(
        N_("The tables do not say what the signed changes say ({records} records)."),
        N_("Make them anew with “rebuild”."),
        N_("The signed changes themselves are whole."),
    ),
}
