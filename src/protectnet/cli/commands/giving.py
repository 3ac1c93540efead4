# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands to give bundles, and to see who has what."""

import argparse

from protectnet.app.giving import WrittenFile
from protectnet.app.giving_plan import BundleToGive, CircleToGive
from protectnet.app.giving_words import why_held_back
from protectnet.app.receipts import DeviceReceipt
from protectnet.app.workspace import Workspace
from protectnet.cli.console import Console, harmless
from protectnet.domain.kinds import KINDS
from protectnet.i18n import _, ngettext

MILLION = 1_000_000
MOST_NAMES = 20
"""How many names a person is shown of a circle; ``--json`` has them all."""
INDENT = "  "


def plan(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``bundle plan --to DEVICE…``."""
    found = workspace.giving.plan(given.to, circle=given.circle, limit=_limit(given))
    console.document(found.document())
    for bundle in found.bundles:
        _say_bundle(bundle, console)
    if found.bundles and not found.has_news:
        console.say(_("They have everything that they may read here, as they have signed."))
    for part in found.held_back:
        console.say(harmless(why_held_back(part)))
    if found.bundles:
        console.say(_("Nothing was written yet. Write it with: protectnet bundle write"))


def write(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``bundle write --to DEVICE… --out DIR``."""
    with console.progress(_("Writing the bundle")) as progress:
        written = workspace.giving.write(
            given.to, given.out, circle=given.circle, limit=_limit(given), progress=progress
        )
    console.document(
        {
            "file": str(written.path),
            "files": [_file(each) for each in written.files],
            "size": written.size,
            "has_news": written.has_news,
            "bundles": [
                {
                    "circles": [circle.hex() for circle in each.circles],
                    "to": [device.hex() for device in each.recipients],
                    "files": [_file(file) for file in each.files],
                }
                for each in written.bundles
            ],
            "held_back": [each.document() for each in written.held_back],
        }
    )
    for each in written.files:
        console.say(
            _("Written and read back: {file} ({size} bytes).").format(
                file=harmless(str(each.path)), size=each.size
            )
        )
    if not written.has_news:
        console.say(
            _(
                "They have everything that they may read here, as they have signed. What was written "
                "only tells them what this device has."
            )
        )
    for part in written.held_back:
        # “bundle plan” says the others too.
        if not part.goes_without_saying:
            console.say(harmless(why_held_back(part)))
    console.say(
        _("A finder sees an encrypted file and its size; not from whom, for whom, nor what.")
    )


def receipts(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``receipts [--circle CIRCLE]``."""
    found = workspace.receipts.of(given.circle)
    console.document([each.document() for each in found])
    for each in found:
        console.say(_("Circle {name}:").format(name=harmless(each.name)))
        for device in each.devices:
            console.say(INDENT + harmless(_receipt(device)), INDENT * 2)


def _limit(given: argparse.Namespace) -> int | None:
    return None if given.limit_mb is None else int(given.limit_mb) * MILLION


def _file(written: WrittenFile) -> dict[str, object]:
    return {"file": str(written.path), "size": written.size}


def _say_bundle(bundle: BundleToGive, console: Console) -> None:
    files = ngettext("{count} file", "{count} files", len(bundle.sizes))
    console.say(
        _("For {receivers}: {files}, about {size} bytes").format(
            receivers=harmless(", ".join(each.name for each in bundle.receivers)),
            files=files.format(count=len(bundle.sizes)),
            size=bundle.size,
        )
    )
    for circle in bundle.circles:
        _say_circle(circle, console)
    if bundle.attached:
        attached = ngettext("{count} attached file", "{count} attached files", bundle.attached)
        console.say(INDENT + attached.format(count=bundle.attached), INDENT)
    if bundle.absent:
        absent = ngettext(
            "{count} attached file is needed and not here either",
            "{count} attached files are needed and not here either",
            bundle.absent,
        )
        console.say(INDENT + absent.format(count=bundle.absent), INDENT)


def _say_circle(circle: CircleToGive, console: Console) -> None:
    name = harmless(circle.name)
    if not circle.changes and not circle.membership:
        console.say(INDENT + _("circle {name}: only what this device has").format(name=name))
        return
    changes = ngettext("{count} change", "{count} changes", circle.changes)
    records = ", ".join(
        _("{kind}: {count}").format(kind=_(KINDS.named(kind).plural), count=count)
        for kind, count in circle.records.items()
    )
    said = _("circle {name}: {changes}").format(
        name=name, changes=changes.format(count=circle.changes)
    )
    console.say(INDENT + (f"{said} ({records})" if records else said), INDENT * 2)
    if circle.membership:
        membership = ngettext(
            "{count} change of who belongs to it",
            "{count} changes of who belongs to it",
            circle.membership,
        )
        console.say(INDENT * 2 + membership.format(count=circle.membership), INDENT * 2)
    if circle.names:
        named = ", ".join(circle.names[:MOST_NAMES])
        said = _("names that are new to them: {names}").format(names=harmless(named))
        console.say(INDENT * 2 + said, INDENT * 3)
    if len(circle.names) > MOST_NAMES:
        more = len(circle.names) - MOST_NAMES
        console.say(
            INDENT * 2 + ngettext("and {count} more", "and {count} more", more).format(count=more)
        )


def _receipt(device: DeviceReceipt) -> str:
    """What a device has, in one line."""
    if device.is_this:
        said = _("{name} (this one) has everything that is here").format(name=device.name)
    elif device.told_on is None:
        said = _("{name} has not said yet what it has").format(name=device.name)
    elif device.has_everything:
        said = _("{name} had everything on {day}").format(
            name=device.name, day=device.told_on.isoformat()
        )
    else:
        lacking = _lacking(device)
        said = _("{name} lacked {lacking} on {day}").format(
            name=device.name, lacking=lacking, day=device.told_on.isoformat()
        )
    if device.has_more:
        return _("{said}; it has more than is here").format(said=said)
    return said


def _lacking(device: DeviceReceipt) -> str:
    changes = ngettext("{count} change", "{count} changes", device.lacking_changes)
    files = ngettext("{count} attached file", "{count} attached files", device.missing_files)
    parts = []
    if device.lacking_changes:
        parts.append(changes.format(count=device.lacking_changes))
    if device.missing_files:
        parts.append(files.format(count=device.missing_files))
    return ", ".join(parts)
