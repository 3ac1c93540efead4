# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing and checking segment headers (docs/spec/log-v1.md, section 7).

Changes of records carry one Ed25519 signature. Membership carries ML-DSA-65 beside it, over the
same bytes, because it must still be believed when Ed25519 no longer is.
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey

from protectnet.domain.ids import DeviceId
from protectnet.log.errors import SignatureInvalid
from protectnet.log.identifiers import MEMBERSHIP, RECORDS, device_id

ED25519_SIGNATURE_BYTES = 64
ML_DSA_65_SIGNATURE_BYTES = 3309
SIGNATURE_SIZES = {
    RECORDS: (ED25519_SIGNATURE_BYTES,),
    MEMBERSHIP: (ED25519_SIGNATURE_BYTES, ML_DSA_65_SIGNATURE_BYTES),
}
"""The sizes of the signatures of a segment, by stream, in their order."""

_LABELS = {RECORDS: b"pn/seg/v1", MEMBERSHIP: b"pn/mseg/v1"}


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """A device's long-term public keys as bytes: Ed25519 (32) and ML-DSA-65 (1952)."""

    ed25519: bytes
    ml_dsa_65: bytes

    def __repr__(self) -> str:
        """Name the device instead of two thousand bytes."""
        return f"PublicKeys(device={self.device.hex()})"

    @property
    def device(self) -> DeviceId:
        """The device these keys name."""
        return device_id(self.ed25519, self.ml_dsa_65)


class SigningKeys:
    """A device's secret signing keys, made from two secret seeds of 32 bytes each."""

    __slots__ = ("_ed25519", "_ml_dsa_65", "public")

    def __init__(self, ed25519_seed: bytes, ml_dsa_65_seed: bytes) -> None:
        self._ed25519 = Ed25519PrivateKey.from_private_bytes(ed25519_seed)
        self._ml_dsa_65 = MLDSA65PrivateKey.from_seed_bytes(ml_dsa_65_seed)
        self.public = PublicKeys(
            self._ed25519.public_key().public_bytes_raw(),
            self._ml_dsa_65.public_key().public_bytes_raw(),
        )

    def __repr__(self) -> str:
        """Show the device, nothing secret."""
        return f"SigningKeys(device={self.public.device.hex()})"

    def sign(self, stream: int, header: bytes) -> tuple[bytes, ...]:
        """The signatures that a segment of this stream carries over its header's bytes."""
        message = _LABELS[stream] + header
        if stream == RECORDS:
            return (self._ed25519.sign(message),)
        return (self._ed25519.sign(message), self._ml_dsa_65.sign(message))

    def sign_bytes(self, labelled: bytes) -> bytes:
        """An Ed25519 signature over bytes that begin with a label of their own ("pn/…/v1")."""
        return self._ed25519.sign(labelled)


def verify_bytes(keys: PublicKeys, labelled: bytes, signature: bytes) -> None:
    """Check what ``sign_bytes`` gave; raises ``SignatureInvalid``."""
    _verify_ed25519(keys.ed25519, signature, labelled)


def verify(keys: PublicKeys, stream: int, header: bytes, signatures: tuple[bytes, ...]) -> None:
    """Check the signatures of a segment; raises ``SignatureInvalid``."""
    message = _LABELS[stream] + header
    if tuple(map(len, signatures)) != SIGNATURE_SIZES[stream]:
        raise SignatureInvalid(scheme="count")
    _verify_ed25519(keys.ed25519, signatures[0], message)
    if stream == MEMBERSHIP:
        _verify_ml_dsa_65(keys.ml_dsa_65, signatures[1], message)


def _verify_ed25519(key: bytes, signature: bytes, message: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise SignatureInvalid(scheme="ed25519") from None


def _verify_ml_dsa_65(key: bytes, signature: bytes, message: bytes) -> None:
    try:
        MLDSA65PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise SignatureInvalid(scheme="ml_dsa_65") from None
