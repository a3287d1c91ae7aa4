"""How charts of any frame are drawn: lines over years or months, or bars, in the house style."""

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from helpers.display import lines, style
from helpers.display.lines import Look
from helpers.display.style import ACCENT, GREY, Drawing
from helpers.display.tooltips import Mark, Told, told
from helpers.language import formats
from helpers.language.fields import label
from helpers.language.wrapping import width
from helpers.system.errors import BadInput

INDEX = ("指数（起点=100）", "index (first = 100)")
LABEL = 0.155  # inches that a line's name at its end needs
TYPE = 8.5 / 72  # inches; the height of a line's name
MOST_LINES = 40
Marks = tuple[Mark, ...]


def arranged(frame: pd.DataFrame, x: str, y: str, by: str) -> tuple[pd.DataFrame, str]:
    """Return one row a place on the axis, one column a line or the bars, and lines or bars.

    Raises BadInput where nothing can be drawn: no numbers, or several values for one place.
    """
    named = [name for name in frame.index.names if name is not None]
    whole = frame.reset_index() if named or not isinstance(frame.index, pd.RangeIndex) else frame
    numbers = [c for c in whole if pd.api.types.is_numeric_dtype(whole[c])]
    at = x or _axis(whole, frame)
    values = [y] if y else [c for c in numbers if c != at]
    if not values or not all(value in numbers for value in values):
        raise BadInput(f"There are no numbers to draw in {y or 'the frame'}; name a column as y.")
    if by:
        doubled = whole[whole.duplicated([at, by])]
        if len(doubled):
            first = f"{at} {doubled[at].iloc[0]}, {by} {doubled[by].iloc[0]}"
            raise BadInput(f"There are several values for {first}. Choose among them first.")
        wide = whole.pivot(index=at, columns=by, values=values[0]).rename_axis(columns=None)
    else:
        wide = whole.set_index(at)[values]
    if pd.api.types.is_integer_dtype(wide.index):
        if wide.index.has_duplicates:
            raise BadInput(f"There are several values for one {at}. Name what tells them as by.")
        return _not_empty(wide.sort_index().astype("float64")), "lines"
    return _not_empty(wide[values[:1]] if not by else wide.iloc[:, :1]), "bars"


def _axis(whole: pd.DataFrame, frame: pd.DataFrame) -> str:
    """Return the column along which a frame is drawn where none is named."""
    if whole is not frame:
        return str(whole.columns[0])
    for name in ("year", "month"):
        if name in whole:
            return name
    # A name says more than the code beside it.
    words = [c for c in whole if not pd.api.types.is_numeric_dtype(whole[c])]
    plain = [c for c in words if not str(c).endswith("_code")]
    if not words:
        raise BadInput("Name a column as x: the frame has numbers only.")
    return str((plain or words)[0])


def _not_empty(wide: pd.DataFrame) -> pd.DataFrame:
    """Return ``wide`` without rows and columns that have no value; raises BadInput without any."""
    known = wide.dropna(how="all").dropna(how="all", axis=1)
    if known.empty:
        raise BadInput("There is nothing to draw: the frame has no values.")
    if len(known.columns) > MOST_LINES:
        raise BadInput(
            f"{len(known.columns)} lines cannot be told apart; choose at most {MOST_LINES}."
        )
    return known


def rebased(wide: pd.DataFrame) -> pd.DataFrame:
    """Return ``wide`` as an index: 100 in the first row that every line has.

    Raises BadInput where there is no such row, or where a value there is not positive.
    """
    whole = wide.dropna()
    if whole.empty or (whole.iloc[0] <= 0).any():
        raise BadInput("There is no year with a positive value of every line to count from.")
    return wide.loc[whole.index[0] :] / whole.iloc[0] * 100


def draw(
    wide: pd.DataFrame, kind: str, scale: str, highlighted: set[str], lang: str
) -> tuple[Drawing, Marks]:
    """Return the drawing of :func:`arranged`, and what its marks tell."""
    return (
        _bars(wide.iloc[:, 0], highlighted, lang)
        if kind == "bars"
        else drawn_lines(wide, scale == "log", highlighted, lang)
    )


def _bars(values: pd.Series, highlighted: set[str], lang: str) -> tuple[Drawing, Marks]:
    known = values.dropna()
    labels = known.index.to_series().astype("str").reset_index(drop=True)
    texts = [_text(value, known, lang) for value in known]
    drawing = style.ranked_bars(
        labels, known.reset_index(drop=True).astype("float64"), texts, labels.isin(highlighted),
        zero_line=bool((known < 0).any()),
    )  # fmt: skip
    told_of = [Told(told(name, [(str(values.name), text)], lang)) for name, text in
               zip(labels, texts, strict=True)]  # fmt: skip
    marks = (Mark(tip, *place) for tip, place in zip(told_of, drawing.places, strict=True))
    return drawing, tuple(marks)


