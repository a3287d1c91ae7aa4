"""The clubs of provinces above the round marks, over the full years: a sentence and a table."""

from functools import cached_property

import pandas as pd

from helpers.data.edition_extras import full_years
from helpers.display.source_lines import rank_line
from helpers.display.table import Column, Table
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.measures import core, marks
from helpers.reports.shared.presenter import Presenter


class Clubs(Presenter):
    """How many provinces stood above the round marks of the edition's currency, year by year."""

    folder = "rankings"

    @cached_property
    def marks(self) -> tuple[int, int]:
        """The round marks of the currency, the higher one first, in 亿."""
        return core.THRESHOLDS[self.edition.currency]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """How many were above each mark, and who, see :func:`helpers.measures.marks.clubs`."""
        return marks.clubs(full_years(self.edition), self.marks)

    @cached_property
    def source(self) -> str:
        """The line below figures of several years."""
        return rank_line(self.edition)

    def change(self) -> Finding | None:
        """How many there were in the first and in the last full year; None for a single year."""
        first, last = (int(self.frame["year"].agg(end)) for end in ("min", "max"))
        if first == last:
            return None
        known = self.frame.set_index(["mark", "year"])["provinces"]
        rows = [
            {
                "mark": mark, "first": first, "then": int(known[mark, first]),
                "last": last, "now": int(known[mark, last]),
            }
            for mark in self.marks
        ]  # fmt: skip
        return self._sentence("clubs", rows=rows)

    def table(self) -> Table | None:
        """How many there were in every year and who came and went; None for a single year."""
        years = self.frame[["year"]].drop_duplicates().iloc[::-1]
        if len(years) < 2:
            return None
        lists = {name: self.frame[name].str.join(" ") for name in ("joined", "left")}
        shown = self._table("clubs", years, "year", data=self.frame.assign(**lists))
        for mark in self.marks:
            rows = self.frame[self.frame["mark"] == mark].iloc[::-1]
            counts = Column(
                self._text("club", mark=mark), list(rows["provinces"].astype(str)), "number"
            )
            changes = [self._text("club_changes", row=row) for row in rows.to_dict("records")]
            label = formats.label("came_or_went", self.lang)
            shown.columns.extend([counts, Column(label, changes, "text")])
        return shown
