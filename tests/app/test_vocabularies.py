# SPDX-License-Identifier: GPL-3.0-or-later
"""Vocabularies are found by name, read once, and refused by name."""

import pytest

from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.errors import InvalidVocabulary
from protectnet.domain.vocabulary import UnknownVocabulary

FILE = "code,group,en,huri,retired\nlow,,Low,,\n"


def test_vocabulary_when_asked_for_twice_then_read_once() -> None:
    asked: list[str] = []

    def read(name: str) -> str:
        asked.append(name)
        return FILE

    vocabularies = Vocabularies(read)
    assert asked == []
    assert vocabularies("trend") is vocabularies("trend")
    assert asked == ["trend"]


def test_vocabularies_when_made_anew_then_share_nothing() -> None:
    assert Vocabularies()("trend") is not Vocabularies()("trend")


@pytest.mark.parametrize("name", ["colour", "", "../act_type", "act_type.csv", "ACT_TYPE", "a/b"])
def test_vocabulary_when_there_is_none_then_named(name: str) -> None:
    with pytest.raises(UnknownVocabulary) as raised:
        Vocabularies()(name)
    assert raised.value.facts == {"vocabulary": name}


def test_vocabulary_when_its_file_is_wrong_then_said_again_each_time() -> None:
    vocabularies = Vocabularies(lambda _name: "code\n")
    for _ in range(2):
        with pytest.raises(InvalidVocabulary):
            vocabularies("trend")


def test_names_are_those_of_the_files() -> None:
    vocabularies = Vocabularies()
    assert "act_type" in vocabularies.names()
    assert all(vocabularies(name).name == name for name in vocabularies.names())
