"""The products report: what a province trades, what moved it, what it is strong in."""

from dataclasses import replace
from functools import cached_property

import pandas as pd

from helpers.display import style
from helpers.display.lines import every_year
from helpers.display.show import KeyFindings, KeyNumbers
from helpers.display.style import Chart
from helpers.display.table import Table
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.language.units import unit_name
from helpers.measures import drivers
from helpers.measures.core import growth, ranks
from helpers.reports.products import charts
from helpers.reports.shared.detail import SAVED, DetailReport
from helpers.reports.shared.presenter import WATERFALL, key_findings, key_numbers

BARS = 12  # products with a bar of their own
LISTED = 40  # products in a table
LINES = 8  # products with a line of their own
SHOWN = 3


class Products(DetailReport):
    """What one province trades in a period, by product."""

    folder = "products"

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The products, largest first, with their standing in the nation and unit values.

        Columns of :func:`helpers.measures.drivers.compared`, and rank; for a province nation_share,
        nation_rank and rca; for the nation leader and leader_share; unit, quantity,
        previous_quantity, unit_value, previous_unit_value, unit_value_growth, quantity_growth.
        """
        table = self.frames.products
        table = table.sort_values(["value", "product"], ascending=[False, True], kind="stable")
        table = table.assign(rank=ranks(table["value"])).set_index("product")
        if self.frames.of_province:
            own = self.frames.own_standing.set_index("product")
            table = table.join(own[["nation_share", "rca"]])
            table["nation_rank"] = own["rank"].reindex(table.index)
        else:
            first = self.frames.leaders.set_index("product")
            table["leader"] = first["province_code"]
            table["leader_share"] = first["nation_share"]
        return self._with_unit_values(table).reset_index()

    def _with_unit_values(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the products with quantities and unit values of the period and the year before."""
        years = self.frames.by_year
        year = self.detail.year
        now, before = (years[years["year"] == y].set_index("product") for y in (year, year - 1))
        joined = table.join(now[["unit", "quantity", "unit_value"]])
        earlier = before[["unit", "quantity", "unit_value"]].reindex(joined.index)
        same = (earlier["unit"] == joined["unit"]) & self.detail.has_year_before
        for column in ("quantity", "unit_value"):
            joined[f"previous_{column}"] = earlier[column].where(same)
            joined[f"{column}_growth"] = growth(joined[column], joined[f"previous_{column}"])
        return joined

    def key_findings(self) -> KeyFindings:
        """What the page opens with."""
        return key_findings(
            self.notes.total(), self.notes.coverage(), self.largest(), self.notes.moved("product"),
            self.notes.leads(), self.notes.no_growth(),
        )  # fmt: skip

    def key_numbers(self) -> KeyNumbers:
        """The largest products with their share and growth."""
        shown = self.frame[self.frame["value"] > 0].head(SHOWN)
        return key_numbers(
            [
                self._key_number(
                    "product", formats.percent(row["share"], self.lang, 1),
                    name=self.product(row["product"]), growth_pct=row["growth_pct"],
                )
                for row in shown.to_dict("records")
            ]
        )  # fmt: skip

    def largest(self) -> Finding | None:
        """The largest products with their shares; None with one product or none."""
        known = self.frame[self.frame["value"] > 0]
        if len(known) < 2:
            return None
        return self._listed("largest", known.head(SHOWN), "share", all_named=len(known) <= SHOWN)

    def concentration(self) -> Finding | None:
        """How many products of equal size would be as concentrated; None with one or none."""
        facts = self.frames.concentration(self.frame)
        return None if facts is None else self._sentence("concentration", **facts)

    def advantage(self) -> Finding | None:
        """In which products the province is specialised; None where its whole trade is unknown."""
        if not self.frames.of_province or self.frame["rca"].isna().all():
            return None
        known = self.frame.dropna(subset=["rca"])
        known = known.sort_values("rca", ascending=False, kind="stable")
        above = known[known["rca"] > 1]
        return self._listed(
            "advantage", above.head(SHOWN), "rca", count=len(above), of=len(known),
            all_named=len(above) <= SHOWN,
        )  # fmt: skip

    def volume(self) -> Finding | None:
        """Whether volume or unit values moved the growth; None without growth or quantities."""
        if not self.frames.grows:
            return None
        parts = self.frames.split
        counted = self.frame.dropna(subset=["quantity_growth"])
        if counted.empty:
            return None
        return self._sentence(
            "volume", volume=parts["volume"], unit_value=parts["unit_value"],
            new=parts["new"] + parts["lost"], without=parts["without_quantity"],
        )  # fmt: skip

    def unit_values(self) -> Finding | None:
        """Whose unit value rose and fell most; None where none is known in both periods."""
        known = self.frame.dropna(subset=["unit_value_growth"])
        known = known.sort_values("unit_value_growth", ascending=False, kind="stable")
        if known.empty:
            return None
        ends = known if len(known) == 1 else pd.concat([known.head(1), known.tail(1)])
        return self._listed("unit_values", ends, "unit_value_growth")

    def _listed(self, block: str, table: pd.DataFrame, column: str, **facts: object) -> Finding:
        """Return a sentence that lists products with one figure each, and their unit."""
        zh, en = (
            self._text(
                block, lang,
                rows=[
                    {
                        "product": self.product(row["product"], lang), "figure": row[column],
                        "unit_value": row["unit_value"],
                        "per": unit_name(str(row["unit"]), lang),
                    }
                    for row in table.to_dict("records")
                ],
                **facts,
            )
            for lang in formats.LANGS
        )  # fmt: skip
        return Finding(f"products_{block}", zh, en, self.lang)

    def bars(self) -> Chart | None:
        """The value of every product, largest first; None with one product or none."""
        known = self.frame[self.frame["value"] > 0]
        if len(known) < 2:
            return None
        shown = self.named(drivers.largest(known, BARS))
        rest = shown["product"].isna()
        shown["product"] = shown["product"].fillna(self.others(len(known) - BARS))
        values = formats.in_small_unit(shown["value"], self.lang)
        drawing = style.ranked_bars(
            self.labels(shown["product"]), values, self._percents(shown["share"]),
            shown["share"].eq(shown.loc[~rest, "share"].max()),
        )  # fmt: skip
        return self._chart(
            "products", replace(drawing, labels=list(shown["product"])), shown,
            "product value:detail_value share growth_pct contribution_pp", lead=True,
            first=self.product(str(known["product"].iloc[0])), share=shown["share"].iloc[0],
        )  # fmt: skip

    def contributions(self) -> Chart | None:
        """What each product added to growth, one bar after the other; None without growth."""
        if not self.frames.grows or len(self.frame) < 2:
            return None
        shown = self.named(drivers.largest(self.frames.products, WATERFALL))
        shown["product"] = shown["product"].fillna(self.others(len(self.frame) - WATERFALL))
        values, whole = shown["contribution_pp"], self.frames.growth
        names = [*shown["product"], self._text("all_products")]
        texts = self._numbers(pd.Series([*values, whole]), 2, signed=True)
        drawing = style.waterfall(values, whole, self.labels(names), texts)
        return self._chart(
            "product_contributions", replace(drawing, labels=names), shown,
            "product contribution_pp change:detail_change growth_pct value:detail_value",
        )  # fmt: skip

    def nation_bars(self) -> Chart | None:
        """The share of the nation in each product; None for the nation and for one product."""
        if not self.frames.of_province:
            return None
        own = self.frames.own_standing.head(BARS)
        if len(own) < 2:
            return None
        shown = self.named(own)
        drawing = style.ranked_bars(
            self.labels(shown["product"]), shown["nation_share"],
            self._percents(shown["nation_share"]), shown["rank"] == 1,
        )  # fmt: skip
        return self._chart(
            "nation_shares", replace(drawing, labels=list(shown["product"])), shown,
            "product nation_share rank:nation_rank value:detail_value rca",
            firsts=int((own["rank"] == 1).sum()),
        )  # fmt: skip

    def unit_value_lines(self) -> Chart | None:
        """Unit values over the years as an index; None without two years of a product."""
        wide = self.frames.by_year.pivot(index="year", columns="product", values="unit_value")
        order = [code for code in self.frame["product"] if code in wide][:LINES]
        wide = wide[order].dropna(axis=1, thresh=2).dropna(how="all")
        if wide.empty or len(wide) < 2:
            return None
        index = wide.apply(lambda column: column / column.dropna().iloc[0] * 100)
        points = index.reset_index().melt("year", value_name="unit_value_index")
        points["unit_value"] = wide.reset_index().melt("year")["value"]
        points = points.dropna(subset=["unit_value"]).reset_index(drop=True)
        labels = {code: self.product_label(str(code)) for code in index}
        ends = self._numbers(index.ffill().iloc[-1], 0)
        drawing = charts.index_lines(index, labels, ends, points, self.lang)
        whole = every_year(index)
        lacking = whole.isna() & whole.ffill().notna() & whole.bfill().notna()
        return self._chart(
            "unit_values", drawing, self.named(points), "product year unit_value unit_value_index",
            first=int(index.index[0]), last=int(index.index[-1]),
            missing=[int(year) for year in whole.index[lacking.any(axis=1)]],
        )  # fmt: skip

    def product_label(self, code: str) -> str:
        """Return the name of a product as the label of a line or bar."""
        return str(self.labels(self.named(pd.DataFrame({"product": [code]}))["product"]).iloc[0])

    def table(self) -> Table | None:
        """Every product with value, share, growth and standing; None where nothing was traded."""
        if self.frame.empty:
            return None
        standing = (
            "nation_share nation_rank rca" if self.frames.of_province else "leader leader_share"
        )
        columns = (
            "product value:detail_value share previous:detail_previous growth_pct contribution_pp "
            f"{standing}"
        )
        shown = self.named(self.frame.head(LISTED))
        return self._table(
            "product_list", shown, columns, data=self.saved(self.frame.head(SAVED)),
            count=len(shown), all_products=len(self.frame),
        )  # fmt: skip

    def unit_value_table(self) -> Table | None:
        """Quantities and unit values; None where no product has a quantity."""
        known = self.frame.dropna(subset=["unit_value"]).head(LISTED)
        if known.empty:
            return None
        shown = self.named(known)
        shown["unit"] = [unit_name(unit, self.lang) for unit in known["unit"]]
        columns = (
            "product unit:quantity_unit quantity quantity_growth unit_value previous_unit_value "
            "unit_value_growth"
        )
        return self._table("product_unit_values", shown, columns, data=self.saved(known))
