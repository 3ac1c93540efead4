# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind of record, declared once. Columns, forms, files, search and merging follow."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from protectnet.domain.errors import UnknownKind
from protectnet.domain.field import Kind
from protectnet.domain.kinds.evidence import DOCUMENT, STATEMENT
from protectnet.domain.kinds.incidents import INCIDENT, INVOLVEMENT
from protectnet.domain.kinds.local import TRUSTED_DEVICE
from protectnet.domain.kinds.measures import MEASURE, MEASURE_REVIEW
from protectnet.domain.kinds.people import ACTOR, COLLECTIVE, CONTACT
from protectnet.domain.kinds.risks import FACTOR, RISK, STRUCTURAL_CAUSE


class Kinds:
    """A set of kinds, found by name or number. ``KINDS`` are those of this version."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self.all = tuple(kinds)
        self._by_name: Mapping[str, Kind] = MappingProxyType({k.name: k for k in self.all})
        self._by_number: Mapping[int, Kind] = MappingProxyType({k.number: k for k in self.all})
        if len(self._by_name) != len(self.all) or len(self._by_number) != len(self.all):
            raise ValueError("a kind's name or number is used twice")

    @property
    def shared(self) -> tuple[Kind, ...]:
        """The kinds that people keep and exchange, without those of this device alone."""
        return tuple(kind for kind in self.all if not kind.is_local)

    def named(self, name: str) -> Kind:
        """The kind of this name; raises ``UnknownKind``."""
        try:
            return self._by_name[name]
        except KeyError:
            raise UnknownKind(kind=name[:60]) from None

    def numbered(self, number: int) -> Kind | None:
        """The kind of this number; ``None`` for a kind that only a newer version knows."""
        return self._by_number.get(number)


KINDS = Kinds(
    (
        COLLECTIVE,
        CONTACT,
        ACTOR,
        RISK,
        STRUCTURAL_CAUSE,
        FACTOR,
        INCIDENT,
        INVOLVEMENT,
        MEASURE,
        MEASURE_REVIEW,
        STATEMENT,
        DOCUMENT,
        TRUSTED_DEVICE,
    )
)

__all__ = ["KINDS", "Kinds"]
