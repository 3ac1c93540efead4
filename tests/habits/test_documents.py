# SPDX-License-Identifier: GPL-3.0-or-later
"""The papers: links lead somewhere, decisions have their parts, the changelog its form."""

import re
from pathlib import Path

import pytest

from protectnet import __version__
from tests.habits import tree

LINK = re.compile(
    r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)|^\[[^\]]+\]:\s+(\S+)", re.MULTILINE
)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
DECISION_PARTS = ["Context", "Decision", "Consequences", "Alternatives"]
LONGEST_DECISION = 40


def documents() -> list[Path]:
    return [path for path in tree.text_files() if path.suffix == ".md"]


def anchors(text: str) -> set[str]:
    """The names that a link may have after `#`, as the usual viewers make them of headings."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


def broken_links(path: Path) -> list[str]:
    """The links of `path` to files or headings that are not there."""
    broken = []
    for groups in LINK.findall(FENCE.sub("", path.read_text("utf-8"))):
        target = "".join(groups)
        if re.match(r"[a-z]+:", target):
            continue
        place, _, anchor = target.partition("#")
        file = (path.parent / place).resolve() if place else path
        if not file.exists() or (anchor and anchor not in anchors(file.read_text("utf-8"))):
            broken.append(f"{path.name}: {target}")
    return broken


def test_link_when_inside_the_repository_then_leads_somewhere() -> None:
    assert [link for path in documents() for link in broken_links(path)] == []


def test_broken_links_when_a_file_or_heading_is_missing_then_names_it(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# The `first` thing, done\n", "utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        "[a](there.md) [b](there.md#the-first-thing-done) [c](https://example.org)\n"
        "[d](gone.md) [e](there.md#gone) ![f](gone.png)\n[g]: gone.txt\n```\n[h](gone.md)\n```\n",
        "utf-8",
    )
    assert broken_links(page) == [
        "page.md: gone.md",
        "page.md: there.md#gone",
        "page.md: gone.png",
        "page.md: gone.txt",
    ]


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE"])
def test_paper_when_expected_at_the_top_then_is_there(name: str) -> None:
    assert (tree.ROOT / name).stat().st_size > 200


def decisions() -> list[Path]:
    return sorted((tree.ROOT / "docs" / "adr").glob("[0-9]*.md"))


def test_decision_when_written_then_has_its_four_parts_and_is_short() -> None:
    findings = []
    for path in decisions():
        text = path.read_text("utf-8")
        if re.findall(r"^## (.+)$", text, re.MULTILINE) != DECISION_PARTS:
            findings.append(f"{path.name}: parts")
        if len(text.splitlines()) > LONGEST_DECISION:
            findings.append(f"{path.name}: too long")
    assert findings == []


def test_decisions_when_numbered_then_each_number_stands_once() -> None:
    numbers = [path.name[:4] for path in decisions()]
    assert numbers
    assert len(numbers) == len(set(numbers))


def test_documents_when_searched_then_none_says_what_is_still_to_be_written() -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|XXX|TBD)\b")
    found = {tree.name(path) for path in documents() if unfinished.search(path.read_text("utf-8"))}
    assert found == set()


def test_changelog_when_read_then_has_its_form_and_a_place_for_this_version() -> None:
    text = (tree.ROOT / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    if "dev" not in __version__:
        assert any(heading.startswith(f"[{__version__}] - ") for heading in headings)
    sections = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert sections <= {
        "Added",
        "Changed",
        "Deprecated",
        "Removed",
        "Fixed",
        "Security",
        "Development changes",
    }


def test_makefile_when_a_document_names_a_verb_then_it_exists() -> None:
    verbs = set(
        re.findall(r"^([a-z-]+):", (tree.ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    )
    named = {
        (path.name, verb)
        for path in documents()
        for verb in re.findall(r"`make ([a-z-]+)", path.read_text("utf-8"))
    }
    assert {(name, verb) for name, verb in named if verb not in verbs} == set()
