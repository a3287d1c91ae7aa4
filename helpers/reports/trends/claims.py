"""What others claim about the long run, beside our own figures: a sentence and a table."""

from functools import cached_property

import pandas as pd

from helpers.data import tables
from helpers.data.provinces import first_years
from helpers.display.source_lines import source_titles
from helpers.display.table import Table
from helpers.language.sentences import Finding
from helpers.measures import claims, core
from helpers.reports.shared.presenter import Presenter


class Claims(Presenter):
    """Claims about the long run up to the full year of an edition."""

    folder = "trends"

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The claims with our figures, see :func:`helpers.measures.claims.compared`."""
        known, edition = tables.load("claims"), self.edition
        own = known[(known["year"] == edition.year) & edition.full_year]
        multiples = core.multiples(edition.history, first_years())
        return claims.compared(own.reset_index(drop=True), edition.history, multiples)

    def checked(self) -> Finding | None:
        """How many claims there are and how many can be checked; None where there is none."""
        table = self.frame
        if table.empty:
            return None
        verdicts = table["verdict"]
        right = verdicts.isin([claims.AGREES, claims.AS_GROWTH])
        return self._sentence(
            "claims_checked", count=len(table), start=int(table["from_year"].min()),
            checked=int((verdicts != claims.UNCHECKED).sum()), right=int(right.sum()),
            own_start=int(self.edition.history.index[0]),
        )  # fmt: skip

    def table(self) -> Table | None:
        """Every claim beside our figure; None where there is none."""
        table = self.frame
        if table.empty:
            return None
        rows = [row for _, row in table.iterrows()]
        shown = table.assign(
            topic=[self._text("claim_topic", row=row) for row in rows],
            claimed=[self._text("claim_value", row=row, value=row["value"]) for row in rows],
            own=[self._text("claim_own", row=row) for row in rows],
            agreement=[self._text("claim_verdict", row=row) for row in rows],
        )
        titles = source_titles(list(dict.fromkeys(table["source"])), self.lang)
        return self._table(
            "claims", shown,
            "province_code topic claimed own:own_figure agreement:compared_with_ours", data=table,
            source=self._text("claims_source", titles=titles), start=int(table["from_year"].min()),
        )  # fmt: skip
