# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be wrong with a bundle. An error from foreign bytes is a code, never their text."""

from protectnet.domain.errors import ProtectNetError


class BundleError(ProtectNetError):
    """Base of everything that is wrong with a bundle."""

    code = "bundle"


class NotABundle(BundleError):
    """The file is no age file, or one whose beginning is not whole."""

    code = "not_a_bundle"


class NotForThisDevice(BundleError):
    """No key of this device opens the file, or its list of devices does not name this one."""

    code = "not_for_this_device"


class BundleDamaged(BundleError):
    """A check of the reader failed: altered, or a copy that was cut off.

    Facts: ``check``, its number in docs/spec/bundle-v1.md.
    """

    code = "bundle_damaged"


class BundleTooNew(BundleError):
    """A newer version wrote the bundle. Facts: ``found`` and ``known``, format versions."""

    code = "bundle_too_new"


class UnknownSender(BundleError):
    """The device that made the bundle is not trusted here. Facts: ``device`` (hex)."""

    code = "unknown_sender"


class SignatureOfSenderInvalid(BundleError):
    """The bundle says it is of a trusted device, but that device did not sign it."""

    code = "sender_signature_invalid"


class BundleTooLarge(BundleError):
    """A limit was reached. Facts: ``limit`` (name of the limit), ``allowed``."""

    code = "bundle_too_large"
