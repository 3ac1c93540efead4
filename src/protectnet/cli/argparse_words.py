# SPDX-License-Identifier: GPL-3.0-or-later
"""What the parser of the standard library says by itself, in the person's language.

argparse looks its sentences up through a name of its own module, which by default is English.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from protectnet.domain.marking import N_
from protectnet.i18n import _

WORDS = (
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"),
    N_("expected one argument"),
    N_("ignored explicit argument %r"),
)
"""Those that can be reached with the arguments declared here, for the catalogues to find."""

_NAME_IN_ARGPARSE = "_"


@contextmanager
def in_our_words() -> Iterator[None]:
    """While a parser works, it speaks the language that is set."""
    before = getattr(argparse, _NAME_IN_ARGPARSE)
    setattr(argparse, _NAME_IN_ARGPARSE, _)
    try:
        yield
    finally:
        setattr(argparse, _NAME_IN_ARGPARSE, before)
