"""The months report: which months were fast, when growth turned, regions and provinces."""

from dataclasses import replace
from functools import cached_property

import pandas as pd

from helpers.constants import NATION
from helpers.data import provinces
from helpers.data.edition_extras import monthly
from helpers.data.provinces import names, with_names
from helpers.display import tooltips
from helpers.display.show import KeyFindings
from helpers.display.source_lines import months_line
from helpers.display.style import Chart
from helpers.display.table import Column, Table
from helpers.display.tilemap import growth_scale
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.measures import core, months
from helpers.reports.months import charts
from helpers.reports.shared.presenter import key_findings
from helpers.reports.shared.report import Report

SHOWN = 6  # provinces named of those whose growth turned
# Printed rates of the flows are shown for the nation; for provinces data/trade.csv has them.
PRINTED = ("export_to_date_growth_pct", "import_to_date_growth_pct")


class Months(Report):
    """The months of an edition, each alone and as the year to date."""

    folder = "months"

    @cached_property
    def monthly(self) -> pd.DataFrame:
        """Values by month, see :func:`helpers.data.edition_extras.monthly`."""
        return monthly(self.edition)

    @cached_property
    def growth(self) -> pd.DataFrame:
        """Growth by month, place and flow, see :func:`helpers.measures.months.growth`."""
        return months.growth(self.monthly)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row a month and place, see :func:`helpers.measures.months.by_flow`."""
        return months.by_flow(self.growth)

    @cached_property
    def regions(self) -> pd.DataFrame:
        """The same for the seven regions."""
        of_regions = months.of_regions(self.monthly, provinces.region_of())
        return months.by_flow(months.growth(of_regions))

    @cached_property
    def turned(self) -> pd.DataFrame:
        """When growth of each province turned, see :func:`helpers.measures.months.turns`."""
        return months.turns(self.growth[self.growth["code"] != NATION])

    @cached_property
    def nation_rows(self) -> pd.DataFrame:
        """The rows of the nation, in the order of the months."""
        own = self.frame[self.frame["code"] == NATION]
        return own.sort_values("month", kind="stable", ignore_index=True)

    def key_findings(self) -> KeyFindings:
        """Return what the page opens with."""
        return key_findings(self.path(), self.single_months(), self.turns())

    def path(self) -> Finding | None:
        """Return how the nation's growth of the year to date ran; None where none is known."""
        known = self.nation_rows.dropna(subset=["to_date_growth_pct"])
        if known.empty:
            return None
        rates = known["to_date_growth_pct"]
        return self._sentence(
            "path", rows=len(known), flat=rates.round(1).nunique() == 1, last=known.iloc[-1],
            high=known.loc[rates.idxmax()], low=known.loc[rates.idxmin()],
        )  # fmt: skip

    def single_months(self) -> Finding | None:
        """Return the months in which the nation grew most and least, all within the margins.

        None with fewer than three rows, or where a month could be either.
        """
        known = self.nation_rows.dropna(subset=["growth_pct"])
        if len(known) < 3:
            return None
        rate, margin = known["growth_pct"], known["growth_margin_pp"]
        known, high, low = known.assign(rough=margin > months.EXACT), rate + margin, rate - margin
        most, least = known[high >= low.max()], known[low <= high.min()]
        if set(most["month"]) & set(least["month"]):
            return None
        most = most.sort_values("growth_pct").iloc[::-1]
        facts = {"most": most.to_dict("records"), "least": least.to_dict("records")}
        joined = bool((known["first_month"] < known["month"]).any())
        return self._sentence("single_months", joined=joined, **facts)

    def turns(self) -> Finding | None:
        """Return whose growth of the year to date changed its sign, and when.

        None where only one row of months is known.
        """
        if self.edition.month <= 2:
            return None
        groups = []
        for turn in ("up", "down"):
            rows = self.turned[self.turned["turn"] == turn]
            latest = rows.sort_values(["month", "code"], kind="stable").iloc[::-1].head(SHOWN)
            group = {"turn": turn, "count": len(rows), "more": len(rows) - len(latest)}
            if len(rows):
                groups.append({**group, "latest": latest.to_dict("records")})
        return self._sentence("turns", groups=groups)

    def steady(self) -> Finding | None:
        """Return how many provinces rose or fell from the first to the last month.

        None where only one row of months is known.
        """
        if self.edition.month <= 2:
            return None
        last = self.turned.loc[self.turned["turn"] == "", "last_pct"]
        return self._sentence(
            "steady", count=len(last), rose=int((last > 0).sum()), fell=int((last < 0).sum())
        )

    def margins(self) -> Finding | None:
        """Return how growth of single months is known; None where only printed months exist."""
        known = self.nation_rows.dropna(subset=["growth_pct"])
        known = known[known["month"] > 2]
        if known.empty:
            return None
        widest = known["growth_margin_pp"].max()
        return self._sentence("month_margins", exact=widest <= months.EXACT, widest=widest)

    def single_row(self) -> Finding | None:
        """Return why no turn can be seen in January and February; None where there are more."""
        return None if self.edition.month > 2 else self._sentence("single_row")

    def heat(self) -> Chart | None:
        """Return growth of every month in every province; None where no growth is known.

        Provinces stand by growth of the year to date. Rates known within a margin have no decimals.
        """
        own = self.frame[self.frame["code"] != NATION]
        if own["growth_pct"].isna().all():
            return None
        last = own[own["month"] == own["month"].max()]
        ordered = last.sort_values("to_date_growth_pct", ascending=False, kind="stable")
        order = list(ordered["code"])
        cells = self._cells(own, order)
        drawing = charts.heat(
            cells, growth_scale(own["growth_pct"]), self._short_months(own),
            [names(self.lang)[code] for code in order], self.lang,
        )  # fmt: skip
        final = cells[cells["month"] == last["month"].iloc[0]]
        drawing = replace(
            drawing, labels=list(self._named(final["code"])), texts=list(final["cell"])
        )
        chart = self._chart(
            "month_heat", drawing, cells.rename(columns={"code": "province_code"}),
            "province_code growth_pct total", source=months_line(self.edition, own), lead=True,
            last=last.iloc[0], grew=int((last["growth_pct"].round(1) > 0).sum()),
            about=bool((last["growth_pct"].abs() < last["growth_margin_pp"]).any()),
        )  # fmt: skip
        data = own[["month", "code", "growth_pct", "growth_margin_pp"]]
        behind = replace(
            chart.behind, columns=self._by_month(cells, "province", order),
            data=data.rename(columns={"code": "province_code"}),
        )  # fmt: skip
        # The names in the table behind lead to provinces; as many links again would be too heavy.
        marks = [
            tooltips.Mark(tooltips.Told(text), *place)
            for text, place in zip(self._cell_texts(cells), drawing.places, strict=True)
        ]
        return replace(chart, behind=behind, marks=tuple(marks))

    def regions_to_date(self) -> Chart | None:
        """Return growth of the year to date by month, seven regions and the nation.

        None for a single row of months, or where growth of the nation is not known.
        """
        whole = self.nation_rows.set_index("month")["to_date_growth_pct"]
        if self.regions["month"].nunique() < 2 or whole.isna().any():
            return None
        order = provinces.region_codes()
        wide = self.regions.pivot(index="month", columns="code", values="to_date_growth_pct")[order]
        rows = self.regions.rename(columns={"code": "region_code"})
        rows = rows.sort_values(["region_code", "month"], ignore_index=True)
        rows["months"] = [formats.months(1, int(month), self.lang) for month in rows["month"]]
        known = names(self.lang) | {NATION: formats.label("nation", self.lang)}
        chart = self._chart(
            "regions_to_date", charts.to_date(wide, whole, rows, known, self.lang), rows,
            "region_code months:month to_date_growth_pct total",
            fastest=wide.iloc[-1].idxmax(), slowest=wide.iloc[-1].idxmin(),
        )  # fmt: skip
        rates = self._percents(self.regions["to_date_growth_pct"], signed=True)
        behind = replace(
            chart.behind, columns=self._by_month(self.regions.assign(cell=rates), "region", order),
            data=with_names(rows[["month", "region_code", "to_date_growth_pct"]]),
        )  # fmt: skip
        return replace(chart, behind=behind)

    def nation_table(self) -> Table:
        """Return the nation by month: value, growth of the month and of the year to date."""
        own = self.nation_rows
        shown = own.assign(months=self._month_names(own), growth=self._growth_cells(own))
        columns = (
            "months:month total growth:month_growth_pct to_date_growth_pct "
            "export_to_date_growth_pct:export_to_date_growth "
            "import_to_date_growth_pct:import_to_date_growth"
        )
        return self._table(
            "national_months", shown, columns, data=own.drop(columns="code"),
            source=months_line(self.edition, self.frame),
        )  # fmt: skip

    def turns_table(self) -> Table:
        """Return the provinces whose growth to date changed its sign; the CSV holds all."""
        own = self.turned.rename(columns={"code": "province_code"})
        shown = own[own["turn"] != ""].sort_values("month", ascending=False, kind="stable")
        named = [formats.months(int(m), int(m), self.lang) for m in shown["month"]]
        columns = (
            "province_code months:month turn before_pct:before_turn turned_pct:at_turn "
            "last_pct:at_end"
        )
        return self._table("month_turns", shown.assign(months=named), columns, data=own)

    def provinces_table(self) -> Table:
        """Return trade of every province in every month, by rank."""
        ranking = core.ranking(self.edition.now, self.edition.before)
        return self._wide("months", "province", list(ranking["province_code"]), self.frame)

    def regions_table(self) -> Table:
        """Return trade of every region in every month."""
        return self._wide("region_months", "region", provinces.region_codes(), self.regions)

    def _wide(self, name: str, kind: str, order: list[str], frame: pd.DataFrame) -> Table:
        """Return a table of one row a place and one column a month; the CSV has a row for each."""
        own = frame[frame["code"].isin(order)]
        cells = self._numbers(formats.in_unit(own["total"], self.lang))
        data = own[[column for column in own if column not in PRINTED]]
        code = f"{kind}_code"
        table = self._table(
            name, pd.DataFrame({code: order}), code, data=data.rename(columns={"code": code})
        )
        return replace(table, columns=self._by_month(own.assign(cell=cells), kind, order))

    def _by_month(self, frame: pd.DataFrame, kind: str, order: list[str]) -> list[Column]:
        """Return columns of places by month: the names in ``order``, then ``cell`` of each month."""
        labels = [names(self.lang)[code] for code in order]
        columns = [Column(formats.label(kind, self.lang), labels, "name", order)]
        by_month = frame.groupby("month", sort=True)
        for label, (_, rows) in zip(self._short_months(frame), by_month, strict=True):
            cells = rows.set_index("code").loc[order, "cell"]
            columns.append(Column(label, list(cells), "number"))
        return columns

    def _cells(self, own: pd.DataFrame, order: list[str]) -> pd.DataFrame:
        """Return one row a cell of the heat map, with its place (x, y), rate and text."""
        cell = self._growth_cells(own)
        frame = own.assign(
            x=own["month"].map(sorted(set(own["month"])).index), y=own["code"].map(order.index), cell=cell,
            written=[text.lstrip("≈").rstrip("%") for text in cell],
            # Cells with the same number have the same colour.
            growth_pct=own["growth_pct"].where(~months.within_margin(own), own["growth_pct"].round()),
        )  # fmt: skip
        return frame.sort_values(["y", "x"], kind="stable", ignore_index=True)

    def _cell_texts(self, cells: pd.DataFrame) -> list[str]:
        """Return the tooltip of each cell: place and month, growth and value of the month."""
        growth, total = (formats.label(key, self.lang) for key in ("growth_pct", "total"))
        values = self._numbers(formats.in_unit(cells["total"], self.lang))
        return [
            tooltips.told(
                self._text("cell", row=row), [(growth, row.cell), (total, value)], self.lang
            )
            for row, value in zip(cells.itertuples(), values, strict=True)
        ]

    def _short_months(self, frame: pd.DataFrame) -> list[str]:
        """Return the months of a frame in short, each once, in their order."""
        firsts = frame.groupby("month", sort=True)["first_month"].min()
        return [formats.months(int(f), int(m), self.lang, short=True) for m, f in firsts.items()]

    def _month_names(self, rows: pd.DataFrame) -> list[str]:
        """Return the month, or the months, of each row."""
        pairs = rows[["first_month", "month"]].to_numpy()
        return [formats.months(first, last, self.lang) for first, last in pairs]

    def _growth_cells(self, rows: pd.DataFrame) -> list[str]:
        """Return growth of each month: ≈ and no decimals where it is known within a margin."""
        exact = self._percents(rows["growth_pct"], signed=True)
        about = self._percents(rows["growth_pct"], 0, signed=True)
        rough = months.within_margin(rows)
        return [f"≈{b}" if c else a for a, b, c in zip(exact, about, rough, strict=True)]
