# SPDX-License-Identifier: GPL-3.0-or-later
"""Every error there is has its words, and every place that raises one gives the facts they need."""

import ast
import errno
import importlib
import inspect
import os
import pkgutil
import re
import string
import textwrap
from collections.abc import Iterator, Mapping

import pytest
from tests.habits import tree

import protectnet
from protectnet.app.answers import NoPassphrase
from protectnet.app.explanations import all_words, explain
from protectnet.app.explanations.records import REASONS
from protectnet.app.importing import ImportProblem, ImportRefused
from protectnet.app.outside import FileUnreadable
from protectnet.app.record_files import FileNotJson
from protectnet.app.records import FilterDoesNotFit
from protectnet.domain.draft import Problem
from protectnet.domain.errors import DomainError, InvalidRecord, InvalidValue, ProtectNetError
from protectnet.i18n import set_language
from protectnet.log.errors import BrokenChain
from protectnet.store.errors import AmbiguousRecord, NoSuchRecord
from protectnet.vault.errors import FolderUnusable


def _import_all() -> None:
    for module in pkgutil.walk_packages(protectnet.__path__, "protectnet."):
        if not module.name.startswith(("protectnet.gui", "protectnet.__main__")):
            importlib.import_module(module.name)


def _below(kind: type[ProtectNetError]) -> Iterator[type[ProtectNetError]]:
    for each in kind.__subclasses__():
        # Tests make errors of their own.
        if each.__module__.startswith("protectnet."):
            yield each
            yield from _below(each)


def all_errors() -> dict[str, type[ProtectNetError]]:
    _import_all()
    found = {f"{each.__module__}.{each.__name__}": each for each in _below(ProtectNetError)}
    return dict(sorted(found.items()))


ERRORS = all_errors()


def is_base(kind: type[ProtectNetError]) -> bool:
    """Whether people never meet it: it is only what others derive from."""
    return bool(kind.__subclasses__()) and kind not in all_words()


def placeholders(kind: type[ProtectNetError]) -> set[str]:
    words = all_words()[kind]
    texts = (words.what, words.to_do, words.unharmed)
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def documented(kind: type[ProtectNetError]) -> set[str]:
    docs = [each.__doc__ or "" for each in kind.__mro__ if issubclass(each, ProtectNetError)]
    return {name for doc in docs for name in re.findall(r"``(\w+)``", doc.partition("Facts:")[2])}


@pytest.mark.parametrize("name", [name for name, kind in ERRORS.items() if not is_base(kind)])
def test_error_when_people_can_meet_it_then_it_has_words_made_of_its_facts(name: str) -> None:
    kind = ERRORS[name]
    assert kind in all_words()
    assert placeholders(kind) <= documented(kind)


def test_bases_when_listed_then_they_are_those_that_are_known() -> None:
    bases = {kind.__name__ for kind in ERRORS.values() if is_base(kind)}
    assert bases == {
        "BundleError",
        "DomainError",
        "LogError",
        "Malformed",
        "SaidDayDoubtful",
        "StoreError",
        "VaultError",
    }


def test_words_when_listed_then_each_belongs_to_an_error_that_there_is() -> None:
    assert set(all_words()) <= set(ERRORS.values())


def test_codes_when_compared_then_each_stands_once() -> None:
    codes: dict[str, list[str]] = {}
    for name, kind in ERRORS.items():
        codes.setdefault(kind.code, []).append(name)
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", kind.code)
    assert {code: names for code, names in codes.items() if len(names) > 1} == {}


def added(kind: type[ProtectNetError]) -> set[str]:
    """The facts that a class's own constructor gives."""
    if "__init__" not in vars(kind):
        return set()
    tree_of_class = ast.parse(textwrap.dedent(inspect.getsource(vars(kind)["__init__"])))
    calls = [each for each in ast.walk(tree_of_class) if isinstance(each, ast.Call)]
    return {str(each.arg) for call in calls for each in call.keywords}


def constructions() -> Iterator[tuple[str, type[ProtectNetError], set[str]]]:
    """Place, class and facts given, for each place in the code that makes one of our errors."""
    by_name = {kind.__name__: kind for kind in ERRORS.values()}
    assert len(by_name) == len(ERRORS)
    for path in tree.python_files("src"):
        for node in ast.walk(tree.parsed(path)):
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            name = (
                function.attr
                if isinstance(function, ast.Attribute)
                else getattr(function, "id", "")
            )
            if name in by_name and all(each.arg for each in node.keywords):
                kind = by_name[name]
                # A constructor of its own takes some of the facts by their place.
                names = list(inspect.signature(kind).parameters)[: len(node.args)]
                given = {*names, *added(kind), *(str(each.arg) for each in node.keywords)}
                yield f"{tree.name(path)}:{node.lineno}", kind, given


def test_errors_when_raised_then_they_are_given_the_facts_their_words_need() -> None:
    found = list(constructions())
    assert len(found) > 100
    missing = [
        (place, kind.__name__, placeholders(kind) - given)
        for place, kind, given in found
        if not is_base(kind) and not placeholders(kind) <= given
    ]
    assert missing == []


def test_errors_without_call_when_raised_then_their_words_need_no_facts() -> None:
    """``raise OwnCard`` gives no facts at all."""
    by_name = {kind.__name__: kind for kind in ERRORS.values()}
    bare = [
        (f"{tree.name(path)}:{node.lineno}", node.exc.id)
        for path in tree.python_files("src")
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name)
    ]
    wrong = [
        (place, name)
        for place, name in bare
        if name in by_name and not is_base(by_name[name]) and placeholders(by_name[name])
    ]
    assert wrong == []


