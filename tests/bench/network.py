# SPDX-License-Identifier: GPL-3.0-or-later
"""Made-up records of the size that communities write, the same in every run."""

import random
from collections.abc import Iterator

from protectnet.app.record_files import GivenRecord

WORDS = 6_000


class MadeUp:
    """Records and changes drawn by a seeded lot."""

    def __init__(self, seed: int = 20261123) -> None:
        self.lot = random.Random(seed)
        # The same words whatever the seed, so that searches ask for what records say.
        spelling = random.Random(WORDS)
        letters = "abcdefghilmnoprstuvz"
        self._words = [
            "".join(spelling.choices(letters, k=spelling.randint(3, 10))) for _ in range(WORDS)
        ]

    def text(self, words: int) -> str:
        """So many words."""
        # Some words are common and most are rare, as in any language (Zipf's law).
        picks = (int(WORDS ** self.lot.random()) - 1 for _ in range(words))
        return " ".join(self._words[each] for each in picks)

    def value(self, field: str) -> object:
        """A value of a field of a risk."""
        if field in {"likelihood", "impact"}:
            return self.lot.randint(1, 5)
        if field == "trend":
            return self.lot.choice(["rising", "same", "falling"])
        if field == "confidence":
            return self.lot.choice(["low", "medium", "high"])
        if field in {"assessed_on", "next_review"}:
            return f"2026-{self.lot.randint(1, 12):02}-{self.lot.randint(1, 28):02}"
        return self.text({"title": 5, "statement": 25, "note": 10}.get(field, 3))

    def risk(self, line: int) -> GivenRecord:
        """A risk with eleven fields, about 45 words of them searched."""
        fields = [
            "title",
            "statement",
            "note",
            "likelihood",
            "impact",
            "trend",
            "confidence",
            "assessed_on",
            "next_review",
            "owner_role",
            "triggers",
        ]
        return GivenRecord(
            line, {"kind": "risk", "key": str(line), **{each: self.value(each) for each in fields}}
        )

    def risks(self, count: int) -> list[GivenRecord]:
        """So many risks."""
        return [self.risk(line) for line in range(count)]

    def saves(self, changes: int) -> Iterator[dict[str, object]]:
        """Saves of one to eight fields each, ``changes`` fields in all or a few more."""
        fields = [
            "statement",
            "note",
            "likelihood",
            "impact",
            "trend",
            "confidence",
            "next_review",
            "owner_role",
            "triggers",
        ]
        while changes > 0:
            chosen = self.lot.sample(fields, self.lot.randint(1, 8))
            changes -= len(chosen)
            yield {each: self.value(each) for each in chosen}
