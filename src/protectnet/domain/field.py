# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields and kinds: the one declaration from which everything else is derived."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as derived
from enum import Enum

from protectnet.domain.errors import UnknownField
from protectnet.domain.fieldtypes.base import FieldType


class MergeRule(Enum):
    """What happens when two devices change the same field (docs/spec/log-v1.md)."""

    REGISTER = "register"
    """A later value replaces those its author saw; concurrent ones are kept as a contradiction."""
    ADD_WINS_SET = "set"
    """Items are added and removed one by one; an item added while another removes it stays."""
    APPEND_ONLY = "append-only"
    """The first value stands; nothing replaces it. A correction is a record of its own."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind.

    ``number`` is never used again within the kind; ``name`` is the key in files and on the
    command line; ``label`` and ``hint`` are texts to translate; ``personal`` marks what tells
    about persons (exposure lists, redaction, projector view); ``searched`` puts it into the index.
    """

    number: int
    name: str
    type: FieldType
    label: str
    hint: str = ""
    personal: bool = False
    searched: bool = False

    def __repr__(self) -> str:
        """Name the field alone."""
        return f"Field({self.name!r})"


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    ``listed`` names the fields that lists show as columns. ``is_local`` kinds hold the truth of
    this device alone: they live in the private circle and never travel.
    """

    number: int
    name: str
    label: str
    plural: str
    fields: tuple[Field, ...]
    listed: tuple[str, ...] = ("title",)
    is_append_only: bool = False
    is_local: bool = False
    by_name: Mapping[str, Field] = derived(init=False, repr=False, compare=False)
    by_number: Mapping[int, Field] = derived(init=False, repr=False, compare=False)

    def __repr__(self) -> str:
        """Name the kind alone."""
        return f"Kind({self.name!r})"

    def __post_init__(self) -> None:
        """Index the fields; a number or name used twice is a defect of the declaration."""
        by_name = {each.name: each for each in self.fields}
        by_number = {each.number: each for each in self.fields}
        if len(by_name) != len(self.fields) or len(by_number) != len(self.fields):
            raise ValueError(f"{self.name}: a field number or name is used twice")
        object.__setattr__(self, "by_name", by_name)
        object.__setattr__(self, "by_number", by_number)

    def field(self, name: str) -> Field:
        """The field of this name; raises ``UnknownField``."""
        try:
            return self.by_name[name]
        except KeyError:
            raise UnknownField(kind=self.name, field=name[:60]) from None

    def merge_rule(self, of: Field) -> MergeRule:
        """How concurrent changes of the field come together."""
        if of.type.is_set:
            return MergeRule.ADD_WINS_SET
        return MergeRule.APPEND_ONLY if self.is_append_only else MergeRule.REGISTER
