# SPDX-License-Identifier: GPL-3.0-or-later
"""The names people give to circles, users and devices: code names of one short line."""

from dataclasses import dataclass

from protectnet.domain.draft import Problem
from protectnet.domain.errors import InvalidRecord

MAX_NAME_CHARS = 64


class InvalidName(InvalidRecord):
    """Names of circles, users or devices, or words like these, cannot be used.

    Facts: ``kind`` (``vault``), ``problems`` (see ``draft.Problem``), never empty.
    """

    code = "invalid_name"


@dataclass(frozen=True, slots=True, repr=False)
class VaultNames:
    """The names a vault begins with: first circle, first user, this device; all code names."""

    circle: str = "home"
    user: str = "first"
    device: str = "laptop"

    def checked(self) -> "VaultNames":
        """The names trimmed; raises ``InvalidName`` naming each that cannot be used."""
        given = {"circle": self.circle, "user": self.user, "device": self.device}
        problems = [problem for name in given for problem in _problems(name, given[name])]
        if problems:
            raise InvalidName(kind="vault", problems=tuple(problems))
        return VaultNames(self.circle.strip(), self.user.strip(), self.device.strip())


def checked_name(field: str, given: str) -> str:
    """The name trimmed; raises ``InvalidName`` naming ``field``."""
    problems = _problems(field, given)
    if problems:
        raise InvalidName(kind="vault", problems=tuple(problems))
    return given.strip()


def _problems(field: str, given: str) -> list[Problem]:
    name = given.strip()
    if not name:
        return [Problem(field, "empty", "")]
    if len(name) > MAX_NAME_CHARS:
        return [Problem(field, "too_long", name[:60])]
    return [] if name.isprintable() else [Problem(field, "control_character", name[:60])]
