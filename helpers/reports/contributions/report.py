"""The contributions report: which provinces and flows national growth came from, and balances."""

from dataclasses import replace
from functools import cached_property

import pandas as pd

from helpers.constants import FLOWS
from helpers.data.provinces import names
from helpers.display import style, tooltips
from helpers.display.chart import TRADED
from helpers.display.style import Chart
from helpers.display.table import Table
from helpers.language import formats
from helpers.language.formats import LANGS
from helpers.language.sentences import Finding
from helpers.reports.contributions import measures
from helpers.reports.shared.presenter import WATERFALL
from helpers.reports.shared.report import Report

SHOWN = 3


class Contributions(Report):
    """Contributions to the growth of the 31 provinces together, by province and by flow."""

    folder = "contributions"

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Contributions by province and flow, see :func:`.measures.by_flow`."""
        return measures.by_flow(self.edition.now, self.edition.base)

    @cached_property
    def parts(self) -> pd.DataFrame:
        """Growth of every province split by flow, see :func:`.measures.parts`."""
        return measures.parts(self.edition.now, self.edition.base)

    @cached_property
    def by_balance(self) -> pd.DataFrame:
        """Exports less imports by province, see :func:`.measures.balances`."""
        return measures.balances(self.edition.now, self.edition.before)

    def flow_contributors(self, flow: str) -> Finding | None:
        """Who added most to the growth of one flow and who took most away; None where unknown."""
        of_flow = self.frame[self.frame["flow"] == flow]
        if of_flow.empty:
            return None
        rates = of_flow[["province_code", "contribution_pp"]]
        added, cut = rates[rates["contribution_pp"] > 0], rates[rates["contribution_pp"] < 0]
        return self._sentence(
            "flow_contributors", f"{flow}_movers", of=flow, whole=of_flow["contribution_pp"].sum(),
            added=added.head(SHOWN).to_dict("records"),
            cut=cut.iloc[::-1].head(SHOWN).to_dict("records"),
        )  # fmt: skip

    def split(self) -> Finding | None:
        """How much of the growth of all came from exports and from imports; None without flows."""
        base = self.edition.base
        if self.parts.empty or base is None:
            return None
        now, before = self.edition.now.sum(), base.sum()
        both = measures.flow_parts(now, before, before["total"])
        return self._sentence("growth_split", export=both["export"], imports=both["import"])

    def main_flows(self) -> Finding | None:
        """In how many provinces that grew exports, or imports, did more; None without any.

        Where the two are closer than their margin of error, neither is named.
        """
        growth = self.parts["export_part_pp"] + self.parts["import_part_pp"]
        grew = self.parts[growth.astype(float).round(1) > 0]
        if grew.empty:
            return None
        apart, sure = grew["export_part_pp"] - grew["import_part_pp"], 2 * grew["parts_margin_pp"]
        exports, imports = int((apart > sure).sum()), int((-apart > sure).sum())
        return self._sentence(
            "growth_drivers", grew=len(grew), exports=exports, imports=imports,
            undecided=len(grew) - exports - imports,
        )  # fmt: skip

    def balances(self) -> Finding | None:
        """How many have a surplus and a deficit, and who the largest; None without flows."""
        if self.by_balance.empty:
            return None
        rows = self.by_balance[["province_code", "balance"]]
        surplus, deficit = rows[rows["balance"] > 0], rows[rows["balance"] < 0].iloc[::-1]
        return self._sentence(
            "balances", surpluses=len(surplus), deficits=len(deficit),
            surplus=surplus.head(SHOWN).to_dict("records"),
            deficit=deficit.head(SHOWN).to_dict("records"),
        )  # fmt: skip

    def waterfall(self, flow: str = "total") -> Chart | None:
        """What the provinces that moved it most added to the growth of all, and the others.

        Each bar begins where the one above ends; the last is the growth of all, from zero. None
        where the flow has no figures.
        """
        of_flow = self.frame[self.frame["flow"] == flow].reset_index(drop=True)
        if of_flow.empty:
            return None
        shown = measures.largest(of_flow, WATERFALL)
        values, whole = shown["contribution_pp"], float(of_flow["contribution_pp"].sum())
        others = self._text("other_provinces", count=len(of_flow) - WATERFALL)
        known = names(self.lang)
        bars = [known.get(code, others) for code in shown["province_code"]]
        labels = pd.Series([*bars, self._text("all_together")])
        texts = self._numbers(pd.Series([*values, whole]), 2, signed=True)
        chart = self._chart(
            f"contribution_{flow}", style.waterfall(values, whole, labels, texts), shown,
            "province_code contribution_pp contribution_rank change",
            words="waterfall", lead=flow == "total", whole=whole, count=WATERFALL,
            of=TRADED[flow][LANGS.index(self.lang)],
        )  # fmt: skip
        first, *facts = chart.behind.columns
        named = replace(first, cells=bars)
        behind = replace(chart.behind, columns=[named, *facts])
        tips = tooltips.told_rows(behind, self.edition)
        marks = tuple(replace(m, told=tip) for m, tip in zip(chart.marks, tips, strict=True))
        return replace(chart, behind=behind, marks=marks)

    def balance_bars(self) -> Chart | None:
        """Exports less imports of every province, surpluses in colour and deficits in grey."""
        table = self.by_balance
        if table.empty:
            return None
        shown = formats.in_unit(table["balance"], self.lang)
        labels = self._named(table["province_code"])
        drawing = style.signed_bars(labels, shown, self._numbers(shown, signed=True), roots=True)
        return self._chart(
            "balance_bars", drawing, table, "province_code balance export import",
            surpluses=int((table["balance"] > 0).sum()),
        )  # fmt: skip

    def table(self) -> Table:
        """Contributions to the growth of total, exports and imports; the CSV has one row a flow."""
        wide = self.frame.pivot(index="province_code", columns="flow", values="contribution_pp")
        shown = wide.reindex(columns=list(FLOWS)).sort_values(
            "total", ascending=False, kind="stable"
        )
        columns = "province_code total:total_pp export:export_pp import:import_pp"
        return self._table("contributions", shown.reset_index(), columns, data=self.frame)

    def parts_table(self) -> Table:
        """Growth of every province split into exports and imports, fastest first."""
        growth = self.parts["export_part_pp"] + self.parts["import_part_pp"]
        shown = self.parts.assign(growth=growth).sort_values(
            "growth", ascending=False, kind="stable"
        )
        columns = "province_code growth:growth_of_both export_part_pp import_part_pp"
        return self._table("growth_parts", shown, columns, data=self.parts)

    def balances_table(self) -> Table:
        """Exports less imports of every province, the largest surplus first."""
        columns = (
            "balance_rank:rank province_code export import balance previous balance_to_total_pct"
        )
        return self._table("balances", self.by_balance, columns, data=self.by_balance)
