"""The cities and development zones listed under provinces: sentences and a table."""

from functools import cached_property

import pandas as pd

from helpers.data import edition_extras
from helpers.data.edition import Edition
from helpers.display.table import Column, Table
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.measures import localities
from helpers.reports.shared.presenter import Presenter

SHOWN = 3


class Localities(Presenter):
    """The listed places inside some provinces; ``movers`` are rows of measures.core.movers."""

    def __init__(self, edition: Edition, movers: pd.DataFrame) -> None:
        """Present the places listed under the provinces of ``movers``."""
        super().__init__(edition)
        self.movers = movers

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Every listed place of the edition, see :func:`helpers.measures.localities.inside`."""
        before = None if self.edition.base is None else self.edition.base["total"]
        listed = edition_extras.localities(self.edition)
        return localities.inside(listed, self.edition.now["total"], before)

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """How much of each province its list covers, indexed by province code."""
        return localities.coverage(self.frame).set_index("province_code")

    def listed(self) -> Finding | None:
        """That the list is not whole and its places overlap; None where no place is listed."""
        if self.frame.empty:
            return None
        return self._sentence("places_listed")

    def contributions(self) -> list[Finding]:
        """For each of the provinces the listed places that did most, and how much is listed."""
        return [
            self._contribution(row.province_code, row.growth_pct)
            for row in self.movers.itertuples()
            if row.province_code in self.coverage.index and pd.notna(row.growth_pct)
        ]

    def _contribution(self, code: str, growth: float) -> Finding:
        places = _facts(localities.most(self.frame, code, SHOWN, growth > 0))
        return self._sentence(
            "place_contributions", f"places_{code}", code=code, growth=growth, places=places,
            covered=self.coverage.loc[code],
        )  # fmt: skip

    def falls(self, n: int = SHOWN) -> Finding | None:
        """Which cities did most in the provinces that fell most, ``n`` at most; None for none.

        None, too, where no place is listed.
        """
        fell = self.movers.loc[self.movers["growth_pct"].round(1) < 0, "province_code"]
        told = [{"code": code, "places": self.drags(code)} for code in fell.head(n)]
        told = [one for one in told if one["places"]]
        return self._sentence("falls_inside", provinces=told) if told else None

    def drags(self, code: str) -> list[dict[str, object]]:
        """The two cities or prefectures of a province that took most from its growth, as facts."""
        cities = self.frame[self.frame["kind"] != "zone"]
        return _facts(localities.most(cities, code, 2, False))

    def table(self) -> Table:
        """The listed places that did most in each province; the CSV holds every listed place."""
        picked = [
            localities.most(self.frame, row.province_code, SHOWN, row.growth_pct > 0)
            for row in self.movers.itertuples()
        ]
        shown = pd.concat([*picked, self.frame.head(0)], ignore_index=True)
        shown["kind"] = "listed_" + shown["kind"].astype(str)
        saved = (
            "province_code locality_zh locality_en kind total growth_pct previous previous_margin "
            "share_pct contribution_pp"
        )
        table = self._table(
            "places_inside", shown,
            "province_code kind:place_kind total growth_pct share_pct:share_of_province "
            "contribution_pp:contribution_to_province",
            data=self.frame[saved.split()],
        )  # fmt: skip
        if len(shown):
            table.columns.insert(1, place_column(shown, "listed_place", self.lang))
        return table


def _facts(places: pd.DataFrame) -> list[dict[str, object]]:
    """Return what sentences say of some places, the rows of measures.localities.inside."""
    columns = [
        "name", "locality_zh", "locality_en", "growth_pct", "share_pct", "contribution_pp",
    ]  # fmt: skip
    return places[columns].rename(columns={"name": "place"}).to_dict("records")


def place_column(table: pd.DataFrame, label: str, lang: str) -> Column:
    """Return the names of places in the language of the page.

    Where one has no name in it all are as the customs table prints them, with the language of that.
    ``table`` has columns name and locality_en, see :func:`helpers.measures.localities.inside`.
    """
    named = table["locality_en"] if lang == "en" else table["locality_zh"]
    printed = "" if (named != "").all() else "en" if lang == "zh" else "zh-CN"
    cells = list(table["name"] if printed else named)
    return Column(formats.label(label, lang), cells, "text", lang=printed)
