# SPDX-License-Identifier: GPL-3.0-or-later
"""Controlled vocabularies: lists of stable codes with words for them in several languages.

A vocabulary is a CSV file (``resources/vocabularies/README.md``). Its codes are what records keep;
the words are looked up when a code is shown. Three sorts of codes are met in records:

* codes of the list; a retired one keeps its words and is merely no longer offered;
* local terms ``x.…`` of a community, which no list knows;
* codes that only a newer version knows, which are kept and shown as they are.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from protectnet.domain.errors import DomainError, InvalidVocabulary

MAX_FILE_CHARS = 256 * 1024
MAX_TERMS = 1_000
MAX_CODE_CHARS = 64
MAX_LABEL_CHARS = 200

LOCAL_PREFIX = "x."
SOURCE_LANGUAGE = "en"

_FIXED_COLUMNS = ("code", "group", "huri", "retired")
_DEFAULT_PREFIX = "default_"
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
_CODE = re.compile(r"[a-z0-9][a-z0-9_]*(\.[a-z0-9_]+)*")
_FOREIGN = re.compile(r"~?[0-9]{12}")
_RETIRED = {"": False, "yes": True}


class UnknownVocabulary(DomainError):
    """No vocabulary has this name. Facts: ``vocabulary``."""

    code = "unknown_vocabulary"


@dataclass(frozen=True, slots=True)
class ForeignCode:
    """A code of twelve digits in the HURIDOCS lists; ``is_exact`` is false for a near one."""

    code: str
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Term:
    """One term.

    ``group`` is the code of the first-level group it stands in, or empty. ``labels`` goes from
    language to words, English always among them. ``defaults`` goes from the name of another
    vocabulary to the code of it that forms propose when this term is chosen.
    """

    code: str
    group: str
    labels: Mapping[str, str]
    huri: tuple[ForeignCode, ...]
    retired: bool
    defaults: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A list of terms in the order in which they are offered."""

    name: str
    terms: Mapping[str, Term]

    def label(self, code: str, language: str) -> str:
        """The words for a code: in ``language`` (``es`` or ``es_CO``), else in English.

        A code without words here (a local term, or one of a newer version) is its own label.
        """
        term = self.terms.get(code)
        if term is None:
            return code
        for wanted in (language, language.partition("_")[0], SOURCE_LANGUAGE):
            if wanted in term.labels:
                return term.labels[wanted]
        return code

    def is_known(self, code: str) -> bool:
        """Whether the list has this code, retired or not."""
        return code in self.terms

    def is_local(self, code: str) -> bool:
        """Whether a community made this code for itself."""
        return code.startswith(LOCAL_PREFIX) and len(code) > len(LOCAL_PREFIX)

    def groups(self) -> tuple[Term, ...]:
        """The first-level groups, each itself a valid answer; none in a plain list."""
        named = {term.group for term in self.terms.values()}
        return tuple(term for term in self.terms.values() if term.code in named)

    def children(self, group: str) -> tuple[Term, ...]:
        """The terms of a group."""
        return tuple(term for term in self.terms.values() if term.group and term.group == group)

    def group_of(self, code: str) -> str:
        """The group a code stands in, the code itself for a group or a term outside of groups."""
        term = self.terms.get(code)
        return term.group or term.code if term else ""

    def first_level(self) -> tuple[Term, ...]:
        """What is offered first: the groups and the terms outside of groups, none retired."""
        return tuple(term for term in self.offered() if not term.group)

    def offered(self) -> tuple[Term, ...]:
        """The terms to choose from: all but the retired ones."""
        return tuple(term for term in self.terms.values() if not term.retired)

    def default(self, code: str, vocabulary: str) -> str | None:
        """The code of another vocabulary that is proposed with this one, or ``None``."""
        term = self.terms.get(code)
        return term.defaults.get(vocabulary) if term else None


def _is_code(text: str) -> bool:
    """Whether a text may be a code of a shipped list; local terms stand in records alone."""
    is_short = len(text) <= MAX_CODE_CHARS
    return is_short and not text.startswith(LOCAL_PREFIX) and bool(_CODE.fullmatch(text))


