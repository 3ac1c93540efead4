# SPDX-License-Identifier: GPL-3.0-or-later
import re
import string
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet import i18n
from protectnet.i18n.pseudo import lengthen, mirror

WORDS = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), max_size=30)
FIELDS = st.sampled_from(["{name}", "{count}", "{{", "}}", "{size:>5}", "%(name)s", "%s", "%r"])
SENTENCES = st.lists(WORDS | FIELDS, max_size=6).map("".join)


def field_names(text: str) -> list[str]:
    braced = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    return [*braced, *re.findall(r"%(?:\(\w+\))?[rs]", text)]


@given(message=SENTENCES)
def test_lengthen_when_given_any_sentence_then_is_twice_as_long_and_keeps_its_fields(
    message: str,
) -> None:
    changed = lengthen(message)
    assert len(changed) >= 2 * len(message)
    assert field_names(changed) == field_names(message)


@given(message=SENTENCES)
def test_mirror_when_given_any_sentence_then_keeps_its_fields_and_closes_what_it_opens(
    message: str,
) -> None:
    changed = mirror(message)
    assert field_names(changed) == field_names(message)
    added = changed.count("\u202e") - message.count("\u202e")
    assert added == changed.count("\u202c") - message.count("\u202c")


def test_pseudo_language_when_chosen_then_every_sentence_changes_and_fills() -> None:
    i18n.set_language(i18n.LONG)
    saved = i18n._("{name} was saved.").format(name="Ana")
    assert saved == "[Ana wàš šàvéd. ·· ·· ·· ·· ·· ··]"
    assert "{n}" in i18n.ngettext("{n} risk", "{n} risks", 2)
    assert i18n.pgettext("state", "Open").startswith("[Õpéñ")


def test_mirrored_language_when_chosen_then_words_are_turned_but_fields_are_not() -> None:
    i18n.set_language(i18n.MIRRORED)
    assert i18n._("Saved {name}.") == "\u202eSaved \u202c{name}\u202e.\u202c"


@pytest.mark.parametrize("change", [lengthen, mirror])
def test_pseudo_when_the_message_is_empty_then_stays_empty(
    change: Callable[[str], str],
) -> None:
    assert change("") == ""


def test_languages_when_listed_for_people_then_pseudo_ones_are_not_among_them() -> None:
    assert not {i18n.LONG, i18n.MIRRORED} & set(i18n.languages())
