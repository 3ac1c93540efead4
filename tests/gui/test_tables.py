# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns of tables: as wide as what stands in them, as far as there is room."""

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from protectnet.gui.widgets.tables import TextTable, fitted

ROWS = [("2026-11-23", "visitor, on sample laptop", "All of it, word for word " * 4)]


@given(
    st.lists(st.tuples(st.integers(20, 200), st.integers(0, 300)), min_size=1, max_size=6),
    st.integers(0, 2000),
)
def test_fitted_when_there_is_any_room_then_columns_have_their_least_and_no_more_than_they_want(
    columns: list[tuple[int, int]], room: int
) -> None:
    least = [few for few, _more in columns]
    wanted = [few + more for few, more in columns]
    widths = fitted(wanted, least, room)
    assert all(
        few <= width <= want for few, width, want in zip(least, widths, wanted, strict=False)
    )
    assert len(widths) == 1 or sum(widths) <= room
    if len(widths) < len(least):
        assert sum(least[: len(widths) + 1]) > room
    elif sum(wanted) <= room:
        assert widths == wanted
    else:
        assert sum(widths) == room or (widths == least and len(least) == 1)


def test_fitted_when_room_is_short_then_those_that_want_little_more_get_it() -> None:
    assert fitted(wanted=[500, 120, 400], least=[300, 100, 100], room=800) == [440, 120, 240]


def test_text_table_when_filled_then_short_columns_are_whole_and_the_main_one_takes_the_rest(
    qtbot: QtBot,
) -> None:
    table = TextTable("History", ("Day", "Who", "Change"), main=2)
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    table.fill(ROWS)
    for column in (0, 1):
        assert table.columnWidth(column) >= table.sizeHintForColumn(column)
    assert sum(map(table.columnWidth, range(3))) == table.viewport().width()


def test_text_table_when_the_window_is_narrow_then_headings_are_whole_all_the_same(
    qtbot: QtBot,
) -> None:
    table = TextTable("History", ("Day", "Who did it on which computer", "Change"), main=2)
    qtbot.addWidget(table)
    table.resize(300, 300)
    table.show()
    table.fill(ROWS)
    header = table.horizontalHeader()
    assert all(header.sectionSize(each) >= header.sectionSizeHint(each) for each in range(2))
