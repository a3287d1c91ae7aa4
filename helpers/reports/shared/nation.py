"""The nation: total, exports, imports and balance, in the edition's currency and in dollars."""

from functools import cached_property

import pandas as pd

from helpers.data.margins import balance_growth_range
from helpers.display.show import KeyNumber
from helpers.display.source_lines import national_line
from helpers.display.table import Table
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.measures import core
from helpers.reports.shared.presenter import Presenter

# 亿; the printed figures of provinces add up to the nation's but for less.
ROUNDED = 0.05


class Nation(Presenter):
    """The nation's trade in the period of an edition."""

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Total, exports, imports and balance, see :func:`helpers.measures.core.national`."""
        edition = self.edition
        frame = core.national(edition.nation, edition.nation_before, edition.currency)
        assert frame is not None
        return frame

    @cached_property
    def dollars(self) -> pd.DataFrame | None:
        """The same in US dollars as published; None where there is none, or it is the unit."""
        return core.national(self.edition.dollars, self.edition.dollars_before, "USD")

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The frame indexed by flow."""
        return self.frame.set_index("flow")

    def total(self) -> Finding:
        """Total trade with its growth, and exports and imports where they exist.

        And what the provinces add up to where that is another number.
        """
        with_flows = self.rows.loc[["export", "import"], "value"].notna().all()
        flows = ("export", "import") if with_flows else ()
        is_sum, added = self.edition.nation_is_sum, float(self.edition.now["total"].sum())
        differs = not is_sum and abs(added - self.rows.at["total", "value"]) >= ROUNDED
        return self._sentence(
            "national_total", rows=self.rows.to_dict("index"), flows=flows,
            is_sum=is_sum, added=added if differs else None,
        )  # fmt: skip

    def balance(self) -> Finding | None:
        """Exports less imports and its growth; None where flows do not exist."""
        row = self.rows.loc["balance"]
        value, previous, margin = row["value"], row["previous"], row["previous_margin"]
        if pd.isna(value):
            return None
        comparable = pd.notna(previous) and previous > margin and value > 0
        low, high = balance_growth_range(value, previous, margin) if comparable else (0.0, 0.0)
        return self._sentence(
            "balance", row=row, comparable=comparable, approximate=margin > 0, low=low, high=high
        )

    def in_dollars(self) -> Finding | None:
        """Total trade in US dollars as published; None where there is none, or it is the unit."""
        if self.dollars is None or self.edition.currency == "USD":
            return None
        return self._sentence("in_dollars", row=self.dollars.set_index("flow").loc["total"])

    def contributors(self, movers: pd.DataFrame) -> Finding | None:
        """Who added most to the growth of the 31 provinces and who took most away.

        ``movers`` is :func:`helpers.measures.core.movers`; None without growth.
        """
        known = movers.dropna(subset=["contribution_pp"])
        if known.empty:
            return None
        ordered = known.sort_values("contribution_pp", ascending=False, kind="stable")
        whole = ordered["contribution_pp"].sum()
        return self._sentence(
            "contributors", whole=whole, added=ordered.iloc[0], cut=ordered.iloc[-1]
        )

    def total_number(self) -> KeyNumber:
        """Total trade with its growth, as a key number."""
        row = self.rows.loc["total"]
        value = formats.amount(row["value"], self.edition.currency, self.lang)
        return self._key_number("total", value, row=row)

    def balance_number(self) -> KeyNumber | None:
        """The balance with its growth, as a key number; None where flows do not exist."""
        row = self.rows.loc["balance"]
        if pd.isna(row["value"]):
            return None
        value = formats.amount(abs(row["value"]), self.edition.currency, self.lang)
        # Beside printed rates on a revised base a rate of our own needs a sentence to explain it.
        printed = self.rows.at["export", "growth_basis"] == "published"
        return self._key_number("balance", value, row=row, printed=printed)

    def table(self) -> Table:
        """Every flow with its growth, in the edition's currency and in US dollars."""
        known = [frame for frame in (self.frame, self.dollars) if frame is not None]
        rows = pd.concat(known, ignore_index=True)
        columns = "flow currency value previous growth_pct growth_basis"
        shown = rows[rows["value"].notna()]
        return self._table(
            "national", shown, columns, data=rows[[*columns.split(), "previous_margin"]],
            source=national_line(self.edition), currencies=list(shown["currency"].unique()),
        )  # fmt: skip