def test_reasons_when_compared_then_every_code_has_words() -> None:
    assert REASONS.keys() >= InvalidValue.REASONS
    assert set(FileNotJson.REASONS) <= set(all_words()[FileNotJson].reasons) | {"not_text"}
    assert set(all_words()[FolderUnusable].reasons) == FolderUnusable.REASONS
    assert set(NoPassphrase.REASONS) == set(all_words()[NoPassphrase].reasons)
    assert set(all_words()[BrokenChain].reasons) == BrokenChain.REASONS


def problem_codes() -> set[str]:
    """The reason codes that stand in the code where problems are made."""
    makers = {"Problem", "ImportProblem", "_NotFound"}
    return {
        each.value
        for path in tree.python_files("src")
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in makers
        for each in node.args
        if isinstance(each, ast.Constant)
        and isinstance(each.value, str)
        and re.fullmatch(r"[a-z]+(_[a-z]+)+", each.value)
    }


def test_problems_when_made_then_their_reasons_have_words() -> None:
    found = problem_codes()
    assert {"unknown_field", "unknown_key", "other_record"} <= found
    assert found <= REASONS.keys()


FOREIGN: Mapping[str, object] = {
    "given": "\x1b[31mred\u202e",
    "title": "a\nb",
    "name": "x\x07",
    "field": "\x9b",
}


@pytest.mark.parametrize("name", ERRORS)
def test_explain_when_facts_come_from_elsewhere_then_no_sign_of_them_commands_a_terminal(
    name: str,
) -> None:
    kind = ERRORS[name]
    error = kind.__new__(kind)
    Exception.__init__(error, kind.code)
    error.facts = dict(FOREIGN)
    explained = explain(error)
    said = "".join((explained.sentence, *explained.details))
    assert said.isprintable()
    assert explained.what


def test_explain_when_a_fact_is_missing_then_the_error_is_told_all_the_same() -> None:
    assert "?" in explain(NoSuchRecord()).what


def test_explain_when_a_fact_is_very_long_then_its_beginning_and_end_are_told() -> None:
    said = explain(FileUnreadable(name="/begin" + "x" * 5000 + "end", reason="")).what
    assert len(said) < 400
    assert "/beginx" in said
    assert "…" in said
    assert "xend" in said


def test_explain_when_a_name_is_no_text_then_what_is_not_is_marked() -> None:
    said = explain(FileUnreadable(name=os.fsdecode(b"acta\xff.txt"), reason="")).what
    assert "acta\N{REPLACEMENT CHARACTER}.txt" in said


def test_explain_when_an_error_has_no_words_then_says_that_this_is_a_defect() -> None:
    class Unheard(ProtectNetError):
        """Of this test alone."""

        code = "unheard"

    class Kindred(NoSuchRecord):
        """Has the words of the class above it."""

        code = "kindred"

    assert "defect" in explain(Unheard()).to_do
    assert explain(Kindred(given="ab")) == explain(NoSuchRecord(given="ab"))


def test_explain_when_a_record_has_problems_then_each_has_its_line() -> None:
    problems = (
        Problem("likelihood", "out_of_range", "9"),
        Problem("colour", "unknown_field", "colour"),
        Problem("title", "missing", ""),
        Problem("note", "control_character", "a\x07b"),
    )
    explained = explain(InvalidRecord(kind="risk", problems=problems))
    assert explained.details == (
        "likelihood: “9” is outside of what is allowed",
        "colour: is no field of this kind",
        "title: is missing",
        "note: “a b” holds signs that are no letters",
    )
    assert "risk" in explained.what


def test_explain_when_a_file_has_faults_then_lines_are_named_and_the_rest_counted() -> None:
    problems = (ImportProblem(12, "likelihood", "out_of_range", "9"),)
    explained = explain(ImportRefused(problems=problems, count=4))
    assert explained.details == (
        "line 12, likelihood: “9” is outside of what is allowed",
        "and 3 more",
    )
    assert explain(ImportRefused(problems=problems, count=1)).details == explained.details[:1]


def test_explain_when_there_is_one_reason_then_it_is_said_in_words() -> None:
    not_json = explain(FileNotJson(line=3, reason="name_twice"))
    assert not_json.what.endswith("line 3: a record has a field twice.")
    assert not_json.details == ()
    missing = explain(FileUnreadable(name="a.json", reason=os.strerror(errno.ENOENT)))
    assert missing.what == "The file a.json cannot be read: there is no such file or folder."
    strange = explain(FileUnreadable(name="a.json", reason="Strange fault"))
    assert strange.what == "The file a.json cannot be read: Strange fault."
    value = explain(InvalidValue("not_a_date", "soon"))
    assert value.details[0].startswith("“soon” is no date;")
    wrong = explain(FilterDoesNotFit(kind="risk", field="x", given="9", reason="out_of_range"))
    assert wrong.details == ("“9” is outside of what is allowed.",)


def test_explain_when_the_language_is_another_then_everything_is_in_it() -> None:
    error = ImportRefused(problems=(ImportProblem(2, "title", "missing", ""),), count=1)
    english = explain(error)
    set_language("es")
    spanish = explain(error)
    assert english.what != spanish.what
    assert spanish.details == ("línea 2, title: falta",)
    assert explain(AmbiguousRecord(given="ab", count=2)).what.count("ab") == 1


def test_facts_when_documented_for_the_domain_then_a_base_has_none() -> None:
    assert documented(DomainError) == set()
