# SPDX-License-Identifier: GPL-3.0-or-later
from collections.abc import Callable
from pathlib import Path

import catalogues as tool
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from protectnet import i18n
from protectnet.i18n import catalogues


@pytest.fixture
def spanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of resources with one small Spanish catalogue."""
    catalogue = Catalog("es", fuzzy=False)
    catalogue.add("Save", "Guardar")
    catalogue.add(("{count} risk", "{count} risks"), ("{count} riesgo", "{count} riesgos"))
    catalogue.add("Open", "Abierto", context="state of a risk")
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "protectnet.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(catalogues, "resource", lambda *names: tmp_path.joinpath(*names[1:]))


def test_translate_when_no_language_was_chosen_then_stays_english() -> None:
    assert i18n._("Save") == "Save"
    assert i18n.ngettext("{count} risk", "{count} risks", 1) == "{count} risk"
    assert i18n.current_language() == "en"


def test_set_language_when_there_is_a_catalogue_then_speaks_it(spanish: None) -> None:
    assert i18n.set_language("es") == "es"
    assert i18n._("Save") == "Guardar"
    assert i18n.ngettext("{count} risk", "{count} risks", 1) == "{count} riesgo"
    assert i18n.ngettext("{count} risk", "{count} risks", 0) == "{count} riesgos"
    assert i18n.pgettext("state of a risk", "Open") == "Abierto"
    assert i18n._("Unknown sentence.") == "Unknown sentence."


def test_set_language_when_back_to_the_source_then_speaks_english(spanish: None) -> None:
    i18n.set_language("es")
    i18n.set_language("en")
    assert i18n._("Save") == "Save"


@pytest.mark.parametrize("code", ["es_MX", "es-GT", "es"])
def test_set_language_when_the_code_is_regional_then_speaks_its_language(
    spanish: None, code: str
) -> None:
    assert i18n.set_language(code) == "es"


def test_set_language_when_there_is_no_catalogue_then_raises_and_keeps_the_language(
    spanish: None,
) -> None:
    i18n.set_language("es")
    with pytest.raises(LookupError):
        i18n.set_language("tlh")
    assert i18n.current_language() == "es"


def test_set_language_when_none_then_follows_the_system(
    spanish: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "es_NI.UTF-8")
    assert i18n.set_language(None) == "es"


def test_set_language_when_the_system_speaks_an_unknown_one_then_english(
    spanish: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "tlh.UTF-8")
    assert i18n.set_language(None) == "en"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ()),
        ({"LANG": "C.UTF-8", "LANGUAGE": "es"}, ()),
        ({"LANG": "es_NI.UTF-8"}, ("es_NI",)),
        ({"LANG": "es_NI", "LC_ALL": "fr_FR@euro"}, ("fr_FR",)),
        ({"LANG": "en_US", "LC_MESSAGES": "fr"}, ("fr",)),
        ({"LANG": "es_NI", "LANGUAGE": "miq:es"}, ("miq", "es", "es_NI")),
    ],
)
def test_system_languages_when_the_environment_is_given_then_best_first(
    environment: dict[str, str], expected: tuple[str, ...]
) -> None:
    assert catalogues.system_languages(environment) == expected


def test_languages_when_compiled_then_source_language_first() -> None:
    assert i18n.languages() == ("en", "es", "fr")


def test_languages_when_nothing_is_compiled_then_only_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogues, "resource", lambda *_names: tmp_path)
    assert i18n.languages() == ("en",)


def test_own_names_when_a_language_can_be_chosen_then_it_has_one() -> None:
    assert set(i18n.OWN_NAMES) == set(i18n.languages())


@pytest.mark.parametrize(
    ("code", "mirrored"), [("en", False), ("es", False), (i18n.MIRRORED, True)]
)
def test_is_right_to_left_when_the_language_is_then_says_so(code: str, mirrored: bool) -> None:
    i18n.set_language(code)
    assert i18n.is_right_to_left() is mirrored


def sentence(text: str | tuple[str, str], translation: str | tuple[str, ...]) -> Catalog:
    catalogue = Catalog("es", fuzzy=False)
    catalogue.add(text, translation)
    return catalogue


def test_problems_when_the_catalogues_are_kept_then_none() -> None:
    found = list(tool.problems())
    assert found[:10] == [], f"{len(found)} in all: make catalogues, then translate"


@pytest.mark.parametrize(
    ("message", "translation", "problem"),
    [
        ("Save {name}.", "Guardar {name}.", ""),
        ("Save {name}.", "", "not translated"),
        ("Save {name}.", "Guardar {nombre}.", "other fields"),
        ("Save {name}.", "Guardar.", "other fields"),
        ("Save {name}.", "Guardar {name.", "other fields"),
        (("{n} risk", "{n} risks"), ("{n} riesgo", "{n} riesgos"), ""),
        (("One risk", "{n} risks"), ("Un riesgo", "{n} riesgos"), ""),
        (("{n} risk", "{n} risks"), ("{n} riesgo", ""), "not translated"),
        (("{n} risk", "{n} risks"), ("{n} riesgo", "{m} riesgos"), "other fields"),
    ],
)
def test_problems_of_when_one_sentence_is_wrong_then_names_what(
    message: str | tuple[str, str], translation: str | tuple[str, ...], problem: str
) -> None:
    template = sentence(message, "" if isinstance(message, str) else ("", ""))
    found = list(tool.problems_of(template, sentence(message, translation), "es"))
    assert len(found) == bool(problem)
    assert all(problem in line for line in found)


def test_problems_of_when_a_sentence_is_missing_or_gone_then_names_both() -> None:
    template, catalogue = sentence("New.", ""), sentence("Old.", "Viejo.")
    found = list(tool.problems_of(template, catalogue, "es"))
    assert found == ["es: missing: 'New.'", "es: no longer in the program: 'Old.'"]


def test_problems_of_when_a_translation_is_a_guess_then_says_so() -> None:
    catalogue = Catalog("es", fuzzy=False)
    catalogue.add("Save.", "Guardar.", flags={"fuzzy"})
    assert list(tool.problems_of(sentence("Save.", ""), catalogue, "es")) == ["es: fuzzy: 'Save.'"]


SOURCE = """
from protectnet.domain.marking import N_
from protectnet.i18n import _, ngettext, pgettext

