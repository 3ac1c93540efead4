# SPDX-License-Identifier: GPL-3.0-or-later
"""Collect the sentences of the program, carry them into the catalogues, check and compile these.

`catalogues.py update | compile | check`. Words such as `_("…")`, `N_("…")` and `ngettext` mark
sentences; a comment that starts with `Translators:` above one goes along with it.
"""

import io
import string
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "protectnet"
LOCALE = ROOT / "resources" / "locale"
TEMPLATE = LOCALE / "protectnet.pot"
LANGUAGES = ("es", "fr")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
# Lines that change with the hour or the tool and would make every update a conflict.
_RESTLESS_HEADERS = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Report-Msgid-Bugs-To",
    "Generated-By",
)
_ABOUT = "# The sentences of ProtectNet{language}. GPL-3.0-or-later, as the program."
_TO_REVIEW = "\n# Proposals, to be reviewed by a native speaker who defends rights."


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of `language` stands."""
    return LOCALE / language / "LC_MESSAGES" / "protectnet.po"


def extract(source: Path = SOURCE) -> Catalog:
    """Return every marked sentence under `source`."""
    template = Catalog(project="ProtectNet", version="1", charset="utf-8", fuzzy=False)
    template.header_comment = _ABOUT.format(language="")
    found = extract_from_dir(
        source, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for name, line, message, comments, context in found:
        template.add(
            message,
            None,
            [(f"src/protectnet/{name}", line)],
            auto_comments=comments,
            context=context,
        )
    return template


def to_bytes(catalogue: Catalog) -> bytes:
    """Return the file of `catalogue`: sorted by place, no line numbers and no dates."""
    file = io.BytesIO()
    write_po(
        file, catalogue, width=100, sort_by_file=True, include_lineno=False, ignore_obsolete=True
    )
    lines = file.getvalue().splitlines(keepends=True)
    restless = tuple(f'"{name}:'.encode() for name in _RESTLESS_HEADERS)
    return b"".join(line for line in lines if not line.startswith(restless))


def read(path: Path, language: str | None = None) -> Catalog:
    """Return the catalogue that stands in `path`."""
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8", abort_invalid=True)


def update() -> None:
    """Write the template and carry its sentences into every catalogue; translations are kept."""
    template = extract()
    LOCALE.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_bytes(to_bytes(template))
    for language in LANGUAGES:
        path = catalogue_path(language)
        catalogue = read(path, language) if path.exists() else Catalog(language, fuzzy=False)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.project, catalogue.version = template.project, template.version
        catalogue.header_comment = _ABOUT.format(language=f" in {_name(language)}") + _TO_REVIEW
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_bytes(catalogue))


def _name(language: str) -> str:
    return Locale.parse(language).english_name or language


def compile_all() -> None:
    """Write the compiled form beside each catalogue."""
    for language in LANGUAGES:
        path = catalogue_path(language)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path, language))


def problems() -> Iterator[str]:
    """Yield a sentence for everything that keeps the catalogues from being complete."""
    template = extract()
    if not TEMPLATE.exists() or TEMPLATE.read_bytes() != to_bytes(template):
        yield f"{TEMPLATE.name} is not what the code says: make catalogues"
    for language in LANGUAGES:
        yield from problems_of(template, read(catalogue_path(language), language), language)


def problems_of(template: Catalog, catalogue: Catalog, language: str) -> Iterator[str]:
    """Yield what is missing, unfinished, filled differently or no longer said in `catalogue`."""
    for message in _sentences(template):
        translated = catalogue.get(message.id, message.context)
        wrong = (
            "missing"
            if translated is None
            else _problem(message, translated, catalogue.num_plurals)
        )
        if wrong:
            yield f"{language}: {wrong}: {_first(message.id)!r}"
    for message in _sentences(catalogue):
        if template.get(message.id, message.context) is None:
            yield f"{language}: no longer in the program: {_first(message.id)!r}"


def _sentences(catalogue: Catalog) -> Iterable[Message]:
    return (message for message in catalogue if message.id)


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _problem(message: Message, translated: Message, forms: int) -> str:
    if translated.fuzzy:
        return "fuzzy"
    texts = _forms(translated.string or "")
    if not all(texts) or (message.pluralizable and len(texts) != forms):
        return "not translated"
    allowed = set().union(*(fields(text) for text in _forms(message.id)))
    needed = set.intersection(*(fields(text) for text in _forms(message.id)))
    for text in texts:
        if not needed <= fields(text) <= allowed:
            return f"other fields ({', '.join(sorted(fields(text) ^ needed))})"
    return ""


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def fields(text: str) -> set[str]:
    """Return the names that `text.format` fills, `{!}` if its braces are broken."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {"!"}


def main(arguments: list[str]) -> int:
    """Do what the one word in `arguments` says; return 1 if a check finds something, 2 for another word."""
    match arguments:
        case ["update"]:
            update()
            compile_all()
            print(*problems(), sep="\n")
            return 0
        case ["compile"]:
            compile_all()
            return 0
        case ["check"]:
            found = list(problems())
            print(*found, sep="\n", file=sys.stderr)
            return 1 if found else 0
        case _:
            print("catalogues.py update | compile | check", file=sys.stderr)
            return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
