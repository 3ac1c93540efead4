# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of every error of ours, and the errors of the domain.

An error is named by the fact, carries data and never a sentence: the sentences, in the
language of the person, stand in one table of the application layer.
"""

from typing import ClassVar


class ProtectNetError(Exception):
    """Something went wrong that a person can be told about.

    ``code`` is stable and unique; ``facts`` are the data its sentence needs. Facts never hold a
    passphrase, a key or the content of a record.
    """

    code: ClassVar[str] = "protectnet"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts


class DomainError(ProtectNetError):
    """Base of what is wrong with a record, a kind or a value."""

    code = "domain"


class UnknownKind(DomainError):
    """No record kind has this name or number. Facts: ``kind``."""

    code = "unknown_kind"


class UnknownField(DomainError):
    """The kind has no field of this name. Facts: ``kind``, ``field``."""

    code = "unknown_field"


class InvalidValue(DomainError):
    """A value does not fit its field type. Facts: ``reason`` (closed list: ``REASONS``), ``given``.

    ``given`` is a short form of what was given, at most 60 characters.
    """

    code = "invalid_value"

    REASONS: ClassVar[frozenset[str]] = frozenset(
        {
            "not_text",
            "too_long",
            "control_character",
            "not_a_number",
            "out_of_range",
            "not_a_list",
            "given_twice",
            "no_register",
            "not_the_first",
            "unknown_code",
            "not_a_date",
            "ends_before_it_begins",
            "not_a_place",
            "not_a_count",
            "not_money",
            "not_a_reference",
            "wrong_kind",
            "not_an_attachment",
            "empty",
        }
    )

    def __init__(self, reason: str, given: object) -> None:
        if reason not in self.REASONS:
            raise ValueError(reason)
        shown = given if isinstance(given, str) else repr(given)
        super().__init__(reason=reason, given=shown[:60])

    @property
    def reason(self) -> str:
        """One of ``REASONS``."""
        return str(self.facts["reason"])


class InvalidRecord(DomainError):
    """A draft has problems. Facts: ``kind``, ``problems`` (see ``draft.Problem``), never empty."""

    code = "invalid_record"


class InvalidVocabulary(DomainError):
    """A vocabulary file is not as it should be. Facts: ``vocabulary``, ``line``, ``reason``."""

    code = "invalid_vocabulary"


class InvalidId(DomainError):
    """A text is no id of a record, device or circle. Facts: ``given``."""

    code = "invalid_id"
