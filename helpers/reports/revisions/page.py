"""The page of revisions: which figures moved since they were first told, and their table."""

from typing import Any

import pandas as pd

from helpers.data import provinces, tables
from helpers.display.resource import csv_text, resource
from helpers.display.table import Column, Table
from helpers.language import formats
from helpers.reports.revisions.measures import revisions


def table() -> pd.DataFrame:
    """Every revision in data/, see :func:`helpers.reports.revisions.measures.revisions`."""
    return revisions(tables.load("trade"), tables.load("releases"))


def csv(frame: pd.DataFrame) -> str:
    """The revisions as CSV, unrounded."""
    return csv_text([str(c) for c in frame], resource("revisions", frame)["data"])


def facts(frame: pd.DataFrame, lang: str) -> dict[str, Any]:
    """What the template of the page fills in: the sentence, the table, its rows."""
    shown = _table(frame, lang)
    return {
        "sentence": sentence(frame, lang),
        "table": shown,
        "rows": list(zip(*(column.cells for column in shown.columns), strict=True)),
    }


def sentence(frame: pd.DataFrame, lang: str) -> str:
    """How many figures moved, which one most and how the rest lie."""
    if frame.empty:
        return (
            "手头的数字都只公布过一次，或前后一致。"
            if lang == "zh"
            else "Every figure at hand was told once, or the same each time."
        )
    most = frame.iloc[0]
    name = _place(most["province_code"], lang)
    change = formats.percent(most["change_pct"], lang, 2, signed=True)
    middle = formats.percent(frame["change_pct"].abs().median(), lang, 2)
    period = formats.period(int(most["year"]), int(most["month"]), lang)
    flow = formats.label(str(most["flow"]), lang)
    if lang == "zh":
        return (
            f"共有{len(frame)}个累计数在首次公布后改动。改动最大的是{name}{period}的{flow}"
            f"（{change}）；改动幅度的中位数为{middle}。"
        )
    return (
        f"{len(frame)} year-to-date figures have moved since they were first told. The largest "
        f"change is that of {name}, {flow.lower()}, {period} ({change}); half of the changes are "
        f"within {middle}."
    )


def _place(code: str, lang: str) -> str:
    return provinces.names(lang).get(code) or formats.label("nation", lang)


def _table(frame: pd.DataFrame, lang: str) -> Table:
    keys = zip(frame["year"], frame["month"], strict=True)
    periods = [formats.period(int(year), int(month), lang) for year, month in keys]
    publisher = tables.load("sources").set_index("id")[f"publisher_{lang}"]
    rates = [formats.percent(v, lang, 2, signed=True) for v in frame["change_pct"]]
    columns = [
        Column(
            formats.label("province", lang),
            [_place(c, lang) for c in frame["province_code"]],
            "name",
        ),
        Column(formats.label("period", lang), periods, "text"),
        Column(
            formats.label("flow", lang), [formats.label(f, lang) for f in frame["flow"]], "text"
        ),
        Column(
            formats.label("currency", lang),
            [formats.label(c, lang) for c in frame["currency"]],
            "text",
        ),
        Column(formats.label("first_figure", lang), _amounts(frame["first"], lang), "number"),
        Column(formats.label("latest_figure", lang), _amounts(frame["latest"], lang), "number"),
        Column(formats.label("change_pct", lang), rates, "number"),
        Column(formats.label("first_source", lang), list(publisher[frame["first_source"]]), "text"),
        Column(
            formats.label("latest_source", lang), list(publisher[frame["latest_source"]]), "text"
        ),
    ]
    caption = (
        "改动过的数字，亿元或亿美元"
        if lang == "zh"
        else "Figures that moved, billion yuan or US dollars"
    )
    note = (
        "两次公布之差在较粗一方的取整范围内的，不算改动。"
        if lang == "zh"
        else "A difference within the rounding of the coarser of two figures is no revision."
    )
    return Table("revisions", caption, note, columns, frame)


def _amounts(values: pd.Series, lang: str) -> list[str]:
    return [formats.number(v, lang, 2) for v in formats.in_unit(values, lang)]
