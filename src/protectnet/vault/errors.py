# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be wrong with a vault folder, a passphrase or a key."""

from typing import ClassVar

from protectnet.domain.errors import ProtectNetError


class VaultError(ProtectNetError):
    """Base of what people can be told about a vault."""

    code = "vault"


class NotAVault(VaultError):
    """The folder holds no vault. Facts: ``path``."""

    code = "not_a_vault"


class FolderNotEmpty(VaultError):
    """A vault was to be made in a folder that holds something. Facts: ``path``."""

    code = "folder_not_empty"


class FolderUnusable(VaultError):
    """No vault can be in a folder of this path. Facts: ``path``, ``reason``, one of ``REASONS``."""

    code = "folder_unusable"
    REASONS: ClassVar[frozenset[str]] = frozenset(
        {
            "is_a_file",
            "no_folder_on_the_way",
            "cannot_be_made",
            "not_allowed",
            "name_too_long",
            "links_in_a_circle",
            "not_a_name",
        }
    )

    def __init__(self, path: str, reason: str) -> None:
        if reason not in self.REASONS:
            raise ValueError(reason)
        super().__init__(path=path, reason=reason)


class NotAFile(VaultError):
    """Something else stands where a vault keeps a file. Facts: ``path`` of the vault, ``file``."""

    code = "not_a_file"


class VaultInUse(VaultError):
    """Another process has this vault open. Facts: ``path``."""

    code = "vault_in_use"


class VaultReadOnly(VaultError):
    """The system allows no writing in the folder; nothing was changed.

    Facts: ``path`` of the folder, ``file``, the name in it that was to be written.
    """

    code = "vault_read_only"


class VaultNotReadable(VaultError):
    """The system does not let this person read the folder. Facts: ``path`` of it, ``file``."""

    code = "vault_not_readable"


class VaultDiskFull(VaultError):
    """No room is left on the disk; what was there is unharmed.

    Facts: ``path`` of the folder, ``file``, the name in it that was to be written.
    """

    code = "vault_disk_full"


class VaultUnreachable(VaultError):
    """The disk does not read or write: unplugged or breaking.

    Facts: ``path`` of the folder, ``file``, the name in it, ``errno`` (a name).
    """

    code = "vault_unreachable"


class VaultWithoutStore(VaultError):
    """The slots are there, the store is gone; none is made. Facts: ``path``."""

    code = "vault_without_store"


class StoreOfAnotherVault(VaultError):
    """The store is not that of these slots, or its beginning is damaged. Facts: ``path``."""

    code = "store_of_another_vault"


class SlotsDamaged(VaultError):
    """Bytes are no slots file. Facts: ``rule``, one of ``RULES`` (docs/spec/vault-v1.md, 4.1)."""

    code = "slots_damaged"
    RULES: ClassVar[frozenset[str]] = frozenset({"V1", "V2", "V3", "V5"})

    def __init__(self, rule: str) -> None:
        if rule not in self.RULES:
            raise ValueError(rule)
        super().__init__(rule=rule)


class SlotsTooNew(VaultError):
    """A newer version of the program wrote the slots. Facts: ``found``, ``known``."""

    code = "slots_too_new"


class KdfCostRefused(VaultError):
    """The cost is outside of what is allowed. Facts: ``memory_kib``, ``passes``, ``lanes``."""

    code = "kdf_cost_refused"


class NotEnoughMemory(VaultError):
    """The key derivation does not fit into memory; no lower cost is taken. Facts: ``needed_mib``."""

    code = "not_enough_memory"


class WrongPassphrase(VaultError):
    """No slot opens with this passphrase; no file was changed."""

    code = "wrong_passphrase"


class SlotContentUnknown(VaultError):
    """A slot opened and holds what this version does not know. Facts: ``slot``, its index."""

    code = "slot_content_unknown"


class PassphraseInUse(VaultError):
    """Another slot of this vault opens with the same passphrase. Facts: ``slot``, its index.

    People are not told so: it would be the passphrase of somebody else. See ``app.users``.
    """

    code = "passphrase_in_use"


class OwnSlot(VaultError):
    """A user cannot remove the slot with which the vault was opened. Facts: ``slot``."""

    code = "own_slot"


class NoFreeSlot(VaultError):
    """All slots are in use. Facts: ``slots``, how many there are."""

    code = "no_free_slot"


class PassphraseEmpty(VaultError):
    """Nothing was typed, or nothing but spaces and marks."""

    code = "passphrase_empty"


class PassphraseTooShort(VaultError):
    """A new passphrase is too short. Facts: ``length``, ``minimum`` in characters."""

    code = "passphrase_too_short"


class PassphraseTooLong(VaultError):
    """A passphrase is too long. Facts: ``maximum`` in characters."""

    code = "passphrase_too_long"


class PassphraseUnreadable(VaultError):
    """A passphrase holds what is no text. Facts: ``reason``, one of ``REASONS``."""

    code = "passphrase_unreadable"
    REASONS: ClassVar[frozenset[str]] = frozenset(
        {"control_character", "unknown_character", "surrogate"}
    )

    def __init__(self, reason: str) -> None:
        if reason not in self.REASONS:
            raise ValueError(reason)
        super().__init__(reason=reason)


class NoWordList(VaultError):
    """There is no list of words in this language. Facts: ``language``, ``known`` (sorted codes)."""

    code = "no_word_list"


class RotationNotReady(VaultError):
    """A new vault key cannot be put in place yet. Facts: ``reason``, one of ``REASONS``."""

    code = "rotation_not_ready"
    REASONS: ClassVar[frozenset[str]] = frozenset({"no_new_store", "other_key", "store_open"})

    def __init__(self, reason: str) -> None:
        if reason not in self.REASONS:
            raise ValueError(reason)
        super().__init__(reason=reason)


class IdentityDamaged(VaultError):
    """Bytes are no device identity."""

    code = "identity_damaged"


class IdentityTooNew(VaultError):
    """A newer version of the program wrote the device identity. Facts: ``found``, ``known``."""

    code = "identity_too_new"
