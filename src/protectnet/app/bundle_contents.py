# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes into a bundle of a circle: its membership, its logs and its attached files.

This version gives everything of a circle each time; what is known already changes nothing when it
is taken.
"""

import os
from datetime import date

from protectnet.app.blob_travel import blobs_of_circle
from protectnet.app.clock import day_number
from protectnet.bundle.content import Content
from protectnet.domain.ids import ID_BYTES, CircleId, DeviceId
from protectnet.log.identifiers import RECORDS
from protectnet.log.signatures import PublicKeys
from protectnet.store import segments
from protectnet.store.store import Store


def contents_of_circle(
    store: Store,
    circle: CircleId,
    *,
    sender: PublicKeys,
    recipients: tuple[DeviceId, ...],
    today: date,
) -> Content:
    """Everything sealed of a circle, for these recipients; what is still open is not in it."""
    membership = [each.encode() for each in segments.membership_segments(store, circle)]
    logs = [
        [each.encode() for each in segments.segments_of_log(store, log.log)]
        for log in segments.logs(store, circle)
        if log.stream == RECORDS
    ]
    return Content(
        keys=sender,
        bundle_id=os.urandom(ID_BYTES),
        created_day=day_number(today),
        recipients=recipients,
        circles=(circle,),
        vectors=(),
        membership=membership,
        logs=[log for log in logs if log],
        blobs=blobs_of_circle(store, circle),
    )
