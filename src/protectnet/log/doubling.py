# SPDX-License-Identifier: GPL-3.0-or-later
"""The proof that a device exists twice: two signed headers of one number (log-v1, section 8)."""

from dataclasses import dataclass

from protectnet.log.errors import WrongAuthor
from protectnet.log.header import Header
from protectnet.log.segment import Segment
from protectnet.log.signatures import PublicKeys, verify


@dataclass(frozen=True, slots=True)
class SignedHeader:
    """A header, its bytes as they were signed, and the signatures over them."""

    header: Header
    header_bytes: bytes
    signatures: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class DoublingProof:
    """Two headers of one log and number with different hashes; it needs no content of either.

    Made by ``proof_of``, the one with the lower hash first.
    """

    first: SignedHeader
    second: SignedHeader


def proof_of(one: Segment, other: Segment) -> DoublingProof:
    """What proves that one device wrote both; ``ValueError`` when they are no proof.

    The segments need not be verified: ``verify_proof`` is what anybody believes.
    """
    first, second = sorted((one, other), key=lambda each: each.hash)
    same_place = (first.header.identity, first.header.seq) == (
        second.header.identity,
        second.header.seq,
    )
    if not same_place or first.hash == second.hash:
        raise ValueError("the segments are not two of one number in one log")
    return DoublingProof(_signed(first), _signed(second))


def verify_proof(proof: DoublingProof, keys: PublicKeys) -> None:
    """Check that the device of these keys signed both; raises ``WrongAuthor``, ``SignatureInvalid``."""
    for each in (proof.first, proof.second):
        identity = each.header.identity
        if keys.device != identity.device:
            raise WrongAuthor(device=identity.device.hex())
        verify(keys, identity.stream, each.header_bytes, each.signatures)


def _signed(segment: Segment) -> SignedHeader:
    return SignedHeader(segment.header, segment.header_bytes, segment.signatures)
