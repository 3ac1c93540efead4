# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands on the devices of a circle: who they are, and what coordinators do to them."""

import argparse

from protectnet.app.answers import NotConfirmed
from protectnet.app.member_acts import Done
from protectnet.app.members import Deed, MemberShown, News
from protectnet.app.workspace import Workspace
from protectnet.cli.commands.circles import ROLES
from protectnet.cli.console import Console, harmless
from protectnet.domain.marking import N_
from protectnet.i18n import _, ngettext

_SAID = {
    Deed.REMOVED: N_("{day}: {by} removed {device}"),
    Deed.LEFT: N_("{day}: {device} left"),
    Deed.SUSPENDED: N_("{day}: {by} suspended {device}"),
    Deed.LIFTED: N_("{day}: {by} lifted the suspension of {device}"),
}


def members(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``circle members CIRCLE``."""
    found = workspace.members.of(given.circle)
    console.document(found.document())
    said = (
        _("Circle {name}: nobody writes in it any more.") if found.is_closed else _("Circle {name}")
    )
    console.say(said.format(name=harmless(found.name)))
    for member in found.members:
        console.say("  " + " · ".join(_parts(member)), "    ")
    if found.news:
        console.say(_("What was done to devices, and who is known to know:"))
    for news in found.news:
        console.say("  " + _told(news), "    ")


def suspend(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``circle suspend CIRCLE DEVICE [--lift]``."""
    done = workspace.member_acts.suspend(given.circle, given.device, is_suspended=not given.lift)
    console.document(done.document())
    if given.lift:
        said = _("{device} is suspended no more in circle {circle}.")
        if not done.is_changed:
            said = _("Nothing was changed: {device} is not suspended in circle {circle}.")
        console.say(_in_circle(said, done))
        return
    said = _(
        "{device} is suspended in circle {circle}: this device gives it nothing and takes nothing "
        "of it, and so do the others as soon as they know. It keeps all that it has."
    )
    if not done.is_changed:
        said = _("Nothing was changed: {device} is suspended in circle {circle} already.")
    console.say(_in_circle(said, done))
    if done.is_changed:
        _say_spread(console)


def remove(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``circle remove CIRCLE DEVICE [--yes]``."""
    meant = workspace.member_acts.find(given.circle, given.device)
    if not given.yes:
        question = _(
            "Remove {device} from circle {circle}? Nobody gives to it any more; it keeps all that it "
            "has, and sticks already written to it stay readable to whoever has it. What it wrote "
            "and this device does not hold yet waits for a coordinator to accept. To remove it, "
            "type “remove”:"
        )
        answer = console.ask(_in_circle(question, meant))
        if answer.casefold() not in {"remove", _("remove").casefold()}:
            raise NotConfirmed
    done = workspace.member_acts.remove(given.circle, given.device)
    console.document(done.document())
    if done.is_waiting:
        _say_waits(done, console)
        return
    if done.seconded:
        _say_seconded(done, console)
    console.say(
        _in_circle(
            _(
                "{device} is removed from circle {circle}. It keeps all that it has, and sticks "
                "already written to it stay readable to whoever has it."
            ),
            done,
        )
    )
    _say_spread(console)


def role(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``circle role CIRCLE DEVICE --role ROLE``."""
    done = workspace.member_acts.change_role(given.circle, given.device, given.role)
    console.document({**done.document(), "role": given.role})
    if done.is_waiting:
        _say_waits(done, console)
        return
    if done.seconded:
        _say_seconded(done, console)
    said = _("{device} is {role} in circle {circle} now.")
    if not done.is_changed:
        said = _("Nothing was changed: {device} is {role} in circle {circle} already.")
    console.say(_in_circle(said, done, role=_(ROLES[given.role])))
    if done.is_changed:
        _say_spread(console)


def _in_circle(said: str, done: Done, **more: str) -> str:
    names = {"device": harmless(done.name), "circle": harmless(done.circle_name)}
    return said.format(**names, **more)


def _say_waits(done: Done, console: Console) -> None:
    console.say(
        _in_circle(
            _(
                "{device} is a coordinator of circle {circle}, so this has no effect yet. It has "
                "when another coordinator, who got this from you in a bundle, does the same."
            ),
            done,
        )
    )
    console.say(_("Until then you can suspend it with “circle suspend”."))


def _say_seconded(done: Done, console: Console) -> None:
    console.say(
        _("{name} asked for it first; with this device they are two.").format(
            name=harmless(done.seconded or "")
        )
    )


def _say_spread(console: Console) -> None:
    console.say(
        _(
            "The others learn of it with the next bundle of this device. “circle members” shows how "
            "far that is."
        )
    )


def _parts(member: MemberShown) -> list[str]:
    added = _("founded the circle on {day}")
    if member.added_by is not None:
        added = _("added by {name} on {day}")
    parts = [harmless(member.name), _(ROLES[member.role]), member.device.hex()[:8]]
    parts.append(
        added.format(name=harmless(member.added_by or ""), day=member.added_on.isoformat())
    )
    notes = (
        (member.is_this, _("this one")),
        (not member.has_joined, _("has not joined yet")),
        (member.is_suspended, _("suspended")),
    )
    return parts + [note for applies, note in notes if applies]


def _told(news: News) -> str:
    said = _(_SAID[news.act]) if news.act in _SAID else _("{day}: {by} made {device} {role}")
    if news.is_waiting:
        said = _("{day}: {by} asked to remove {device}; another coordinator has to do so too")
        if news.act is not Deed.REMOVED:
            said = _(
                "{day}: {by} asked to make {device} {role}; another coordinator has to do so too"
            )
    known = ngettext(
        "{said} – {knows} of {count} device knows",
        "{said} – {knows} of {count} devices know",
        news.total,
    )
    return known.format(
        said=said.format(
            day=news.on.isoformat(),
            by=harmless(news.by),
            device=harmless(news.name),
            role=_(ROLES[news.role]) if news.role else "",
        ),
        knows=news.knows,
        count=news.total,
    )
