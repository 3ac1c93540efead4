# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from protectnet.vault.errors import VaultError
from protectnet.vault.passphrase import Passphrase
from protectnet.vault.slots import decode_table, derive, open_slots
from tests.vault.slot_vectors import FOLDER, decode_vector, vectors

OUTCOMES = {
    "opens",
    "wrong_passphrase",
    "slots_damaged",
    "slots_too_new",
    "kdf_cost_refused",
    "slot_content_unknown",
}
PATHS = sorted(FOLDER.glob("*.vec"))


def outcome(data: bytes, typed: str) -> str:
    try:
        table = decode_table(data)
        open_slots(table, derive(Passphrase.typed(typed), table.header))
    except VaultError as error:
        return error.code
    return "opens"


@pytest.mark.parametrize("name", [path.stem for path in PATHS])
def test_vector_when_read_and_opened_then_comes_out_as_it_says(name: str) -> None:
    vector = decode_vector(name, (FOLDER / f"{name}.vec").read_text("utf-8"))
    assert outcome(vector.data, vector.passphrase) == vector.outcome


def test_vectors_when_made_anew_then_are_those_that_are_kept() -> None:
    kept = {path.stem: path.read_text("utf-8") for path in PATHS}
    assert {vector.name: vector.encode() for vector in vectors()} == kept


def test_vectors_when_counted_then_every_outcome_is_among_them() -> None:
    assert {vector.outcome for vector in vectors()} == OUTCOMES
