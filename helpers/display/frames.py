"""Data frames as tables: columns of the data dictionary as in reports, others as they are."""

import re
from dataclasses import dataclass

import pandas as pd

from helpers.data.provinces import names
from helpers.display.table import FORMATS, Column, Table, as_is, codes_of
from helpers.language import formats
from helpers.language.fields import fields
from helpers.system import fingerprint

# More rows than anyone reads in a cell; the CSV below has all of them.
MOST_ROWS = 200
AMOUNTS = {"amount", "before", "small"}


@dataclass(frozen=True)
class _Plain:
    """What the formats of columns ask of an edition, where there is none."""

    lang: str
    flow: str = "total"
    year: int = 0
    full_year: bool = True


def frame_table(frame: pd.DataFrame, lang: str = "") -> Table:
    """Return a frame as a table with labels, units and right alignment.

    A column that the data dictionary knows is labelled and written as reports have it, a column
    named by the code of a province or region gets its name, any other stays as it is: numbers with
    two decimals, whole numbers and text as they stand. ``lang`` is that in ``frame.attrs`` where
    not given, else that of the cells (a merge loses ``attrs``), else Chinese. A named index comes
    first, ``attrs`` "unit" and "source" below.
    """
    lang = lang or frame.attrs.get("lang") or _language(frame)
    named = any(name is not None for name in frame.index.names)
    whole = frame if isinstance(frame.index, pd.RangeIndex) and not named else frame.reset_index()
    # Names stand beside their codes in the frame; in the table they would be there twice.
    named_twice = [f"{kind}_code" for kind in ("province", "region", "partner") if kind in whole]
    shown = whole.drop(columns=named_twice, errors="ignore").head(MOST_ROWS)
    columns = [_column(name, shown.iloc[:, at], lang) for at, name in enumerate(shown.columns)]
    whole = whole.set_axis([str(name) for name in whole.columns], axis=1)
    notes = [note for note in (_unit(frame, lang), frame.attrs.get("source")) if note]
    below = ("；" if lang == "zh" else "; ").join(notes)
    # Frames shown on one page have files of their own, whatever is in them.
    name = f"frame-{fingerprint.digest(_caption(frame, lang), shown.to_csv())[:8]}"
    return Table(name, _caption(frame, lang), below, columns, whole, "table", lang)


def _language(frame: pd.DataFrame) -> str:
    """Return the language of the text in a frame: English where there is some and no Chinese."""
    texts = frame.reset_index().select_dtypes(["object", "string"]).head(MOST_ROWS)
    text = " ".join(map(str, texts.to_numpy().ravel()))
    return "en" if re.search("[A-Za-z]", text) and not re.search("[一-鿿]", text) else "zh"


def _unit(frame: pd.DataFrame, lang: str) -> str:
    """Return the unit in ``attrs``; 亿 where there is none and a column is an amount."""
    known = [fields()[str(name)].format for name in frame.columns if str(name) in fields()]
    amounts = AMOUNTS & set(known)
    return str(frame.attrs.get("unit", ("亿" if lang == "zh" else "100 million") * bool(amounts)))


def _caption(frame: pd.DataFrame, lang: str) -> str:
    """Return the caption in ``attrs``, else how many rows there are, and how many are shown."""
    if frame.attrs.get("caption"):
        return str(frame.attrs["caption"])
    rows, first = len(frame), min(len(frame), MOST_ROWS)
    if lang == "zh":
        return f"共{rows}行" + (f"，显示前{first}行" if first < rows else "")
    return f"{rows} row{'s' * (rows != 1)}" + (f", the first {first} shown" if first < rows else "")


def _column(name: object, cells: pd.Series, lang: str) -> Column:
    known = fields().get(str(name))
    if known and known.format in AMOUNTS and _fits(known.format, cells):
        # As it stands in the frame: 亿 in either language, as the columns beside it.
        return Column(known.label(lang), [formats.number(v, lang, 2) for v in cells], "number")
    if known and known.format in FORMATS and _fits(known.format, cells):
        formatter, kind = FORMATS[known.format]
        codes = codes_of(cells) if known.format == "name" else []
        return Column(known.label(lang), formatter(cells, _Plain(lang)), kind, codes)
    label = names(lang).get(str(name), str(name))
    if pd.api.types.is_bool_dtype(cells) or not pd.api.types.is_numeric_dtype(cells):
        return Column(label, as_is(cells, _Plain(lang)), "text")
    if pd.api.types.is_float_dtype(cells):
        return Column(label, [formats.number(v, lang, 2) for v in cells], "number")
    return Column(label, as_is(cells, _Plain(lang)), "number")


def _fits(kind: str, cells: pd.Series) -> bool:
    """Return whether cells can be written in a format: numbers need numbers."""
    return FORMATS[kind][1] != "number" or pd.api.types.is_numeric_dtype(cells)
