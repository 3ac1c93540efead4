# SPDX-License-Identifier: GPL-3.0-or-later
"""Two signed headers of one number prove that their device exists twice, and nothing else does."""

from dataclasses import replace

import pytest
from tests.log.samples import LUNA, SOL, changes, clock, identity, sealed, signed

from protectnet.log.doubling import proof_of, verify_proof
from protectnet.log.errors import SignatureInvalid, WrongAuthor
from protectnet.log.identifiers import MEMBERSHIP
from protectnet.log.membership_operations import join_circle
from protectnet.log.open_segment import Place
from protectnet.log.segment import Segment, erase_items

ONE, OTHER = (sealed(changes(count)).segment for count in (1, 2))


def test_segments_when_they_have_one_number_then_both_orders_give_the_same_proof() -> None:
    proof = proof_of(ONE, OTHER)
    assert proof == proof_of(OTHER, ONE)
    assert {proof.first.header_bytes, proof.second.header_bytes} == {
        ONE.header_bytes,
        OTHER.header_bytes,
    }
    verify_proof(proof, LUNA.public)


def test_proof_when_something_was_erased_then_stands_all_the_same() -> None:
    verify_proof(proof_of(erase_items(ONE, {0}), OTHER), LUNA.public)


def test_proof_when_of_membership_then_both_signatures_count() -> None:
    place = Place(identity(stream=MEMBERSHIP))
    two = [
        signed([join_circle(LUNA.public.device, clock(count)).encode()], place=place)
        for count in (1, 2)
    ]
    verify_proof(proof_of(*two), LUNA.public)
    first = replace(two[0], signatures=(two[0].signatures[0], bytes(3309)))
    with pytest.raises(SignatureInvalid):
        verify_proof(proof_of(first, two[1]), LUNA.public)


@pytest.mark.parametrize(
    "other",
    [
        ONE,
        sealed(changes(2), place=Place(identity(), 1, ONE.hash, clock(1))).segment,
        sealed(changes(2), SOL).segment,
        sealed(changes(2), place=Place(replace(identity(), incarnation=bytes(16)))).segment,
    ],
    ids=["same", "next", "other device", "other incarnation"],
)
def test_segments_when_they_are_not_two_of_one_number_then_no_proof(other: Segment) -> None:
    with pytest.raises(ValueError, match="one number"):
        proof_of(ONE, other)


def test_proof_when_a_signature_is_not_the_device_s_then_nobody_is_accused() -> None:
    forged = replace(OTHER, signatures=SOL.sign(0, OTHER.header_bytes))
    with pytest.raises(SignatureInvalid):
        verify_proof(proof_of(ONE, forged), LUNA.public)
    with pytest.raises(WrongAuthor):
        verify_proof(proof_of(ONE, OTHER), SOL.public)
