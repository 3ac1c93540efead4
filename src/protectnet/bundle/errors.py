# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be wrong with a bundle. An error from foreign bytes is a code, never their text."""

from typing import ClassVar

from protectnet.domain.errors import ProtectNetError


class BundleError(ProtectNetError):
    """Base of everything that is wrong with a bundle."""

    code = "bundle"


class NotABundle(BundleError):
    """The file is no age file, or one whose beginning is not whole (check 1)."""

    code = "not_a_bundle"


class NotForThisDevice(BundleError):
    """No key of this device opens the file (check 1)."""

    code = "not_for_this_device"


class WrappedAnew(BundleError):
    """A key of this device opens the file, but the sender made it for others (check 6).

    One of them must have packed the sender's words into an age file for this device.
    """

    code = "bundle_wrapped_anew"


class BundleDamaged(BundleError):
    """A check of the reader failed: altered, or a copy that was cut off.

    Facts: ``check``, its number in docs/spec/bundle-v1.md.
    """

    code = "bundle_damaged"


class BundleTooNew(BundleError):
    """A newer version wrote the bundle. Facts: ``found`` and ``known``, format versions."""

    code = "bundle_too_new"


class SignatureOfSenderInvalid(BundleError):
    """The device that the bundle names did not sign it (check 5)."""

    code = "sender_signature_invalid"


class BundleChanged(BundleError):
    """The file that is read again holds another bundle than the first time."""

    code = "bundle_changed"


class BundleTooLarge(BundleError):
    """A limit was reached. Facts: ``limit``, one of ``LIMITS``, and ``allowed``."""

    code = "bundle_too_large"
    LIMITS: ClassVar[frozenset[str]] = frozenset(
        {
            *{"stanzas", "line_bytes", "header_bytes"},  # of the age file
            *{"manifest", "recipients", "circles", "parts", "sections"},
            *{"section", "all_sections", "blob"},
            *{"group", "all_groups", "window", "group_items"},
            *{"part", "total"},  # in writing
            "operations",  # of one author
        }
    )

    def __init__(self, limit: str, allowed: int) -> None:
        if limit not in self.LIMITS:
            raise ValueError(limit)
        super().__init__(limit=limit, allowed=allowed)


class ContentChanged(BundleError):
    """What was to go into a bundle is no longer what it was when the bundle was planned."""

    code = "bundle_content_changed"
