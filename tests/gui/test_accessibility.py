# SPDX-License-Identifier: GPL-3.0-or-later
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QCalendarWidget,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)

from protectnet.gui.fields.row import FieldRow
from protectnet.gui.pages.records.kind_page import KindPage
from protectnet.gui.sidebar import entries
from tests.gui.driving import Laptop


def reachable(page: QWidget) -> Iterator[QWidget]:
    """What a person reaches with Tab on a page."""
    for each in page.findChildren(QWidget):
        takes_tab = each.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        is_part = each.focusProxy() is not None or isinstance(each, QScrollArea | QTabBar)
        if takes_tab and each.isVisible() and each.isEnabled() and not is_part:
            yield each


def name_of(widget: QWidget, page: QWidget) -> str:
    """What a screen reader calls a widget."""
    labels = [each for each in page.findChildren(QLabel) if each.buddy() is widget]
    if labels:
        return labels[0].text()
    if isinstance(widget, QComboBox):
        return widget.accessibleName()
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def nameless(page: QWidget) -> list[str]:
    return [
        f"{type(each).__name__} {each.geometry()}"
        for each in reachable(page)
        if not name_of(each, page).strip()
    ]


def test_nameless_when_something_has_no_name_then_finds_it(laptop: Laptop) -> None:
    page = laptop.exchange()
    line = QLineEdit(page)
    line.show()
    assert len(nameless(page)) == 1
    line.setAccessibleName("Somewhere")
    assert nameless(page) == []


@pytest.mark.parametrize("name", [each.name for each in entries()])
def test_page_when_read_aloud_then_everything_that_takes_focus_has_a_name(
    laptop: Laptop, name: str
) -> None:
    laptop.view.show_page(name)
    laptop.settle()
    page = laptop.view.page(name)
    assert nameless(page) == []
    if isinstance(page, KindPage):
        page.begin()
        for field in page.list.table.kind.fields:
            if field.name != "attachments":
                page.record.tabs.form.form.row(field.name)
        laptop.settle()
        assert len(list(reachable(page))) > 10
        assert nameless(page) == []


def test_sidebar_when_read_aloud_then_is_a_list_with_names(laptop: Laptop) -> None:
    interface = QAccessible.queryAccessibleInterface(laptop.view.sidebar.pages)
    assert interface.role() is QAccessible.Role.List
    assert nameless(laptop.view.sidebar) == []


def test_first_page_when_read_aloud_then_everything_has_a_name(laptop: Laptop) -> None:
    laptop.lock()
    assert nameless(laptop.unlock) == []
    laptop.unlock.other.click()
    laptop.unlock.create_form.names.open()
    assert nameless(laptop.unlock) == []


def test_icon_buttons_when_shown_then_say_what_they_do(laptop: Laptop) -> None:
    page = laptop.kind("incident")
    page.begin()
    laptop.settle()
    silent = [
        each
        for each in page.findChildren(QAbstractButton)
        if each.isVisible()
        and not each.text()
        and not each.accessibleName()
        and not isinstance(each.parent(), QLineEdit | QCalendarWidget)
        and not isinstance(each.parentWidget(), QTabBar)
    ]
    assert [type(each).__name__ for each in silent] == []


@pytest.mark.parametrize("kind", ["risk", "contact"])
def test_form_when_tabbed_through_then_follows_the_reading_order(laptop: Laptop, kind: str) -> None:
    page = laptop.kind(kind)
    page.begin()
    laptop.settle()
    form = page.record.tabs.form.form
    rows = sorted(
        (row for row in form.findChildren(FieldRow) if row.isVisible()),
        key=lambda row: row.mapTo(form, row.rect().topLeft()).y(),
    )
    firsts = [row.input.first() for row in rows]
    met: list[QWidget] = []
    at: QWidget = firsts[0]
    for _step in range(500):
        if at in firsts and at not in met:
            met.append(at)
        following = at.nextInFocusChain()
        assert following is not None
        at = following
    assert met == firsts
