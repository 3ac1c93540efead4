# SPDX-License-Identifier: GPL-3.0-or-later
"""Input of a date as people know it: one day, month or year, from–to, since, until, not known."""

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtWidgets import (
    QCalendarWidget,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from protectnet.app.vocabularies import Vocabularies
from protectnet.gui.fields.answers import choose, fill
from protectnet.gui.fields.field_input import FieldInput
from protectnet.gui.fields.written_dates import (
    BETWEEN,
    ON,
    SINCE,
    UNKNOWN,
    UNTIL,
    WrittenDate,
    written,
)
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import buttons
from protectnet.gui.widgets.chooser import Chooser
from protectnet.i18n import _


class DayLine(QWidget):
    """A line for a day, a month or a year, with a calendar beside it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._calendar: QDialog | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("2026-11-23, 2026-11 or 2026"))
        self.line.setAccessibleName(name)
        self.line.setMinimumWidth(pixels(90))
        self.setFocusProxy(self.line)
        words = _("Choose the day: {name}").format(name=name)
        button = buttons.small("calendar", words, self._on_button_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.line, 1)
        row.addWidget(button)

    @Slot()
    def _on_button_clicked(self) -> None:
        self._calendar = QDialog(self)
        self._calendar.setWindowTitle(_("Choose the day"))
        days = QCalendarWidget()
        shown = QDate.fromString(self.line.text().strip(), Qt.DateFormat.ISODate)
        if shown.isValid():
            days.setSelectedDate(shown)
        days.activated.connect(self._on_days_activated)
        QVBoxLayout(self._calendar).addWidget(days)
        self._calendar.open()

    @Slot(QDate)
    def _on_days_activated(self, day: QDate) -> None:
        self.line.setText(day.toString(Qt.DateFormat.ISODate))
        self.line.textEdited.emit(self.line.text())
        if self._calendar is not None:
            self._calendar.accept()


class DateInput(FieldInput):
    """A date or a span of dates, with its precision and the part of the day."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        super().__init__()
        self._vocabularies = vocabularies
        self._make_inputs(vocabularies)
        self._lay_out()
        self.setFocusProxy(self.first_day)
        self.mode.activated.connect(self._on_answer_changed)
        for chooser in (self.precision, self.part):
            chooser.activated.connect(self._on_answer_changed)
        for day in (self.first_day, self.last_day):
            day.line.textEdited.connect(self._on_answer_changed)
        self._show_mode()

    def _make_inputs(self, vocabularies: Vocabularies) -> None:
        self.mode = Chooser(_("How the date is meant"))
        for code, words in (
            (ON, _("on, in")),
            (BETWEEN, _("from – to")),
            (SINCE, _("since")),
            (UNTIL, _("until")),
            (UNKNOWN, _("not known")),
        ):
            self.mode.add(words, code)
        self.first_day = DayLine(_("Day, month or year"))
        self.last_day = DayLine(_("Last day, month or year"))
        self.last_day.line.setPlaceholderText(_("to: 2026-11-23, 2026-11 or 2026"))
        self.precision = Chooser(_("How precise"))
        fill(self.precision, vocabularies("date_precision"), _("as precise as written"))
        self.part = Chooser(_("Part of the day"))
        fill(self.part, vocabularies("part_of_day"), _("part of day not noted"))

    def _lay_out(self) -> None:
        words = _("How precise, and at what time of day")
        self.more = buttons.small("more", words, self._on_more_clicked)
        self.more.setCheckable(True)
        days = QGridLayout()
        days.setHorizontalSpacing(pixels(8))
        days.setVerticalSpacing(pixels(4))
        self.mode.setMaximumWidth(pixels(150))
        for place, each in enumerate((self.mode, self.first_day, self.more)):
            days.addWidget(each, 0, place)
        days.addWidget(self.last_day, 1, 1)
        days.setColumnStretch(1, 1)
        self._details = QWidget()
        details = QHBoxLayout(self._details)
        details.setContentsMargins(0, 0, 0, 0)
        details.setSpacing(pixels(8))
        details.addWidget(self.precision)
        details.addWidget(self.part)
        self._details.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels(4))
        column.addLayout(days)
        column.addWidget(self._details)

    def given(self) -> object:
        precision, part = self.precision.answer(), self.part.answer()
        return WrittenDate(
            mode=str(self.mode.answer()),
            first=self.first_day.line.text(),
            last=self.last_day.line.text(),
            precision=str(precision) if precision else None,
            part=str(part) if part else None,
        ).form()

    def put(self, form: object) -> None:
        date = written(form, self._vocabularies) if isinstance(form, dict) else WrittenDate()
        self.mode.choose(date.mode)
        self.first_day.line.setText(date.first)
        self.last_day.line.setText(date.last)
        choose(self.precision, self._vocabularies("date_precision"), date.precision)
        choose(self.part, self._vocabularies("part_of_day"), date.part)
        self.more.setChecked(date.precision is not None or date.part is not None)
        self._show_mode()
        self._on_more_clicked()

    def _show_mode(self) -> None:
        mode = self.mode.answer()
        self.first_day.setVisible(mode != UNKNOWN)
        self.last_day.setVisible(mode == BETWEEN)

    @Slot()
    def _on_answer_changed(self) -> None:
        self._show_mode()
        self.edited.emit()

    @Slot()
    def _on_more_clicked(self) -> None:
        self._details.setVisible(self.more.isChecked())
