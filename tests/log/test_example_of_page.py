# SPDX-License-Identifier: GPL-3.0-or-later
"""The example of docs/spec/log-v1.md: our code gives it, and so does a reading of the page alone.

The reading uses hashlib, hmac, cbor2 and cryptography, and nothing of ours.
"""

import hmac
import re
from hashlib import sha256
from pathlib import Path

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from tests.log.samples import LUNA, RECORD, RISK, SEED, clock, identity

from protectnet.log.digest import digest_entry, state_digest
from protectnet.log.open_segment import OpenSegment, Place
from protectnet.log.operation import Operation, set_
from protectnet.log.segment import decode_segment, verify_segment
from protectnet.log.state import RecordState

PAGE = Path(__file__).parents[2] / "docs" / "spec" / "log-v1.md"
Example = dict[str, str]


def of_page() -> Example:
    """The names and values in the last section with an example; values may go over lines."""
    section = PAGE.read_text("utf-8").split("## 14. Example")[1].split("\n## ")[0]
    joined = re.sub(r"\n {17}(?=\S)", "", section)
    return dict(re.findall(r"^    (\S(?:.{0,11}\S)?) +([0-9a-f]+)$", joined, re.MULTILINE))


def of_our_code() -> Example:
    segment = OpenSegment(Place(identity()), SEED, "Luna")
    first = segment.append(set_(RISK, RECORD, 1, clock(1), "río"))
    second = segment.append(set_(RISK, RECORD, 1, clock(2), "río arriba", [first.op_id]))
    sealed = segment.seal(LUNA)
    state = RecordState()
    for entry in sealed.entries:
        if isinstance(entry.operation, Operation):
            state.apply(entry.op_id, entry.operation)
    shown = digest_entry(RISK, RECORD, state)
    return {
        "device": LUNA.public.device.hex(),
        "log": sealed.log.hex(),
        "operation 0": (first.raw or b"").hex(),
        "op id 0": first.op_id.hex(),
        "operation 1": (second.raw or b"").hex(),
        "op id 1": second.op_id.hex(),
        "header": sealed.segment.header_bytes.hex(),
        "signature": sealed.segment.signatures[0].hex(),
        "segment": sealed.hash.hex(),
        "entry": shown.hex(),
        "state digest": state_digest([shown]).hex(),
    }


def of_the_page_alone() -> Example:
    ed25519 = Ed25519PrivateKey.from_private_bytes(b"\1" * 32)
    ml_dsa = MLDSA65PrivateKey.from_seed_bytes(b"\2" * 32).public_key().public_bytes_raw()
    keys = ed25519.public_key().public_bytes_raw() + ml_dsa
    device = sha256(b"pn/dev/v1" + keys).digest()[:16]
    circle, incarnation, record = b"\3" * 16, b"\4" * 16, b"\6" * 16
    log = sha256(b"pn/log/v1" + device + circle + incarnation).digest()[:16]
    day = 20_000 << 48
    operations: list[bytes] = []
    leaves: list[bytes] = []
    ids: list[bytes] = []
    for number, (value, replaces) in enumerate([("río", []), ("río arriba", [0])]):
        parts = [1, 4, record, 1, day + number + 1, [ids[each] for each in replaces], value]
        operations.append(cbor2.dumps(parts))
        salt = hmac.digest(b"\5" * 32, number.to_bytes(4, "big"), "sha256")[:16]
        leaves.append(sha256(b"\0" + salt + operations[-1]).digest())
        ids.append(sha256(b"pn/op/v1" + log + leaves[-1]).digest()[:16])
    root = sha256(b"\1" + leaves[0] + leaves[1]).digest()
    place = [1, 0, device, circle, incarnation, 0, bytes(32)]
    header = cbor2.dumps([*place, root, 2, day + 2, [], [], "Luna", 1])
    entry = [record, 4, 0, [[1, ["río arriba"]]]]
    return {
        "device": device.hex(),
        "log": log.hex(),
        "operation 0": operations[0].hex(),
        "op id 0": ids[0].hex(),
        "operation 1": operations[1].hex(),
        "op id 1": ids[1].hex(),
        "header": header.hex(),
        "signature": ed25519.sign(b"pn/seg/v1" + header).hex(),
        "segment": sha256(header).hexdigest(),
        "entry": cbor2.dumps(entry).hex(),
        "state digest": sha256(cbor2.dumps([entry])).hexdigest(),
    }


def test_example_when_computed_by_our_code_then_is_that_of_the_page() -> None:
    assert of_our_code() == of_page()


def test_example_when_computed_from_the_page_alone_then_is_that_of_the_page() -> None:
    assert of_the_page_alone() == of_page()


def test_example_when_read_as_a_segment_then_stands() -> None:
    page = {name: bytes.fromhex(value) for name, value in of_page().items()}
    items = [page["operation 0"], page["operation 1"]]
    raw = cbor2.dumps([page["header"], [page["signature"]], SEED, items])
    entries = verify_segment(decode_segment(raw), LUNA.public).entries
    assert [entry.op_id for entry in entries] == [page["op id 0"], page["op id 1"]]
