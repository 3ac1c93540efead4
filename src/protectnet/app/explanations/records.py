# SPDX-License-Identifier: GPL-3.0-or-later
"""The words for what can be wrong with records, values, vocabularies and files with records."""

from protectnet.app.differences import AppendOnly
from protectnet.app.explanations.words import Table, Words
from protectnet.app.record_files import FileNotJson
from protectnet.domain import errors as domain
from protectnet.domain.marking import N_
from protectnet.domain.vocabulary import UnknownVocabulary

RECORD_WORDS: Table = {
    domain.UnknownKind: Words(
        N_("There is no kind of record called “{kind}”."), N_("See all kinds with “kinds”.")
    ),
    domain.UnknownField: Words(
        N_("Records of kind {kind} have no field “{field}”."),
        N_("See the fields with “kinds {kind}”."),
    ),
    domain.InvalidValue: Words(
        N_("“{given}” does not fit."), N_("Give another value, or leave it out.")
    ),
    domain.InvalidRecord: Words(
        N_("This record of kind {kind} cannot be saved as it is:"),
        N_("Mend what is named and save again."),
        N_("Nothing was saved."),
    ),
    domain.InvalidId: Words(
        N_("“{given}” is no id."), N_("An id has 32 digits from 0 to f; its first four are enough.")
    ),
    domain.InvalidVocabulary: Words(
        N_("The list of words “{vocabulary}” is damaged in line {line} ({reason})."),
        N_("Install the program anew."),
    ),
    UnknownVocabulary: Words(
        N_("The list of words “{vocabulary}” is missing."), N_("Install the program anew.")
    ),
    AppendOnly: Words(
        N_("What was once said is not changed: “{field}” of a record of kind {kind} stays."),
        N_("Write a new record and link it as the correction of this one."),
        N_("Nothing was saved."),
    ),
    FileNotJson: Words(
        N_("The file cannot be read as records: line {line}."),
        N_("Mend the file and try again."),
        N_("Nothing was saved."),
    ),
}

REASONS: dict[str, str] = {
    "not_text": N_("is no text"),
    "too_long": N_("is too long"),
    "control_character": N_("holds signs that are no letters"),
    "not_a_number": N_("is no whole number"),
    "out_of_range": N_("is outside of what is allowed"),
    "not_a_list": N_("has to be a list"),
    "given_twice": N_("is given twice"),
    "unknown_code": N_("is no word of its list; own words begin with “x.”"),
    "not_a_date": N_("is no date; write 2026-11-23, 2026-11, 2026 or two with a / between"),
    "ends_before_it_begins": N_("ends before it begins"),
    "not_a_place": N_("is no place"),
    "not_a_count": N_("is no count"),
    "not_money": N_("is no amount of money"),
    "not_a_reference": N_("is no link to a record"),
    "wrong_kind": N_("links to the wrong kind of record"),
    "not_an_attachment": N_("is given with the command “attach”"),
    "empty": N_("is empty"),
    "unknown_field": N_("is no field of this kind"),
    "missing": N_("is missing"),
    "unknown_key": N_("links to a record that the file does not have"),
    "key_twice": N_("is the key of two records"),
    "unknown_kind": N_("is no kind of record"),
    "syntax": N_("is no JSON"),
    "not_a_record": N_("is no single record"),
    "name_twice": N_("has a field twice"),
    "too_many": N_("holds too many records"),
    "too_large": N_("is too large"),
    "no_such_record": N_("links to a record that is not here"),
}
"""The words for each reason code of ``InvalidValue``, ``Problem`` and ``FileNotJson``."""
