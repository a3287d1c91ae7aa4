"""Tables that say what a page rests on: its sources, and whether its figures add up."""

import pandas as pd

from helpers.constants import NATION
from helpers.data.edition import Edition
from helpers.data.provinces import names
from helpers.display.chart import both
from helpers.display.source_lines import STATUS, pair_line, source_line
from helpers.display.table import Column, Table, columns_of, labels_of
from helpers.language import formats
from helpers.language.fields import has_label
from helpers.language.sentences import Period


def sources(table: pd.DataFrame, edition: Period) -> Table:
    """The sources a page rests on: publisher, table, classification, status, what to know.

    ``table`` is provenance.used.
    """
    lang = edition.lang
    status = [STATUS[s][lang == "en"] for s in table["status"]]
    columns = [
        Column(both(edition, "来源", "Source"), list(table[f"publisher_{lang}"]), "text"),
        Column(both(edition, "表名", "Table"), list(table[f"title_{lang}"]), "text"),
        Column(
            both(edition, "口径", "Classification"),
            _filled(table[f"classification_{lang}"]),
            "text",
        ),
        Column(both(edition, "状态", "Status"), status, "text"),
        Column(both(edition, "说明", "What to know"), _filled(table[f"note_{lang}"]), "text"),
    ]
    caption = both(edition, "数字来源", "Sources of the figures")
    # The columns say it all: no line below them.
    return Table("sources", caption, "", columns, table, edition.id, lang)


def _filled(cells: pd.Series) -> list[str]:
    return [str(cell) or formats.DASH for cell in cells]


def checks(table: pd.DataFrame, edition: Edition, other: Edition | None = None) -> Table:
    """Each check of the figures: largest difference, allowed, verdict.

    ``table`` is provenance.checks_of, or checks_of_pair where ``other`` is given.
    """
    lang = edition.lang
    columns = columns_of(table, {"year": ("year", "integer")}, edition) if other else []
    columns += [
        Column(formats.label("check", lang), labels_of(table["check"], edition), "text"),
        Column(formats.label("residual", lang), _measured(table, "residual", lang), "number"),
        Column(formats.label("tolerance", lang), _measured(table, "tolerance", lang), "number"),
        Column(formats.label("where", lang), _places(table, lang), "text"),
        Column(formats.label("verdict", lang), labels_of(table["verdict"], edition), "text"),
    ]
    caption = both(edition, "数字对得上吗", "Do the figures add up?")
    line = pair_line(edition, other) if other else source_line(edition)
    return Table("checks", caption, line, columns, table, edition.id, lang)


SMALL = {"zh": 5, "en": 3}
MONEY = {
    ("CNY", "zh"): "亿元", ("USD", "zh"): "亿美元",
    ("CNY", "en"): " million yuan", ("USD", "en"): " million dollars",
}  # fmt: skip
DIGITS = {"pp": 2, "CNY/USD": 4, "times": 1, "count": 0}


def _measured(table: pd.DataFrame, column: str, lang: str) -> list[str]:
    """A size with its unit; nothing where the identity could not be checked."""
    cells = []
    for row in table.itertuples():
        value = getattr(row, column)
        if pd.isna(value) or row.verdict == "not checked":
            cells.append(formats.DASH)
        elif row.unit == "亿":
            # Small: five decimals of 亿 are thousands of the currency.
            shown = formats.number(value if lang == "zh" else value * 100, lang, SMALL[lang])
            cells.append(shown + MONEY[row.currency, lang])
        else:
            cells.append(
                f"{formats.number(value, lang, DIGITS[row.unit])} {formats.label(row.unit, lang)}"
            )
    return cells


def _places(table: pd.DataFrame, lang: str) -> list[str]:
    """Where the largest differences lie; nothing where the identity could not be checked."""
    known = names(lang).keys() | {NATION}
    pairs = zip(table["where"], table["verdict"], strict=True)
    # A check of whole tables that holds has no place: nothing differs anywhere.
    return [
        _where(where, lang) if v != "not checked" and where.split(" ")[0] in known else formats.DASH
        for where, v in pairs
    ]


def _where(where: str, lang: str) -> str:
    """Place, flow and span of the largest difference in words."""
    known = names(lang) | {NATION: formats.label("nation", lang)}
    spans = {"ytd": ("累计", "year to date"), "month": ("当月", "month")}
    parts = [
        known.get(word)
        or (formats.label(word, lang) if has_label(word) else "")
        or spans[word][lang == "en"]
        for word in str(where).split()
    ]
    return ("·" if lang == "zh" else ", ").join(parts) or formats.DASH
