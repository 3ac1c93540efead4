# SPDX-License-Identifier: GPL-3.0-or-later
"""One vault hands another what may be faulty: how it is made, and that it changes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.log.samples import MAR, SOL
from tests.scenarios.laptops import CIRCLE, files_of, told

from protectnet.app.blob_travel import sources_of
from protectnet.app.clock import day_number
from protectnet.app.devices import words_of
from protectnet.app.explanations import explain
from protectnet.app.outside import FileUnreadable
from protectnet.app.workspace import Workspace
from protectnet.bundle.card import Card
from protectnet.bundle.content import Content
from protectnet.bundle.planning import plan_parts
from protectnet.bundle.writing import write_part
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.ids import CircleId
from protectnet.envelope import HybridIdentity, HybridRecipient
from protectnet.log.header import LogIdentity
from protectnet.log.identifiers import RECORDS
from protectnet.log.membership_operations import Recipient
from protectnet.log.open_segment import Place
from protectnet.log.segment import Segment, decode_segment
from protectnet.log.signatures import SigningKeys
from protectnet.store import segments
from protectnet.store.blob_needs import used_in
from protectnet.store.live_blobs import blob_sizes

READER, STRANGER = SOL, MAR
"""The keys of a device that may read in the circle, and of one that is not in it."""


@dataclass(frozen=True)
class Pair:
    """A sending vault, a receiving one, and what lies between them."""

    river: Workspace
    hill: Workspace
    folder: Path

    @property
    def circle(self) -> CircleId:
        return self.river.circles.find(CIRCLE)

    def sent(self) -> Path:
        """A good bundle from the river to the hill."""
        return self.river.giving.write(["hill"], self.folder, circle=CIRCLE).path

    def content(self, circle: str = CIRCLE) -> Content:
        """All of a circle, for the hill."""
        self.river.upkeep.seal()
        found, store = self.river.circles.find(circle), self.river._store
        logs = [each.log for each in segments.logs(store, found) if each.stream == RECORDS]
        return Content(
            keys=self.river._authoring.keys.public,
            bundle_id=bytes(16),
            created_day=day_number(self.river.today),
            recipients=(self.hill.device,),
            circles=(found,),
            vectors=(),
            membership=[each.encode() for each in segments.membership_segments(store, found)],
            logs=[[each.encode() for each in segments.segments_of_log(store, log)] for log in logs],
            blobs=sources_of(store, blob_sizes(store, used_in(store, found))),
        )

    def written(
        self,
        content: Content,
        *,
        by: SigningKeys | None = None,
        to: HybridRecipient | None = None,
    ) -> Path:
        """A bundle of this content, signed by the river and for the hill unless somebody is named."""
        keys = by or self.river._authoring.keys
        recipient = to or HybridRecipient(self.hill.devices.card().recipient.key)
        path = self.folder / "made.age"
        [part] = plan_parts(content).parts
        with path.open("wb") as file:
            write_part(part, [recipient], keys.sign_bytes, file)
        return path

    def place(self, keys: SigningKeys, stream: int = RECORDS) -> Place:
        """The first place in a log that a device has not begun."""
        return Place(LogIdentity(stream, keys.public.device, self.circle, bytes(16)))


def check_refused(
    pair: Pair, bundle: Path, expected: type[ProtectNetError], **facts: object
) -> None:
    """Looking at the bundle and taking it fail alike, and not one byte of the vault changes."""
    before, files = told(pair.hill), files_of(pair.hill._store.folder)
    for act in (pair.hill.taking.preview, pair.hill.taking.accept):
        with pytest.raises(expected) as caught:
            act(bundle)
        assert facts.items() <= caught.value.facts.items()
        said = explain(caught.value)
        assert "Nothing was taken in" in said.sentence or expected is FileUnreadable
        assert files_of(pair.hill._store.folder) == files
    assert told(pair.hill) == before


def trust(pair: Pair, keys: SigningKeys) -> None:
    """Have the hill trust a device of which there is only the card."""
    recipient = Recipient(0, HybridIdentity(bytes(32)).recipient.public_bytes)
    card = Card(keys.public, "made", recipient)
    path = pair.folder / "made.card"
    path.write_bytes(card.encode(keys))
    pair.hill.devices.trust(path, " ".join(words_of(card, "fr")), "made")


def own_log(pair: Pair, content: Content) -> list[Segment]:
    """The river's own segments in a bundle, the newest last."""
    logs = [[decode_segment(each) for each in log] for log in content.logs]
    [found] = [log for log in logs if log[0].header.identity.device == pair.river.device]
    assert len(found) >= 3
    return found


def with_records(pair: Pair, change: Callable[[list[Segment]], Sequence[Segment]]) -> Path:
    """A bundle whose log of the river's records was changed."""
    content = pair.content()
    changed = [each.encode() for each in change(own_log(pair, content))]
    return pair.written(replace(content, logs=[changed]))
