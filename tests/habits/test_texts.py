# SPDX-License-Identifier: GPL-3.0-or-later
"""What no kept file may hold, in code, data or prose."""

import re
import unicodedata
from pathlib import Path

import lock as lock_tool
import pytest

from tests.habits import tree

# Written apart, so that this file does not hold what it forbids.
REGISTRY_HOSTS = [".".join(words) for words in (
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("registry", "npmjs", "org"),
    ("npmjs", "com"),
    ("deb", "debian", "org"),
    ("crates", "io"),
)]  # fmt: skip
PATHS_OF_ONE_MACHINE = re.compile(
    r"(?<![\w.~*-])/(?:" + "|".join(("wor" + "k", "roo" + "t", "Users", "home")) + r")/\w"
)
# Directional overrides and isolates, joiners and fillers that nobody sees.
ALLOWED_FORMAT_CHARACTERS: dict[str, set[str]] = {}
# Generated data that people of other scripts check by eye, and texts of law as they came.
NOT_OURS = {"LICENSE"}


def invisible(text: str) -> set[str]:
    """The characters of `text` that show nothing: controls but line end and tab, and all of category Cf."""
    return {
        f"U+{ord(letter):04X}"
        for letter in set(text)
        if unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cn", "Zl", "Zp"}
        and letter not in "\n\t"
    }


def kept_texts() -> list[Path]:
    return [path for path in tree.text_files() if tree.name(path) not in NOT_OURS]


def test_text_when_kept_then_is_utf8_that_shows_all_it_holds() -> None:
    findings = {}
    for path in kept_texts():
        hidden = invisible(path.read_text("utf-8")) - ALLOWED_FORMAT_CHARACTERS.get(
            tree.name(path), set()
        )
        if hidden:
            findings[tree.name(path)] = sorted(hidden)
    assert findings == {}


def test_text_when_kept_then_ends_with_one_line_end_and_has_no_carriage_return() -> None:
    texts = {tree.name(path): path.read_bytes() for path in kept_texts()}
    assert [name for name, data in texts.items() if b"\r" in data] == []
    assert [name for name, data in texts.items() if data and not data.endswith(b"\n")] == []


def test_text_when_kept_then_names_no_registry_and_no_folder_of_one_machine() -> None:
    findings = []
    for path in kept_texts():
        text = path.read_text("utf-8")
        findings += [f"{tree.name(path)}: {host}" for host in REGISTRY_HOSTS if host in text]
        findings += [f"{tree.name(path)}: {found}" for found in PATHS_OF_ONE_MACHINE.findall(text)]
    assert findings == []


@pytest.mark.parametrize(
    "letter", ["\u202e", "\u2066", "\u200b", "\u00ad", "\ufeff", "\x00", "\x1b"]
)
def test_invisible_when_a_letter_shows_nothing_then_finds_it(letter: str) -> None:
    assert invisible(f"a{letter}b") == {f"U+{ord(letter):04X}"}


def test_invisible_when_a_text_is_in_any_script_then_finds_nothing() -> None:
    assert invisible("Señal\tҮйлчилгээ\nحماية 保护 →") == set()


def test_paths_of_one_machine_when_written_then_are_found_but_web_and_relative_ones_not() -> None:
    found = PATHS_OF_ONE_MACHINE.findall
    assert found("see /" + "home/somebody/notes")
    assert not found("see docs/home/notes and https://example.org/home")


def test_lock_when_read_then_holds_versions_and_hashes_alone() -> None:
    text = (tree.ROOT / "requirements.lock").read_text("utf-8")
    assert lock_tool.lines_not_allowed(text) == []
    names = re.findall(r"^([a-z0-9.-]+)==", text, re.MULTILINE)
    assert len(names) == len(set(names)) == text.count("==") - text.count(" == ")
    assert {"pyside6-essentials", "sqlcipher3", "cryptography", "pytest", "hatchling"} <= set(names)


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.org/simple",
        "name @ https://example.org/name.whl",
        "name>=1 \\",
        "# via something",
        "    --hash=md5:abc",
    ],
)
def test_lines_not_allowed_when_one_is_no_version_or_hash_then_names_it(line: str) -> None:
    good = "name==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:" + "0" * 64
    assert lock_tool.lines_not_allowed(f"{good}\n{line}\n") == [line]
