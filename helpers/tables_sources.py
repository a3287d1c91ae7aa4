"""Tables that say what a page rests on: its sources, and whether its figures add up."""

import pandas as pd

from helpers import words
from helpers.charts import both
from helpers.edition import Edition
from helpers.provenance import STATUS
from helpers.tables import Column, Table


def sources(table: pd.DataFrame, edition: Edition) -> Table:
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
    caption = both(edition, "本页数字的来源", "Where the figures of this page come from")
    line = both(
        edition,
        "31个省（区、市）指中国大陆的省、自治区和直辖市，不含香港、澳门和台湾。",
        "The 31 provinces are the provinces, autonomous regions and municipalities of the "
        "mainland; Hong Kong, Macao and Taiwan are not among them.",
    )
    return Table("sources", caption, line, columns, table)


def _filled(cells: pd.Series) -> list[str]:
    return [str(cell) or words.DASH for cell in cells]
