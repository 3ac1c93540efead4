# SPDX-License-Identifier: GPL-3.0-or-later
"""What giving and taking ask of the workspace. Runs on the worker; no Qt here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from protectnet.app.bundle_preview import EFFECTS, CirclePreview, Preview
from protectnet.app.giving_words import why_held_back
from protectnet.app.presenting import Presenter
from protectnet.app.workspace import Workspace
from protectnet.i18n import _

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Receiver:
    """A trusted device that is in a circle: its id and our name for it."""

    id: str
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class GiveChoice:
    """A circle that can be given, and to whom."""

    id: str
    name: str = field(repr=False)
    receivers: tuple[Receiver, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Given:
    """What was written and read back: its files, and their size in bytes together.

    ``has_news`` is false when those who get it have everything, as they signed; ``held_back`` says
    what did not go, and why.
    """

    paths: tuple[Path, ...]
    size: int
    has_news: bool = True
    held_back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class TakeLine:
    """What would become of a record: in words, with a line for each field that would contradict."""

    effect: str
    kind: str
    title: str
    fields: str
    contradictions: tuple[str, ...] = ()

    def cells(self) -> tuple[str, ...]:
        """The columns of a table."""
        fields = "\n".join(part for part in (self.fields, *self.contradictions) if part)
        return (self.effect, self.kind, self.title, fields)


@dataclass(frozen=True, slots=True, repr=False)
class TakeView:
    """What a bundle would change, in words; ``preview`` holds the bundle to what was shown."""

    path: Path
    preview: Preview
    sender: str
    made_on: str
    circles: tuple[str, ...]
    joins: tuple[str, ...]
    has_news: bool
    lines: tuple[TakeLine, ...]


def read_choices(workspace: Workspace) -> list[GiveChoice]:
    """The circles, each with the trusted devices that are in it."""
    trusted = workspace.devices.trusted()
    return [
        GiveChoice(
            circle.id.hex(),
            circle.name,
            tuple(
                Receiver(member.device.hex(), trusted[member.device].name)
                for member in circle.members
                if member.device in trusted
            ),
        )
        for circle in workspace.circles.shared()
    ]


def give(
    to: Sequence[str], folder: Path, circle: str, progress: Progress, workspace: Workspace
) -> Given:
    """Write a bundle and read it back."""
    written = workspace.giving.write(to, folder, circle=circle, progress=progress)
    return Given(
        tuple(each.path for each in written.files),
        written.size,
        written.has_news,
        tuple(map(why_held_back, written.held_back)),
    )


def preview(file: Path, progress: Progress, workspace: Workspace) -> TakeView:
    """What a bundle would change; nothing is written."""
    return _view(file, workspace.taking.preview(file, progress=progress), workspace)


def accept(seen: TakeView, progress: Progress, workspace: Workspace) -> TakeView:
    """Take in the bundle that was shown, and no other in its place; what it changed."""
    taken = workspace.taking.accept(seen.path, shown=seen.preview, progress=progress)
    return _view(seen.path, taken, workspace)


def _view(file: Path, seen: Preview, workspace: Workspace) -> TakeView:
    disagreement = Presenter(workspace).disagreement
    lines = tuple(
        TakeLine(
            effect=_(EFFECTS[line.effect]),
            kind=_(line.kind.label),
            title=line.title or _("(without a title)"),
            fields=", ".join(_(line.kind.field(name).label) for name in line.fields),
            contradictions=tuple(disagreement.of_preview(line)),
        )
        for line in seen.lines
    )
    return TakeView(
        path=file,
        preview=seen,
        sender=seen.sender_name,
        made_on=seen.created_on.isoformat(),
        circles=tuple(each.name for each in seen.circles),
        joins=tuple(_invitation(each) for each in seen.circles if each.joins),
        has_news=seen.has_news,
        lines=lines,
    )


def _invitation(circle: CirclePreview) -> str:
    """Into which circle the vault comes, and whose it is."""
    return _(
        "With it this computer enters the circle “{circle}”, which “{founder}” made: {members}."
    ).format(circle=circle.name, founder=circle.founder, members=", ".join(circle.members))
