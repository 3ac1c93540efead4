# SPDX-License-Identifier: GPL-3.0-or-later
"""``kinds``: what records there are, their fields and schemas."""

import pytest
from jsonschema import Draft202012Validator
from tests.cli.running_it import CommandLine

from protectnet.domain.kinds import KINDS


def test_kinds_when_listed_then_those_that_people_keep_are_there(cli: CommandLine) -> None:
    document = cli.document("kinds")
    assert [each["kind"] for each in document] == [kind.name for kind in KINDS.shared]
    said = cli("kinds")
    assert said.out.splitlines()[0].split() == ["kind", "what", "fields"]
    assert "trusted_device" not in said.out


@pytest.mark.parametrize("name", [kind.name for kind in KINDS.shared])
def test_kinds_when_one_is_named_then_its_fields_are_there(
    cli: CommandLine, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = KINDS.named(name)
    document = cli.document("kinds", name)
    assert [each["name"] for each in document["fields"]] == [each.name for each in kind.fields]
    monkeypatch.setenv("COLUMNS", "80")
    said = cli("kinds", name, "--language", "es")
    assert all(len(line) <= 80 for line in said.out.splitlines())
    lines = said.out.splitlines()
    assert [line.split()[0] for line in lines[2 : len(kind.fields) + 2]] == [
        each.name for each in kind.fields
    ]
    assert len(lines) == len(kind.fields) + 2 + kind.is_append_only


@pytest.mark.parametrize("name", [kind.name for kind in KINDS.shared])
def test_schema_when_asked_for_then_it_is_one_with_or_without_json(
    cli: CommandLine, name: str
) -> None:
    schema = cli("kinds", name, "--schema").document
    Draft202012Validator.check_schema(schema)
    assert cli.document("kinds", name, "--schema") == schema
    Draft202012Validator(schema).validate({"title": "Ford"})


def test_kinds_when_unknown_or_of_this_device_alone_then_says_where_to_look(
    cli: CommandLine,
) -> None:
    for name in ("rumour", "trusted_device"):
        said = cli("kinds", name)
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith("error: unknown_kind: ")


def test_kinds_when_a_vault_is_named_then_it_is_not_needed(cli: CommandLine) -> None:
    assert cli.raw("--vault", "nowhere", "kinds").code == 0