# Translators: on a button
save = _("Save")
label = N_("Risk")
count = ngettext("{n} risk", "{n} risks", 2)
state = pgettext("state of a risk", "Open")
long = _("Two halves "
         "of one sentence.")
"""


def test_extract_when_sentences_are_marked_then_finds_each(tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text(SOURCE, "utf-8")
    found = {message.id: message for message in tool.extract(tmp_path) if message.id}
    assert set(found) == {
        "Save",
        "Risk",
        ("{n} risk", "{n} risks"),
        "Open",
        "Two halves of one sentence.",
    }
    assert found["Save"].auto_comments == ["on a button"]
    assert found["Open"].context == "state of a risk"


def test_to_bytes_when_written_twice_then_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text(SOURCE, "utf-8")
    first, second = (tool.to_bytes(tool.extract(tmp_path)) for _ in range(2))
    assert first == second
    assert b"Date" not in first


def redirect(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Callable[[], None]:
    monkeypatch.setattr(tool, "LOCALE", folder / "locale")
    monkeypatch.setattr(tool, "TEMPLATE", folder / "locale" / "protectnet.pot")
    (folder / "source").mkdir()
    page = folder / "source" / "page.py"
    page.write_text(SOURCE, "utf-8")
    real_extract = tool.extract
    monkeypatch.setattr(tool, "extract", lambda: real_extract(page.parent))
    return page.unlink


def test_update_when_sentences_come_and_go_then_catalogues_follow_and_keep_translations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_page = redirect(monkeypatch, tmp_path)
    assert tool.main(["update"]) == 0
    path = tool.catalogue_path("es")
    path.write_text(
        path.read_text("utf-8").replace('"Save"\nmsgstr ""', '"Save"\nmsgstr "Guardar"'), "utf-8"
    )
    assert tool.main(["update"]) == 0
    saved = tool.read(path, "es").get("Save")
    assert saved is not None
    assert saved.string == "Guardar"
    assert tool.main(["check"]) == 1
    forget_page()
    assert tool.main(["update"]) == 0
    assert tool.main(["check"]) == 0
    assert b"Guardar" not in path.read_bytes()


def test_main_when_the_word_is_unknown_then_tells_the_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert tool.main(["translate"]) == 2
    assert "update | compile | check" in capsys.readouterr().err
