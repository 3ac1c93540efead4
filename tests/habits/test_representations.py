# SPDX-License-Identifier: GPL-3.0-or-later
"""No value shows in its ``repr`` what people wrote: representations end in tracebacks and logs.

Every dataclass and named tuple of the program is made here with one word in all its texts and
bytes. A new one leaves such fields out (``field(repr=False)``, or a ``__repr__`` that names ids and
kinds alone), or the field or module is named below, where nobody's words can stand in it.
"""

import dataclasses
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import protectnet
from protectnet.app.presenting import HistoryLine
from protectnet.domain.draft import Change
from protectnet.domain.field import Field, Kind
from protectnet.domain.kinds import KINDS
from protectnet.domain.record import Record
from protectnet.log.operation import Operation
from protectnet.sync.preview import PreviewLine

WORD = "Yarumal"
"""Stands for whatever a person wrote."""

WORDS_OF_THE_PROGRAM = {
    *{"change", "id"},  # ids in hexadecimal digits
    *{"field", "kind", "vocabulary"},  # names of what is declared
    *{"band", "code", "facts", "kinds", "language", "means", "part", "precision", "reason", "role"},
    *{"fields", "left", "score", "stances", "waited_for"},
}
"""Fields with texts that no person wrote."""

CONTENT_OR_SECRET = {"bytes", "items", "key", "logs", "membership", "raw", "seed"}
"""Fields with bytes that hold what people wrote, or a key; all other bytes are hashes and ids."""

OF_THE_PROGRAM = {
    "protectnet.app.defects": "places in the code, and what kind of error it was",
    "protectnet.app.explanations.words": "sentences of the program",
    "protectnet.app.reasons": "functions",
    "protectnet.app.walk": "two invented laptops",
    "protectnet.domain.field": "what is declared",
    "protectnet.domain.fieldtypes.links": "what is declared",
    "protectnet.domain.vocabulary": "words of the program",
    "protectnet.envelope.header": "ciphertext",
    "protectnet.gui.pages.unlock.doors": "functions",
    "protectnet.gui.sidebar": "words of the program",
    "protectnet.store.device_marks": "random names",
    "protectnet.store.held_erases": "ids of operations",
    "protectnet.store.images.webp": "names of parts of a file format",
    "protectnet.store.migrate": "SQL",
    "protectnet.store.projection": "names of tables",
    "protectnet.vault.folder": "where the vault is",
}
"""Modules whose values hold nothing that people wrote, and what instead."""

PUBLIC_KEYS = {("Recipient", "key")}


def value_classes() -> list[type]:
    """Every dataclass and named tuple of the program."""
    found = []
    for info in pkgutil.walk_packages(protectnet.__path__, "protectnet."):
        if info.name == "protectnet.__main__":
            continue
        module = importlib.import_module(info.name)
        found += [
            each
            for _, each in inspect.getmembers(module, inspect.isclass)
            if each.__module__ == info.name and is_value(each)
        ]
    return [each for each in found if each.__module__ not in OF_THE_PROGRAM]


def is_value(class_: object) -> bool:
    """Whether it is a class of values that gets its ``repr`` from what it holds."""
    return inspect.isclass(class_) and (
        dataclasses.is_dataclass(class_) or (issubclass(class_, tuple) and class_ is not tuple)
    )


SAMPLES: Mapping[Any, Callable[[str], Any]] = {
    str: str,
    bytes: str.encode,
    int: lambda _word: 1,
    float: lambda _word: 1.0,
    bool: lambda _word: True,
    type(None): lambda _word: None,
    date: lambda _word: date(2026, 11, 23),
    Decimal: lambda _word: Decimal(7),
    Path: Path,
    Callable: lambda word: partial(print, word),
    Kind: lambda _word: KINDS.named("risk"),
    Field: lambda _word: KINDS.named("risk").field("title"),
}


def planted(hint: Any, word: str = WORD) -> Any:
    """A value of the type ``hint`` that holds ``word`` wherever it can hold a text."""
    arguments = typing.get_args(hint)
    origin = typing.get_origin(hint) or hint
    if origin in {typing.Union, types.UnionType}:
        found = planted(str if str in arguments else arguments[0], word)
    elif origin in SAMPLES:
        found = SAMPLES[origin](word)
    elif origin is tuple:
        found = tuple(planted(each, word) for each in arguments if each is not ...)
    elif hasattr(origin, "__supertype__"):
        found = bytes(16)
    elif is_value(origin) and origin.__module__ not in OF_THE_PROGRAM:
        found = instance(origin)
    elif inspect.isclass(origin) and issubclass(origin, Enum):
        found = next(iter(origin))
    elif arguments and issubclass(origin, Mapping):
        found = {planted(arguments[0], word): planted(arguments[1], word)}
    elif arguments:
        found = [planted(each, word) for each in arguments]
    else:
        found = word if origin in {object, Any} else object()
    return found


def instance(class_: type) -> object:
    """An instance whose fields are planted; nothing of it is checked."""
    values = {
        name: planted_in(class_, name, hint)
        for name, hint in typing.get_type_hints(class_).items()
        if typing.get_origin(hint) is not typing.ClassVar
    }
    if issubclass(class_, tuple):
        return class_(**values)
    made = object.__new__(class_)
    for name, value in values.items():
        object.__setattr__(made, name, value)
    return made


def planted_in(class_: type, name: str, hint: Any) -> Any:
    """What stands in one field of an instance."""
    is_planted = name in CONTENT_OR_SECRET and (class_.__name__, name) not in PUBLIC_KEYS
    if not is_planted and "bytes" in str(hint) and "str" not in str(hint):
        return bytes(32)
    return planted(hint, "word" if name in WORDS_OF_THE_PROGRAM else WORD)


@pytest.mark.parametrize("class_", value_classes(), ids=lambda each: each.__qualname__)
def test_value_when_it_holds_what_people_wrote_then_its_repr_does_not(class_: type) -> None:
    assert WORD not in repr(instance(class_)), "see the first lines of this file"


def test_representations_when_checked_then_the_word_is_found_where_it_is_shown() -> None:
    shown = dataclasses.make_dataclass("Shown", [("title", str)])
    assert WORD in repr(instance(shown))
    assert {Record, PreviewLine, Change, Operation, HistoryLine} <= set(value_classes())
    names = {each.name for each in pkgutil.walk_packages(protectnet.__path__, "protectnet.")}
    assert OF_THE_PROGRAM.keys() <= names