class _Columns:
    """The header of a file, and how a row under it is read."""

    def __init__(self, name: str, header: Sequence[str]) -> None:
        self._name = name
        self._header = tuple(header)
        fixed = {*_FIXED_COLUMNS, SOURCE_LANGUAGE}
        self._languages = [each for each in header if _LANGUAGE.fullmatch(each)]
        self._defaults = [each for each in header if each.startswith(_DEFAULT_PREFIX)]
        known = {*fixed, *self._languages, *self._defaults}
        if len(set(header)) != len(header) or not fixed <= set(header) <= known:
            raise self.problem("columns", 1)

    def problem(self, reason: str, line: int) -> InvalidVocabulary:
        """The error that names this file."""
        return InvalidVocabulary(vocabulary=self._name, line=line, reason=reason)

    def term(self, row: Sequence[str], line: int) -> Term:
        """The term of one row; its group is checked later, when all are known."""
        if len(row) != len(self._header):
            raise self.problem("cells", line)
        cells = dict(zip(self._header, row, strict=True))
        if not _is_code(cells["code"]):
            raise self.problem("code", line)
        if cells["retired"] not in _RETIRED:
            raise self.problem("retired", line)
        return Term(
            code=cells["code"],
            group=cells["group"],
            labels=self._labels(cells, line),
            huri=self._foreign_codes(cells["huri"], line),
            retired=_RETIRED[cells["retired"]],
            defaults=self._defaults_of(cells, line),
        )

    def _labels(self, cells: Mapping[str, str], line: int) -> Mapping[str, str]:
        labels = {each: cells[each] for each in self._languages if cells[each]}
        for label in labels.values():
            if len(label) > MAX_LABEL_CHARS or not label.isprintable() or label != label.strip():
                raise self.problem("label", line)
        if SOURCE_LANGUAGE not in labels:
            raise self.problem("label", line)
        return MappingProxyType(labels)

    def _foreign_codes(self, cell: str, line: int) -> tuple[ForeignCode, ...]:
        found = cell.split()
        if not all(_FOREIGN.fullmatch(each) for each in found):
            raise self.problem("huri", line)
        return tuple(ForeignCode(each.lstrip("~"), each[0] != "~") for each in found)

    def _defaults_of(self, cells: Mapping[str, str], line: int) -> Mapping[str, str]:
        given = {each: cells[each] for each in self._defaults if cells[each]}
        if not all(_is_code(code) for code in given.values()):
            raise self.problem("default", line)
        return MappingProxyType(
            {column.removeprefix(_DEFAULT_PREFIX): code for column, code in given.items()}
        )


def parse(name: str, untrusted_csv: str) -> Vocabulary:
    """The vocabulary that a CSV file holds.

    Raises ``InvalidVocabulary`` with the number of the line (from 1) and one of these reasons:
    ``too_large``, ``not_csv``, ``columns``, ``cells``, ``code``, ``code_twice``, ``label``,
    ``huri``, ``retired``, ``default``, ``unknown_group``, ``group_in_group``, ``empty``.
    """
    if len(untrusted_csv) > MAX_FILE_CHARS:
        raise InvalidVocabulary(vocabulary=name, line=0, reason="too_large")
    reader = csv.reader(io.StringIO(untrusted_csv, newline=""), strict=True)
    terms: dict[str, Term] = {}
    lines: dict[str, int] = {}
    try:
        columns = _Columns(name, next(reader, []))
        for row in reader:
            term = columns.term(row, reader.line_num)
            if term.code in terms:
                raise columns.problem("code_twice", reader.line_num)
            if len(terms) == MAX_TERMS:
                raise columns.problem("too_large", reader.line_num)
            terms[term.code] = term
            lines[term.code] = reader.line_num
    except csv.Error as error:
        raise InvalidVocabulary(vocabulary=name, line=reader.line_num, reason="not_csv") from error
    if not terms:
        raise columns.problem("empty", 1)
    _check_groups(columns, terms, lines)
    return Vocabulary(name, MappingProxyType(terms))


def _check_groups(columns: _Columns, terms: Mapping[str, Term], lines: Mapping[str, int]) -> None:
    """Every group is a term of the list and stands in no group itself."""
    for term in terms.values():
        if not term.group:
            continue
        if term.group not in terms:
            raise columns.problem("unknown_group", lines[term.code])
        if terms[term.group].group:
            raise columns.problem("group_in_group", lines[term.code])