def drawn_lines(
    wide: pd.DataFrame, log: bool, highlighted: set[str], lang: str
) -> tuple[Drawing, Marks]:
    """Return lines over whole numbers with a name at the end of each, and what its points tell.

    ``wide`` has years or months as index and a column a line; a missing one breaks the line.
    With ``log`` equal slopes are equal growth; raises BadInput where a value is not positive.
    """
    if log and (wide <= 0).any(axis=None):
        raise BadInput("A logarithmic scale needs positive values. Use scale='linear'.")
    shown = np.log10(wide) if log else wide
    height = max(3.2, LABEL * len(wide.columns) + 1.0)
    texts = {name: str(name) for name in wide.columns}
    alone = len(texts) == 1
    coloured = set(texts.values()) if alone else highlighted & set(texts.values())
    with style.theme():
        figure, ax = style.canvas(height)
        # Those in colour come last, over the others.
        order = sorted(wide.columns, key=lambda name: texts[name] in coloured)
        looks = {name: _look(texts[name] in coloured) for name in order}
        lines.lines_with_gaps(ax, shown, looks)
        _value_axis(ax, shown, log, lang)
        low, high = ax.get_ylim()
        first, last = int(wide.index[0]), int(wide.index[-1])
        span = max(last - first, 1)
        room = 0.0 if alone else max(map(width, texts.values())) * TYPE / (style.WIDTH - 0.6)
        lines.year_axis(ax, wide.index, span * 0.02, span * (0.04 + room / (1 - room)))
        ax.tick_params(axis="y", labelleft=True)
        ends = shown.ffill().iloc[-1].dropna()
        least = (high - low) * LABEL / (height - style.HEAD / 2)
        # A line alone is what the title says.
        if not alone:
            lines.line_labels(ax, ends, texts, last + span * 0.03, least, coloured)
    return Drawing(figure, list(texts.values()), _ends(wide, lang)), _points(wide, shown, lang)


def _look(coloured: bool) -> Look:
    return Look(ACCENT, 2.0, dot=4) if coloured else Look(GREY, 1.3, dot=4)


def _value_axis(ax: Axes, shown: pd.DataFrame, log: bool, lang: str) -> None:
    """Name round values beside the lines, over quiet rules; from zero where that is near."""
    low, high = float(shown.min(axis=None)), float(shown.max(axis=None))
    margin = (high - low or abs(high) or 1) * 0.06
    if log:
        powers = range(math.floor(low), math.ceil(high) + 1)
        ticks = [math.log10(step) + power for power in powers for step in (1, 2, 5)]
        ax.yaxis.set_major_locator(FixedLocator([t for t in ticks if low <= t <= high] or [low]))
    else:
        low = 0.0 if 0 < low < high / 2 else low
        ax.yaxis.set_major_locator(MaxNLocator(5))
    ax.set_ylim(low - (margin if log or low else 0), high + margin)

    def written(value: float, _: object) -> str:
        """Return the number at a tick, of its power of ten on a logarithmic axis."""
        number = round(10**value, 6) if log else value
        return formats.number(number, lang, 0 if abs(number) >= 10 or number == int(number) else 2)

    ax.yaxis.set_major_formatter(FuncFormatter(written))
    ax.grid(axis="y")
    ax.set_axisbelow(True)
    if low < 0 < high and not log:
        ax.axhline(0, color=style.TEXT, linewidth=0.8)


def _ends(wide: pd.DataFrame, lang: str) -> list[str]:
    """Return the first and the last value of each line, as a text alternative tells them."""
    told_of = []
    for name in wide:
        known = wide[name].dropna()
        pair = [f"{known.index[at]} {_text(known.iloc[at], wide, lang)}" for at in (0, -1)]
        told_of.append(("→" if lang == "zh" else " to ").join(dict.fromkeys(pair)))
    return told_of


def _points(wide: pd.DataFrame, shown: pd.DataFrame, lang: str) -> Marks:
    """Return what every point tells: its line, year or month, and value."""
    axis = label(str(wide.index.name), lang) if wide.index.name in ("year", "month") else ""
    marks = []
    for name in wide:
        for at, value in wide[name].dropna().items():
            text = told(str(name), [(axis, str(at)), ("", _text(value, wide, lang))], lang)
            height = float(shown.at[at, name])
            marks.append(Mark(Told(text), (float(at), float(at)), (height, height)))
    return tuple(marks)


def _text(value: float, among: pd.Series | pd.DataFrame, lang: str) -> str:
    """Return a value with as many decimals as its size and its neighbours need."""
    whole = not np.any(np.mod(among.to_numpy(dtype=float, na_value=0.0), 1))
    largest = float(np.nanmax(np.abs(among.to_numpy(dtype=float, na_value=np.nan))))
    return formats.number(value, lang, 0 if whole or largest >= 1000 else 1 if largest >= 10 else 2)
