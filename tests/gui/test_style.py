# SPDX-License-Identifier: GPL-3.0-or-later
import re

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from protectnet.domain.kinds import KINDS
from protectnet.files import resource
from protectnet.gui.style.dressing import (
    TEXT_SIZES,
    Look,
    colour,
    dress,
    palette,
    pixels,
    sheet,
    system_appearance,
)
from protectnet.gui.style.icons import icon, picture
from protectnet.gui.style.tokens import Appearance, tokens


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_when_black_on_white_then_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


TEXT: list[tuple[str, str, float]] = [
    ("text", "bg", 7),
    ("text", "surface", 7),
    ("text", "side", 7),
    ("text", "tint", 7),
    ("text", "error_tint", 7),
    ("muted", "bg", 4.5),
    ("muted", "surface", 4.5),
    ("muted", "side", 4.5),
    ("accent", "surface", 4.5),
    ("accent", "bg", 4.5),
    ("accent", "tint", 4.5),
    ("on_accent", "accent", 4.5),
    ("error", "surface", 4.5),
    ("error", "error_tint", 4.5),
    ("error", "bg", 4.5),
]
SHAPES: list[tuple[str, str, float]] = [
    ("field", "surface", 3),
    ("field", "bg", 3),
    ("focus", "surface", 3),
    ("focus", "bg", 3),
]


@pytest.mark.parametrize("appearance", list(Appearance))
@pytest.mark.parametrize(("ink", "ground", "least"), TEXT + SHAPES)
def test_tokens_when_one_stands_on_another_then_it_can_be_read(
    appearance: Appearance, ink: str, ground: str, least: float
) -> None:
    colours = tokens(appearance)
    assert contrast(colours[ink], colours[ground]) >= least


@pytest.mark.parametrize("appearance", list(Appearance))
def test_sheet_when_made_then_all_colours_and_pixels_are_filled_in(appearance: Appearance) -> None:
    text = sheet(tokens(appearance), 1.5)
    assert not re.search(r"@\w|#\d+#", text)
    rules = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", rules)) <= set(tokens(appearance).values())


def test_sheet_when_text_is_larger_then_pixels_grow_with_it() -> None:
    small, large = (sheet(tokens(Appearance.LIGHT), scale) for scale in (1.0, 2.0))
    assert "border-radius: 8px" in small
    assert "border-radius: 16px" in large


def test_tokens_when_compared_then_every_appearance_names_the_same() -> None:
    names = [set(tokens(each)) for each in Appearance]
    assert all(each == names[0] for each in names)


def test_palette_when_made_then_has_the_tokens() -> None:
    colours = tokens(Appearance.DARK)
    made = palette(colours)
    assert made.color(QPalette.ColorRole.Window) == QColor(colours["bg"])
    assert made.color(QPalette.ColorRole.Text) == QColor(colours["text"])


@pytest.mark.parametrize("size", TEXT_SIZES)
def test_dress_when_a_text_size_is_chosen_then_font_and_pixels_follow(
    qapp: QApplication, size: int
) -> None:
    dress(qapp, Look(Appearance.CONTRAST, size))
    assert qapp.font().pointSizeF() == pytest.approx(11 * size / 100)
    assert pixels(100) == size
    assert colour("bg") == QColor("#000000")


def test_look_when_nobody_chose_then_is_the_systems() -> None:
    assert Look().resolved is system_appearance()
    assert Look(Appearance.DARK).resolved is Appearance.DARK


def drawings() -> list[str]:
    return sorted(path.stem for path in resource("icons").glob("*.svg"))


@pytest.mark.parametrize("name", drawings())
def test_icon_when_drawn_then_takes_one_colour_from_the_palette(
    qapp: QApplication, name: str
) -> None:
    text = resource("icons", f"{name}.svg").read_text("utf-8")
    assert 'stroke="currentColor"' in text
    assert not re.search(r"#[0-9A-Fa-f]{3,6}", text)
    assert QSvgRenderer(QByteArray(text.encode())).isValid()
    image = picture(name, "accent", 24).toImage()
    inks = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert inks == {colour("accent").name()}


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.shared])
def test_icon_when_of_a_kind_then_there_is_one(kind: str) -> None:
    assert kind in drawings()


def test_icon_when_there_is_none_of_that_name_then_is_the_one_for_records(
    qapp: QApplication,
) -> None:
    unknown, record = (picture(name, "text", 24).toImage() for name in ("alert_tree", "record"))
    assert unknown == record
    assert not icon("alert_tree").isNull()
