"""A chart of any frame in the house style: with title, source, the figures behind, and files."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.analysis import drawings
from helpers.analysis.picture import picture
from helpers.analysis.places import check_lang
from helpers.data.provinces import code_of, names
from helpers.display.frames import frame_table
from helpers.display.resource import csv_bytes
from helpers.display.show import chart_block
from helpers.display.style import Chart, Drawing
from helpers.display.tooltips import Mark
from helpers.language.fields import fields
from helpers.language.units import column_unit
from helpers.system import fingerprint
from helpers.system.errors import BadInput

KINDS = ("png", "svg", "csv")
SCALES = ("linear", "log", "index")
LOG = ("对数刻度", "logarithmic scale")


class Plot(Chart):
    """A chart that a cell shows as its value, and that can be saved."""

    def save(self, path: str | Path) -> "Plot":
        """Write the chart to ``path``, and return it, so that the cell shows it.

        The suffix says what is written: .png, .svg (both with title and source on them, the font
        inside) or .csv (the figures behind, unrounded). Without a suffix all three are. Folders are
        made. Raises BadInput for another suffix.
        """
        target = Path(path).expanduser()
        kinds = [target.suffix[1:].lower()] if target.suffix else list(KINDS)
        if kinds[0] not in KINDS:
            raise BadInput(f"{path}: write .png, .svg or .csv, or no suffix for all three.")
        target.parent.mkdir(parents=True, exist_ok=True)
        for kind in kinds:
            csv = kind == "csv"
            data = csv_bytes(self.behind.data) if csv else picture(self, kind, self.lang)
            target.with_suffix(f".{kind}").write_bytes(data)
        return self

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        return chart_block(self)._repr_mimebundle_()


@dataclass(frozen=True)
class Words:
    """What stands around a chart."""

    title: str
    subtitle: str
    source: str


def plot(
    frame: pd.DataFrame | pd.Series,
    *,
    x: str = "",
    y: str = "",
    by: str = "",
    title: str = "",
    subtitle: str = "",
    source: str = "",
    unit: str = "",
    scale: str = "linear",
    highlight: str | Iterable[str] = (),
    lang: str = "",
) -> Plot:
    """Return a chart of ``frame`` in the style of the reports, with unit and source below it.

    Lines where ``x`` (by default the index) has years, months or other whole numbers: one for each
    column of numbers, or of the values of ``y`` for each ``by``. Bars in the order of the rows
    otherwise: ``x`` (by default the first column of names) and ``y`` (the first of numbers).
    ``scale`` is linear, log, or index (the first row that all lines have is 100). ``highlight`` are
    labels in colour; codes and names of provinces are the same. Unit, source and language are those
    of ``frame.attrs`` where not given. ``.save("name.png")`` writes a file. Raises BadInput for a
    column that is not there and for values that cannot be drawn.
    """
    table = frame.to_frame(frame.name or "value") if isinstance(frame, pd.Series) else frame
    lang = lang or table.attrs.get("lang", "zh")
    _check(table, (x, y, by), scale, lang)
    wide, kind = drawings.arranged(table, x, y, by)
    if kind == "bars" and scale != "linear":
        raise BadInput(f"scale={scale!r} is for lines over years or months, and these are bars.")
    unit = unit or _unit(table, y or str(wide.columns[0]), scale, lang)
    wide = wide.rename(columns=_label(lang), index=names(lang) if kind == "bars" else None)
    if scale == "index":
        wide = drawings.rebased(wide)
    comma = "，" if lang == "zh" else ", "
    told = (subtitle or _name(y, lang), unit, LOG[lang == "en"] if scale == "log" else "")
    words = Words(
        title or _name(y, lang) or comma.join(map(str, wide.columns[:3])),
        comma.join(filter(None, told)),
        _credit(source or table.attrs.get("source", ""), lang),
    )
    chosen = [highlight] if isinstance(highlight, str) else list(highlight)
    wide.attrs = {"lang": lang, "unit": unit, "caption": words.title}
    return made(words, wide, *drawings.draw(wide, kind, scale, _same(chosen, lang), lang))


def _check(frame: pd.DataFrame, wanted: tuple[str, ...], scale: str, lang: str) -> None:
    """Raise BadInput for a language, a scale or a column that does not exist."""
    check_lang(lang)
    if scale not in SCALES:
        raise BadInput(f"scale must be one of {', '.join(SCALES)}, not {scale!r}.")
    there = [name for name in (*frame.index.names, *frame) if name is not None]
    for column in wanted:
        if column and column not in there:
            known = ", ".join(map(str, there))
            raise BadInput(f"There is no column {column!r} in the frame. It has: {known}.")


def made(words: Words, wide: pd.DataFrame, drawing: Drawing, marks: tuple[Mark, ...]) -> Plot:
    """Return the chart of a drawing with its words; its table behind is ``wide``."""
    lang = wide.attrs["lang"]
    listed = "，" if lang == "zh" else ", "
    alt = f"{words.title}。" if lang == "zh" else f"{words.title}. "
    pairs = zip(drawing.labels, drawing.texts, strict=True)
    alt += listed.join(f"{label} {text}" for label, text in pairs)
    return Plot(
        _slug(words), drawing.figure, words.title, words.subtitle, words.source, alt,
        frame_table(wide, lang), marks, False, "plot", lang,
    )  # fmt: skip


def _slug(words: Words) -> str:
    """Return the name of a chart in addresses: its title in Latin letters, else a digest of it."""
    plain = "-".join(re.findall(r"[a-z0-9]+", words.title.casefold()))
    return plain if len(plain) > 5 else fingerprint.digest(words.title, words.subtitle)[:8]


def _name(column: str, lang: str) -> str:
    """Return the label of a column in the data dictionary, else the column as it is."""
    known = fields().get(column)
    return known.label(lang) if known else column


def _unit(frame: pd.DataFrame, column: str, scale: str, lang: str) -> str:
    """Return the unit of what is drawn: that of the dictionary where it is no amount."""
    if scale == "index":
        return drawings.INDEX[lang == "en"]
    known = fields().get(column)
    own = known.unit if known else ""
    if own in ("", "100 million"):
        return str(frame.attrs.get("unit", ""))
    return column_unit(own, lang)


def _label(lang: str) -> dict[str, str]:
    """Return labels of the dictionary and names of provinces by column."""
    return {name: field.label(lang) for name, field in fields().items()} | names(lang)


def _same(chosen: list[str], lang: str) -> set[str]:
    """Return labels as they are, and the name of each that is a province's code or spelling."""
    known, found = names(lang), set(map(str, chosen))
    for label in chosen:
        try:
            found.add(known[code_of(label)])
        except BadInput:
            continue
    return found


def _credit(source: str, lang: str) -> str:
    """Return the line below a chart that names its source; empty without one."""
    if not source:
        return ""
    return f"来源：{source}" if lang == "zh" else f"Source: {source}"
