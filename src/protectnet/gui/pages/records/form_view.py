# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of a record on its page, with the circle it is in."""

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.field import Kind
from protectnet.gui.fields.form import RecordForm
from protectnet.gui.fields.making import LinkTitles, Surroundings
from protectnet.gui.models.reading import RecordView
from protectnet.gui.pages.records import record_work
from protectnet.gui.pages.records.record_work import CircleChoice
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import texts
from protectnet.gui.widgets.card import Card
from protectnet.gui.widgets.chooser import Chooser
from protectnet.gui.widgets.page import scrolled
from protectnet.gui.work import Work
from protectnet.i18n import _

_WIDEST, _AROUND = 820, 160


class FormView(QWidget):
    """``edited`` when a person changed something.

    Each record gets a new form; a record that was just saved keeps its own, where it was scrolled.
    """

    edited = Signal()

    def __init__(self, work: Work, kind: Kind, vocabularies: Vocabularies) -> None:
        super().__init__()
        self._work = work
        self._kind = kind
        self._vocabularies = vocabularies
        self._record_id = ""
        self._titles = LinkTitles()
        self._circle = Chooser()
        self._in_circle = texts.quiet()
        self._area: QScrollArea | None = None
        self._circles = QWidget()
        row = QHBoxLayout(self._circles)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(texts.name(_("Who can read it: circle"), self._circle))
        row.addWidget(self._circle)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, pixels(8), 0, 0)
        self._column.addWidget(self._in_circle)
        self._column.addWidget(self._circles)
        # A first form is made when there is something to show in it.
        self._form: RecordForm | None = None

    @property
    def form(self) -> RecordForm:
        """The form that is shown."""
        if self._form is None:
            self._form = self._new_form()
        return self._form

    def begin(self) -> None:
        """Show an empty form."""
        self._record_id = ""
        self._form = self._new_form()
        self._in_circle.hide()
        self._circles.hide()
        self._work.run(record_work.read_circles, self._show_circles)

    def forget(self) -> None:
        """Show no form, and keep nothing of what was typed."""
        self._record_id = ""
        self._form = None
        self._remove_area()

    def put(self, view: RecordView) -> None:
        """Show a record."""
        if self._record_id not in {"", view.id}:
            self._form = None
        self._record_id = view.id
        form = self.form
        self._titles.update(view.titles)
        form.put(view.forms, view.sides)
        self._circles.hide()
        self._in_circle.setText(_("In the circle “{name}”").format(name=view.circle))
        self._in_circle.show()

    def edits(self) -> dict[str, object]:
        """What was edited."""
        return self._form.edits() if self._form else {}

    def taken(self) -> list[str]:
        """The changes whose values were chosen."""
        return self._form.taken() if self._form else []

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Say beside each field what is wrong with it, and lead to the first one."""
        self.form.show_problems(problems)
        # When what was just opened has its place.
        QTimer.singleShot(0, self._show_focused)

    def circle(self) -> str | None:
        """The id of the circle that was chosen for a new record; ``None`` for the first one."""
        chosen = self._circle.answer()
        return str(chosen) if chosen else None

    def first(self) -> QWidget:
        """The first input."""
        return self.form.first()

    def lead_to(self, name: str) -> None:
        """Show a field and give it the focus."""
        self.form.row(name).input.first().setFocus()
        QTimer.singleShot(0, self._show_focused)

    @Slot()
    def _show_focused(self) -> None:
        """Scroll to the field that has the focus."""
        focused = self.focusWidget()
        if self._area is not None and focused is not None:
            self._area.ensureWidgetVisible(focused, 0, pixels(_AROUND))

    def _new_form(self) -> RecordForm:
        self._titles = LinkTitles()
        around = Surroundings(self._work, self._vocabularies, self._titles)
        form = RecordForm(self._kind, around)
        form.edited.connect(self.edited)
        card = Card()
        card.setMaximumWidth(pixels(_WIDEST))
        card.column.addWidget(form)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, pixels(8), pixels(8))
        row.addWidget(card, 1)
        row.addStretch(0)
        self._remove_area()
        self._area = scrolled(content)
        self._column.addWidget(self._area, 1)
        return form

    def _remove_area(self) -> None:
        area, self._area = self._area, None
        if area is not None:
            self._column.removeWidget(area)
            area.hide()
            area.deleteLater()

    @Slot(object)
    def _show_circles(self, circles: list[CircleChoice]) -> None:
        self._circle.clear()
        for each in circles:
            self._circle.add(each.words, each.id)
        self._circles.setVisible(len(circles) > 1 and self._in_circle.isHidden())
