"""Tables as values: what stands in each cell, how it is labelled, and the data behind it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd

from helpers.data.provinces import names, with_names
from helpers.language import formats
from helpers.language.fields import fields
from helpers.language.sentences import Period


@dataclass(frozen=True)
class Column:
    """One column: its label, its cells as text, and their kind: number, name or text.

    ``codes`` are the provinces or regions that the cells name, where they name any; ``lang`` is
    the language of the cells where it is not that of the page.
    """

    label: str
    cells: list[str]
    kind: str
    codes: list[str] = field(default_factory=list)
    lang: str = ""


@dataclass(frozen=True)
class Table:
    """A table for people (columns of text) with the frame behind it, named as its CSV file."""

    name: str
    caption: str
    source: str
    columns: list[Column] = field(repr=False)
    data: pd.DataFrame = field(repr=False)
    edition: str = ""  # with the name and the language the name of the file it is saved as
    lang: str = "zh"


# What the columns of the earlier of two editions are named with.
OTHER = "other_"


class Shown(Protocol):
    """What columns must know of an edition."""

    @property
    def lang(self) -> str:
        """Language of the cells."""

    @property
    def flow(self) -> str:
        """What the columns total count."""

    @property
    def year(self) -> int:
        """Year of the figures, read where two years are compared."""

    @property
    def full_year(self) -> bool:
        """Whether the figures are of all twelve months."""


Format = Callable[[pd.Series, Shown], list[str]]


def amounts(cells: pd.Series, edition: Shown) -> list[str]:
    """Return values in 亿 in the unit of the language, two decimals."""
    return [formats.number(v, edition.lang, 2) for v in formats.in_unit(cells, edition.lang)]


def small_amounts(cells: pd.Series, edition: Shown) -> list[str]:
    """Return values in 亿 in the small unit of the language, to thousands of the currency."""
    digits = 1 if edition.lang == "zh" else 3
    shown = formats.in_small_unit(cells, edition.lang)
    return [formats.number(v, edition.lang, digits) for v in shown]


def _numbers(digits: int, signed: bool = False) -> Format:
    return lambda cells, edition: [formats.number(v, edition.lang, digits, signed) for v in cells]


def _percents(digits: int = 1, signed: bool = False) -> Format:
    return lambda cells, edition: [formats.percent(v, edition.lang, digits, signed) for v in cells]


def names_of(cells: pd.Series, edition: Shown) -> list[str]:
    """Return names of provinces or regions for their codes."""
    known = names(edition.lang)
    return [known.get(str(code), formats.DASH) for code in cells]


def codes_of(cells: pd.Series) -> list[str]:
    """Return the codes that cells of names stand for, empty where there is none."""
    return ["" if pd.isna(code) else str(code) for code in cells]


def labels_of(cells: pd.Series, edition: Shown) -> list[str]:
    """Return labels for keys of labels.LABELS."""
    return [formats.DASH if pd.isna(v) else formats.label(str(v), edition.lang) for v in cells]


def as_is(cells: pd.Series, edition: Shown) -> list[str]:
    """Return cells as they are, a dash where one is missing."""
    return [formats.DASH if pd.isna(v) or v == "" else str(v) for v in cells]


FORMATS: dict[str, tuple[Format, str]] = {
    "amount": (amounts, "number"),
    "before": (amounts, "number"),
    "small": (small_amounts, "number"),
    "integer": (as_is, "number"),
    "integer_number": (_numbers(0), "number"),
    "change": (_numbers(0, signed=True), "number"),
    "share": (_percents(2), "number"),
    "percent": (_percents(1), "number"),
    "growth": (_percents(1, signed=True), "number"),
    "growth2": (_percents(2, signed=True), "number"),
    "points": (_numbers(2, signed=True), "number"),
    "part": (_numbers(1, signed=True), "number"),
    "times": (_numbers(2), "number"),
    "number3": (_numbers(3), "number"),
    "years": (_numbers(1), "number"),
    "name": (names_of, "name"),
    "label": (labels_of, "text"),
    "label_name": (labels_of, "name"),
    "told": (as_is, "number"),
    "text": (as_is, "text"),
    "text_name": (as_is, "name"),
}


def columns_of(
    frame: pd.DataFrame,
    spec: dict[str, tuple[str, str]],
    edition: Shown,
    other: Period | None = None,
) -> list[Column]:
    """Return the columns that ``spec`` names (column: label key, format) and that are not empty.

    A column of format ``before`` needs previous and previous_margin beside it. Where ``other`` is
    given, a column and its twin other_… are labelled with the years of the two editions.
    """
    made = []
    for name, (label, kind) in spec.items():
        formatter, sort = FORMATS[kind]
        if frame[name].notna().any():
            shown = edition.flow if label in ("total", "total_pp") else label
            text = formats.header(shown, edition.lang, edition.full_year)
            if other and name.startswith(OTHER):
                text = _dated(text, other)
            elif other and OTHER + name in spec:
                text = _dated(text, edition)
            cells = formatter(frame[name], edition)
            if kind == "before":
                cells = _marked_rough(cells, frame, edition)
            codes = codes_of(frame[name]) if kind == "name" else []
            made.append(Column(text, cells, sort, codes))
    return made


def table(
    name: str,
    frame: pd.DataFrame,
    columns: str,
    edition: Period,
    *,
    caption: str,
    source: str,
    data: pd.DataFrame | None = None,
    other: Period | None = None,
) -> Table:
    """Return a table of ``frame`` with the named columns, leaving out those that are empty.

    ``columns`` are names of columns in the order shown, each described by the field of the same
    name in the data dictionary; ``column:field`` names another field. ``data`` is what is saved as
    CSV, by default the columns shown; names of provinces and regions are added beside their codes.
    Where ``other`` is given, a column and its twin other_… are labelled with the two years.
    ``source`` is the line below the table; what ≈ means is added to it where that is shown.
    """
    spec = spec_of(columns)
    saved = frame[list(spec)] if data is None else data
    dated = any(kind == "before" for _, kind in spec.values())
    if dated and (frame["previous_margin"] > 0).any() and "≈" not in source:
        source += formats.label("worked_back", edition.lang)
    shown = columns_of(frame, spec, edition, other)
    return Table(name, caption, source, shown, with_names(saved), edition.id, edition.lang)


def spec_of(columns: str) -> dict[str, tuple[str, str]]:
    """Return the field and the format of each column that ``columns`` names, see :func:`table`."""
    pairs = (word.partition(":") for word in columns.split())
    named = {column: field_name or column for column, _, field_name in pairs}
    return {column: (key, fields()[key].format) for column, key in named.items()}


def _dated(label: str, edition: Shown) -> str:
    """Return a label with the year of an edition."""
    return f"{edition.year}年{label}" if edition.lang == "zh" else f"{label}, {edition.year}"


def _marked_rough(cells: list[str], frame: pd.DataFrame, edition: Shown) -> list[str]:
    """Return values of the year before: ≈ and whole where known only within a margin.

    Small ones have two significant digits.
    """
    rough = [
        formats.number(v, edition.lang, 2 if abs(v) < 1 else 1 if abs(v) < 10 else 0)
        for v in formats.in_unit(frame["previous"], edition.lang)
    ]
    return [
        f"≈{about}" if margin > 0 else precise
        for precise, about, margin in zip(cells, rough, frame["previous_margin"], strict=True)
    ]
