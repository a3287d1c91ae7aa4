"""What reports of the press say of provinces, checked against official figures where possible."""

from functools import cached_property

import pandas as pd

from helpers.data.edition import Edition
from helpers.display.source_lines import source_titles
from helpers.display.table import Table
from helpers.language.sentences import Finding
from helpers.measures import press
from helpers.measures.press import digits
from helpers.reports.shared.presenter import Presenter

FIGURES = ["value", "growth_pct", "times", "share_pct"]


class Press(Presenter):
    """Facts that others report about provinces in the year of an edition.

    ``movers`` is measures.core.movers, which tells which provinces fell.
    """

    def __init__(self, edition: Edition, movers: pd.DataFrame) -> None:
        """Present the reports on the year of ``edition``."""
        super().__init__(edition)
        self.movers = movers

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The reported facts with our own share, see :func:`helpers.measures.press.shares`.

        A fact without any figure is left out: there would be nothing to show beside it.
        """
        told = self.edition.context.dropna(subset=FIGURES, how="all").reset_index(drop=True)
        return press.shares(told, self.edition.now, self.edition.currency)

    def covers(self) -> Finding | None:
        """Which provinces the reports are about, and how many facts agree with our figures.

        None without a report.
        """
        if self.frame.empty:
            return None
        codes = list(dict.fromkeys(self.frame["province_code"]))
        fell = set(self.movers.loc[self.movers["growth_pct"].round(1) < 0, "province_code"])
        checked = self.frame["agrees"].dropna()
        in_yuan = self.frame["unit"].str.startswith("100 million CNY").fillna(False)
        return self._sentence(
            "context_covers", codes=codes, none_fell=bool(fell) and not fell & set(codes),
            checked=len(checked), right=int(checked.sum()),
            unlike=bool(in_yuan.any()) and self.edition.currency != "CNY",
        )  # fmt: skip

    def table(self, code: str = "") -> Table | None:
        """Every reported fact with its source, of one province where ``code`` is given, or None."""
        facts = self.frame[self.frame["province_code"] == code] if code else self.frame
        if facts.empty:
            return None
        rows = [row for _, row in facts.iterrows()]
        shown = facts.assign(
            topic=facts[f"topic_{self.lang}"],
            figure=[self._figure(row) for row in rows],
            agreement=[self._text("context_agreement", row=row) for row in rows],
        )
        titles = list(dict.fromkeys(source_titles(list(facts["source"]), self.lang)))
        return self._table(
            "context", shown, "province_code topic figure agreement:compared_with_ours", data=facts,
            source=self._text("context_source", titles=titles),
        )  # fmt: skip

    def _figure(self, row: pd.Series) -> str:
        """Return the figures of one fact in words, with the digits that they are given with."""
        decimals = {
            name: digits(row[name])
            for name in ("value", "times", "share_pct")
            if pd.notna(row[name])
        }
        share_of = row[f"share_of_{self.lang}"]
        return self._text("context_figure", row=row, decimals=decimals, share_of=share_of)
