# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person is shown of a bundle before it is taken, made of what came and of what is here."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256

from protectnet.app.bundle_preview import CirclePreview, Preview, gravest_first
from protectnet.app.clock import day_of_number
from protectnet.app.future_dates import FutureDates
from protectnet.app.incoming import Arrival, CircleNews, Incoming
from protectnet.domain.ids import DeviceId
from protectnet.log import cbor
from protectnet.log.identifiers import MEMBERSHIP, RECORDS
from protectnet.log.membership import Membership
from protectnet.log.vector import decode_vector
from protectnet.store import queries, segments
from protectnet.store.blob_files import is_held
from protectnet.store.blob_pieces import pieces
from protectnet.store.parking import parked
from protectnet.store.store import Store
from protectnet.store.vectors import vector
from protectnet.sync.preview import Effect, PreviewLine

ID_HALF_BYTES = 12
"""How many bytes of a hash stand in a preview's id for the bundle, and as many for the vault."""
_GONE = (Effect.DELETED, Effect.ERASED)

NameOf = Callable[[DeviceId, str], str]
"""Our name for a device, given the code name it has for itself."""


def preview_of(
    store: Store, device: DeviceId, incoming: Incoming, name_of: NameOf, today: date
) -> Preview:
    """What the bundle would change; nothing is written."""
    arrival, manifest = incoming.arrival, incoming.arrival.manifest
    lines = {each.circle: each.lines(store) for each in incoming.circles}
    return Preview(
        id=preview_id(store, device, arrival),
        sender=manifest.sender,
        sender_name=name_of(manifest.sender, _code_name(incoming, manifest.sender)),
        created_on=day_of_number(manifest.created_day),
        part_numbers=tuple(each.manifest.part for each in arrival.parts),
        parts=len(manifest.part_hashes),
        circles=tuple(
            _circle(store, each, lines[each.circle], name_of) for each in incoming.circles
        ),
        files=_files_coming(store, arrival),
        adrift=incoming.newly_adrift,
        is_older=_is_older(store, arrival),
        future=FutureDates.of(incoming.new_segments, today),
        lines=gravest_first(line for each in lines.values() for line in each),
    )


def preview_id(store: Store, device: DeviceId, arrival: Arrival) -> str:
    """What stands for a bundle, and after a dash for the vault of ``device``, as it is by now."""
    return f"{_half(arrival.manifest_hash())}-{_half(_state(store, device, arrival))}"


def _half(whole: bytes) -> str:
    return whole[:ID_HALF_BYTES].hex()


def _state(store: Store, device: DeviceId, arrival: Arrival) -> bytes:
    """What the vault holds of the circles that a bundle names, and how much it holds in all.

    The own logs count by their changes alone: to sign what was written changes nothing.
    """
    found = sha256(cbor.encode(segments.count_operations(store)))
    for circle in arrival.manifest.circles:
        own = {each.log for each in segments.logs(store, circle) if each.device == device}
        heads = [
            each.hash
            for stream in (MEMBERSHIP, RECORDS)
            for each in segments.heads(store, circle, stream)
            if each.log not in own
        ]
        waiting = [each.hash for each in parked(store, circle)]
        found.update(cbor.encode([circle, heads, waiting]))
    return found.digest()


def _code_name(incoming: Incoming, device: DeviceId) -> str:
    """What a device calls itself in the circles of the bundle."""
    for each in incoming.circles:
        members, former = each.membership.members, each.membership.former
        member = members.get(device) or former.get(device)
        if member is not None:
            return member.code_name
    return ""


def _circle(
    store: Store, news: CircleNews, lines: list[PreviewLine], name_of: NameOf
) -> CirclePreview:
    members = news.membership.members
    names = {each: name_of(each, member.code_name) for each, member in members.items()}
    return CirclePreview(
        id=news.circle,
        name=news.membership.name,
        joins=news.joins,
        founder=names.get(news.membership.founder)
        or name_of(news.membership.founder, _former_name(news.membership, news.membership.founder)),
        members=tuple(sorted(names.values())),
        new_operations=news.new_operations,
        waiting=news.newly_waiting,
        deletions=sum(each.effect in _GONE for each in lines),
        records=0 if news.joins else sum(queries.counts(store, [news.circle]).values()),
    )


def _files_coming(store: Store, arrival: Arrival) -> int:
    """How many attached files come, whole or in part, that are not here, and no piece that is."""
    kept = {(each.blob, each.total, each.offset) for each in pieces(store)}
    named = {each.digest for part in arrival.parts for each in part.blobs}
    for part in arrival.parts:
        named.update(
            each.blob for each in part.pieces if (each.blob, each.total, each.offset) not in kept
        )
    return sum(not is_held(store, each) for each in named)


def _is_older(store: Store, arrival: Arrival) -> bool:
    """Whether a later vector of the sender is here than one that came."""
    for untrusted in (each for part in arrival.parts for each in part.vectors):
        came = decode_vector(untrusted).vector
        held = vector(store, came.circle, came.device)
        is_senders = came.device == arrival.manifest.sender
        if is_senders and held is not None and came.counter < held.vector.counter:
            return True
    return False


def _former_name(membership: Membership, device: DeviceId) -> str:
    former = membership.former.get(device)
    return former.code_name if former else ""
