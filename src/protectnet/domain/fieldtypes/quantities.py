# SPDX-License-Identifier: GPL-3.0-or-later
"""Places, counts from–to, and money."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from protectnet.domain.errors import InvalidValue
from protectnet.domain.fieldtypes.base import FieldType, Schema, VocabularySource, parts_of
from protectnet.domain.fieldtypes.choices import check_code
from protectnet.domain.fieldtypes.texts import MAX_TEXT_CHARS, check_text
from protectnet.domain.values import CountRange, Money, Place, Plain, Value

MAX_COUNT = 10**12
MAX_AMOUNT_CHARS = 24
_CURRENCY = re.compile(r"[A-Z]{3}")
_AMOUNT = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class PlaceName(FieldType):
    """A place by name, as coarse as it can be. Plain form: [name, precision]."""

    name: ClassVar[str] = "place"
    coarsest: ClassVar[str] = "region"

    def parse(self, given: object, vocabularies: VocabularySource) -> Plain:
        if isinstance(given, str):
            given = {"name": given}
        if not isinstance(given, dict) or not given.keys() <= {"name", "precision"}:
            raise InvalidValue("not_a_place", given)
        precision = check_code(given.get("precision") or self.coarsest)
        if not vocabularies("place_precision").is_known(precision):
            raise InvalidValue("unknown_code", precision)
        return self.accept([given.get("name"), precision])

    def accept(self, untrusted: Plain) -> Plain:
        if not isinstance(untrusted, list) or len(untrusted) != 2:
            raise InvalidValue("not_a_place", untrusted)
        named = check_text(untrusted[0], MAX_TEXT_CHARS, "")
        if not named:
            raise InvalidValue("empty", untrusted)
        return [named, check_code(untrusted[1])]

    def present(self, plain: Plain) -> object:
        named, precision = parts_of(plain)
        return {"name": named, "precision": precision}

    def value(self, plain: Plain) -> Value:
        named, precision = parts_of(plain)
        return Place(str(named), str(precision))

    def column(self, plain: Plain) -> str | int | None:
        return str(parts_of(plain)[0])

    def words(self, plain: Plain) -> str:
        return str(parts_of(plain)[0])

    def schema(self, vocabularies: VocabularySource) -> Schema:
        text = {"type": "string", "minLength": 1, "maxLength": MAX_TEXT_CHARS}
        return {
            "anyOf": [
                text,
                {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["name"],
                    "properties": {
                        "name": text,
                        "precision": {"enum": list(vocabularies("place_precision").terms)},
                    },
                },
            ]
        }

    def vocabulary_names(self) -> tuple[str, ...]:
        return ("place_precision",)


@dataclass(frozen=True, slots=True)
class CountOf(FieldType):
    """A number of people or things, from–to. Plain form: [low or null, high or null]."""

    name: ClassVar[str] = "count"

    def parse(self, given: object, vocabularies: VocabularySource) -> Plain:
        if isinstance(given, int):
            given = {"from": given, "to": given}
        if not isinstance(given, dict) or not given.keys() <= {"from", "to"}:
            raise InvalidValue("not_a_count", given)
        return self.accept([given.get("from"), given.get("to")])

    def accept(self, untrusted: Plain) -> Plain:
        if not isinstance(untrusted, list) or len(untrusted) != 2 or untrusted == [None, None]:
            raise InvalidValue("not_a_count", untrusted)
        for end in untrusted:
            if end is not None and (not isinstance(end, int) or isinstance(end, bool)):
                raise InvalidValue("not_a_count", untrusted)
            if end is not None and not 0 <= end <= MAX_COUNT:
                raise InvalidValue("out_of_range", untrusted)
        low, high = untrusted
        if isinstance(low, int) and isinstance(high, int) and high < low:
            raise InvalidValue("ends_before_it_begins", f"{low}–{high}")
        return [low, high]

    def present(self, plain: Plain) -> object:
        low, high = parts_of(plain)
        return {"from": low, "to": high}

    def value(self, plain: Plain) -> Value:
        low, high = parts_of(plain)
        return CountRange(low, high)  # type: ignore[arg-type]

    def column(self, plain: Plain) -> str | int | None:
        low, high = parts_of(plain)
        return low if low is not None else high  # type: ignore[return-value]

    def extent(self, plain: Plain) -> tuple[str | int, str | int] | None:
        low, high = parts_of(plain)
        return low or 0, MAX_COUNT if high is None else high  # type: ignore[return-value]

    def schema(self, vocabularies: VocabularySource) -> Schema:
        end = {"type": ["integer", "null"], "minimum": 0, "maximum": MAX_COUNT}
        return {
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": MAX_COUNT},
                {
                    "type": "object",
                    "additionalProperties": False,
                    "minProperties": 1,
                    "properties": {"from": end, "to": end},
                },
            ]
        }


@dataclass(frozen=True, slots=True)
class MoneyAmount(FieldType):
    """An amount of money. Plain form: [decimal digits, currency of three letters]."""

    name: ClassVar[str] = "money"

    def parse(self, given: object, vocabularies: VocabularySource) -> Plain:
        if not isinstance(given, dict) or given.keys() != {"amount", "currency"}:
            raise InvalidValue("not_money", given)
        amount = given["amount"]
        if isinstance(amount, int) and not isinstance(amount, bool):
            amount = str(amount)
        return self.accept([amount, given["currency"]])

    def accept(self, untrusted: Plain) -> Plain:
        if not isinstance(untrusted, list) or len(untrusted) != 2:
            raise InvalidValue("not_money", untrusted)
        amount, currency = untrusted
        if not isinstance(amount, str) or not isinstance(currency, str):
            raise InvalidValue("not_money", untrusted)
        if len(amount) > MAX_AMOUNT_CHARS or not _AMOUNT.fullmatch(amount):
            raise InvalidValue("not_money", untrusted)
        if not _CURRENCY.fullmatch(currency):
            raise InvalidValue("not_money", untrusted)
        return [amount, currency]

    def present(self, plain: Plain) -> object:
        amount, currency = parts_of(plain)
        return {"amount": amount, "currency": currency}

    def value(self, plain: Plain) -> Value:
        amount, currency = parts_of(plain)
        try:
            return Money(Decimal(str(amount)), str(currency))
        except InvalidOperation as error:
            raise InvalidValue("not_money", str(amount)) from error

    def schema(self, vocabularies: VocabularySource) -> Schema:
        return {
            "type": "object",
            "additionalProperties": False,
            "required": ["amount", "currency"],
            "properties": {
                "amount": {
                    "anyOf": [
                        {"type": "integer"},
                        {
                            "type": "string",
                            "pattern": r"^-?[0-9]+(\.[0-9]+)?$",
                            "maxLength": MAX_AMOUNT_CHARS,
                        },
                    ]
                },
                "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
            },
        }
