# SPDX-License-Identifier: GPL-3.0-or-later
"""The words for what can be wrong with records, values, vocabularies and files with records."""

from protectnet.app.contradictions import NoSuchValue, NothingToDecide
from protectnet.app.differences import AppendOnly
from protectnet.app.editing import (
    AlreadyErased,
    NoSuchChange,
    RecordDeleted,
    SameCircle,
)
from protectnet.app.explanations.words import Table, Words
from protectnet.app.importing import ImportRefused
from protectnet.app.names import InvalidName
from protectnet.app.record_files import FileNotJson
from protectnet.app.records import FilterDoesNotFit
from protectnet.domain import errors as domain
from protectnet.domain.marking import N_
from protectnet.domain.vocabulary import UnknownVocabulary

_NOTHING_SAVED = N_("Nothing was saved.")

RECORD_WORDS: Table = {
    domain.UnknownKind: Words(
        N_("There is no kind of record called “{kind}”."), N_("See all kinds with “kinds”.")
    ),
    domain.UnknownField: Words(
        N_("Records of kind {kind} have no field “{field}”."),
        N_("See the fields with “kinds {kind}”."),
    ),
    domain.InvalidValue: Words(
        N_("“{given}” does not fit."), N_("Give another value, or leave the field out.")
    ),
    domain.InvalidRecord: Words(
        N_("This record of kind {kind} cannot be saved as it is."),
        N_("Mend what is named here and save again."),
        _NOTHING_SAVED,
    ),
    InvalidName: Words(
        N_("A name or word that was given cannot be used."),
        N_("Give another one, of one line."),
        _NOTHING_SAVED,
    ),
    ImportRefused: Words(
        N_("The file with records has faults ({count})."),
        N_("Mend what is named here and import the file again."),
        N_("None of its records was added."),
    ),
    NoSuchChange: Words(
        N_("This record has no change “{given}” that set a value, or several begin like this."),
        N_("See its changes with “history”."),
        _NOTHING_SAVED,
    ),
    RecordDeleted: Words(
        N_("“{title}” is deleted."),
        N_("Bring the record back first with “undelete”."),
        _NOTHING_SAVED,
    ),
    AlreadyErased: Words(
        N_("The record {id} was erased, with all that it said."),
        N_("Nothing can bring the record back. If one is needed, write a new one."),
    ),
    NothingToDecide: Words(
        N_("In “{title}” nothing waits for this decision."),
        N_("See what waits with “conflicts”; change a field with “edit”."),
        _NOTHING_SAVED,
    ),
    NoSuchValue: Words(
        N_("No value of “{field}” that can be taken was given by a change “{given}”."),
        N_("See the values and their changes with “conflicts”."),
        _NOTHING_SAVED,
    ),
    SameCircle: Words(
        N_("The record is in the circle {circle} already."), N_("There is nothing to do.")
    ),
    FilterDoesNotFit: Words(
        N_("The field “{field}” of a record of kind {kind} never has the value “{given}”."),
        N_("See the fields with “kinds {kind}”."),
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
        N_("The file cannot be read as records, line {line}: {reason}."),
        N_("Mend the file and try again."),
        _NOTHING_SAVED,
        reasons={
            "syntax": N_("what stands there is no JSON"),
            "not_a_record": N_("what stands there is not one record with names and values"),
            "name_twice": N_("a record has a field twice"),
            "too_many": N_("the file holds too many records"),
            "too_large": N_("the file is too large"),
            "empty": N_("the file is empty"),
        },
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
    "no_register": N_("is a list of items, in which nothing contradicts"),
    "not_the_first": N_("is not the first of the values under “contradictions”; decide there"),
    "unknown_code": N_("is no word of the field's list; own words begin with “x.”"),
    "not_a_date": N_("is no date; write 2026-11-23, 2026-11, 2026 or two with a / between"),
    "ends_before_it_begins": N_("ends before it begins"),
    "not_a_place": N_("is no place"),
    "not_a_count": N_("is no count"),
    "not_money": N_("is no amount of money"),
    "not_a_reference": N_("is no link to a record"),
    "wrong_kind": N_("links to the wrong kind of record"),
    "not_an_attachment": N_("is given with the command “attach”"),
    "empty": N_("is empty"),
    "not_a_record": N_("is no record with names and values"),
    "name_twice": N_("stands there twice"),
    "unknown_field": N_("is no field of this kind"),
    "missing": N_("is missing"),
    "unknown_key": N_("links to a record that the file does not have"),
    "key_twice": N_("is the key of two records"),
    "unknown_kind": N_("is no kind of record"),
    "no_such_record": N_("links to a record that is not here"),
    "several_records": N_("is the beginning of several ids"),
    "other_field": N_("is another field than the one to decide"),
    "other_kind": N_("is another kind of record than this"),
    "other_record": N_("is another record than this"),
    "unknown_circle": N_("is no circle of this vault"),
    "ambiguous_circle": N_("is the name of several circles; give the id instead"),
}
"""The words for each reason code of ``InvalidValue``, ``Problem`` and ``ImportProblem``."""
