# SPDX-License-Identifier: GPL-3.0-or-later
"""The vocabularies that come with ProtectNet, read from their files when they are first asked for."""

import re
from collections.abc import Callable

from protectnet.domain.vocabulary import UnknownVocabulary, Vocabulary, parse
from protectnet.files import resource

FOLDER = "vocabularies"
_NAME = re.compile(r"[a-z]+(_[a-z]+)*")


def read_packaged(name: str) -> str:
    """The text of a vocabulary's file; raises ``FileNotFoundError`` when there is none."""
    return resource(FOLDER, f"{name}.csv").read_text(encoding="utf-8")


class Vocabularies:
    """Gives vocabularies by name, each read once; a ``VocabularySource`` for the domain."""

    def __init__(self, read: Callable[[str], str] = read_packaged) -> None:
        self._read = read
        self._known: dict[str, Vocabulary] = {}

    def __call__(self, name: str) -> Vocabulary:
        """The vocabulary of this name; raises ``UnknownVocabulary`` or ``InvalidVocabulary``."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._load(name)
        return found

    def names(self) -> tuple[str, ...]:
        """The names of all vocabularies that come with ProtectNet, sorted."""
        return tuple(sorted(path.stem for path in resource(FOLDER).glob("*.csv")))

    def _load(self, name: str) -> Vocabulary:
        if not _NAME.fullmatch(name):
            raise UnknownVocabulary(vocabulary=name[:60])
        try:
            text = self._read(name)
        except FileNotFoundError as error:
            raise UnknownVocabulary(vocabulary=name[:60]) from error
        return parse(name, text)
