"""The drivers report: which products and partners moved a province, new, lost, its own part."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from helpers.data import detail as details
from helpers.data.detail import FLOWS, Detail
from helpers.display import style
from helpers.display.show import KeyFindings, KeyNumber, KeyNumbers
from helpers.display.style import Chart
from helpers.display.table import Table
from helpers.language import formats
from helpers.language.sentences import Finding, Period
from helpers.measures import drivers
from helpers.measures.unit_values import SPLIT
from helpers.reports.shared.detail import SAVED, DetailReport
from helpers.reports.shared.presenter import WATERFALL, key_findings, key_numbers

SHOWN = 10  # new and ended pairs named
ROWS = 40  # pairs in the table
# What the parts of growth are called in the data dictionary and among the labels.
PART_LABELS = dict(
    zip(drivers.PARTS, ("of_nation", "product_mix", "partner_mix", "own"), strict=True)
)
SPLIT_LABELS = dict(
    zip(
        SPLIT,
        ("volume", "unit_value_change", "new_items", "lost_items", "without_quantity"),
        strict=True,
    )
)


class Drivers(DetailReport):
    """What moved one province's exports or imports of the products in the cube."""

    folder = "drivers"

    @classmethod
    def why_of(cls, period: Period, province: str) -> list[Finding | Chart]:
        """Return why the exports and imports of a province moved, for pages of other reports.

        Sentences and waterfalls; nothing for a flow that the cube does not have in the period, or
        without growth to explain.
        """
        return [part for flow in FLOWS for part in cls._of(period, province, flow)]

    @classmethod
    def why_of_covered(cls, period: Period, provinces: Iterable[str]) -> list[Finding]:
        """Return the same in sentences alone, of those provinces that the cube nearly covers."""
        return [
            replace(part, id=f"{part.id}_{flow}_{province}")
            for province in provinces
            for flow in FLOWS
            for part in cls._of(period, province, flow, covered=True)
            if isinstance(part, Finding)
        ]

    @classmethod
    def _of(
        cls, period: Period, province: str, flow: str, covered: bool = False
    ) -> list[Finding | Chart]:
        """Return why a flow of a province moved; nothing where it is not known."""
        year, month, currency = period.year, period.month, period.currency
        if not details.has(year, month, flow):
            return []
        own = cls(Detail.open(year, month, currency, period.lang, province, flow))
        if not own.frames.grows or (covered and not own.frames.broad):
            return []
        chart = own.waterfall()
        parts: list[Finding | Chart | None] = [
            own.notes.opening(), own.notes.coverage(), own.shift_share(),
            # The other page has a chart of its own for its card.
            None if chart is None else replace(chart, lead=False),
        ]  # fmt: skip
        return [part for part in parts if part is not None]

    def key_findings(self) -> KeyFindings:
        """What the page opens with."""
        return key_findings(
            self.notes.opening(), self.notes.coverage(), self.shift_share(), self.margins(),
            self.notes.no_growth(),
        )  # fmt: skip

    def key_numbers(self) -> KeyNumbers:
        """Growth, and the largest contribution and drag."""
        if not self.frames.grows:
            return key_numbers()
        rate = formats.percent(self.frames.growth, self.lang, signed=True)
        table = self.frames.pairs
        ends = (table["contribution_pp"].idxmax(), table["contribution_pp"].idxmin())
        numbers: list[KeyNumber] = [
            self._key_number("growth", rate, total=self.frames.value),
            *(
                self._key_number(
                    "pair",
                    formats.number(row["contribution_pp"], self.lang, 2, signed=True),
                    product=self.product(row["product"]),
                    partner=self.partner(row["partner_code"]),
                )
                for row in table.loc[list(dict.fromkeys(ends))].to_dict("records")
            ),
        ]
        return key_numbers(numbers)

    def shift_share(self) -> Finding | None:
        """How much of growth is the nation's, the mix's and its own; None for the nation."""
        if not self.frames.grows or not self.frames.of_province:
            return None
        parts = self.frames.parts
        if parts.isna().any():
            return None
        return self._sentence(
            "shift_share", nation=parts["nation"], product_mix=parts["product_mix"],
            partner_mix=parts["partner_mix"], own=parts["own"],
        )  # fmt: skip

    def margins(self) -> Finding | None:
        """What new, ended and continuing pairs did; None without growth."""
        if not self.frames.grows:
            return None
        rows = self.frames.margins.set_index("margin")
        return self._sentence(
            "margins", new=rows.loc["new"], lost=rows.loc["lost"], both=rows.loc["continuing"]
        )

    def volume(self) -> Finding | None:
        """Whether more was traded or at higher unit values; None where nothing has a quantity."""
        if not self._has_split:
            return None
        return self._sentence("volume", split=self.frames.split)

    @property
    def _has_split(self) -> bool:
        """Whether volume and unit values can be told apart for some of the trade."""
        if not self.frames.grows:
            return False
        return bool(self.frames.split[["volume", "unit_value"]].abs().sum() > 0)

    def modes(self) -> Finding | None:
        """The shares of ordinary, processing and bonded trade; None where no mode is known."""
        rows = self.frames.modes
        if rows.empty:
            return None
        shares = [{"kind": r.mode_kind, "share": r.share} for r in rows.itertuples()]
        return self._sentence("modes", shares=shares)

    def modes_table(self) -> Table | None:
        """Trade by kind of mode; None where no mode is known."""
        rows = self.frames.modes
        if rows.empty:
            return None
        columns = (
            "mode_kind value:detail_value share previous:detail_previous growth_pct contribution_pp"
        )
        return self._table("driver_modes", rows, columns, data=rows)

    def adds_up(self) -> Finding | None:
        """Whether the contributions add up to the growth shown; None without growth."""
        if not self.frames.grows:
            return None
        growth = (self.frames.value / self.frames.previous - 1) * 100
        return self._sentence(
            "adds_up", items=len(self.frames.pairs),
            residual=abs(drivers.residual_pp(self.frames.pairs, growth)),
        )  # fmt: skip

    def waterfall(self) -> Chart | None:
        """The pairs that moved most and all others, up to the growth; None without growth."""
        table = self.frames.pairs
        if not self.frames.grows or len(table) < 2:
            return None
        shown = self.named(drivers.largest(table, WATERFALL))
        shown.loc[shown.index >= WATERFALL, "pair"] = self.others(len(table) - WATERFALL)
        values, whole = shown["contribution_pp"], self.frames.growth
        names = [*shown["pair"], self._text("whole")]
        texts = self._numbers(pd.Series([*values, whole]), 2, signed=True)
        drawing = style.waterfall(values, whole, self.labels(names), texts)
        name = "drivers" if self.detail.flow == "export" else "drivers_of_imports"
        return self._chart(
            name, replace(drawing, labels=names), shown,
            "pair contribution_pp change:detail_change growth_pct value:detail_value", lead=True,
            words="drivers",
        )  # fmt: skip

    def parts_waterfall(self) -> Chart | None:
        """The parts of growth one after the other, up to the growth; None for the nation."""
        if self.shift_share() is None:
            return None
        return self._parts_chart("growth_parts_of_province", self.frames.parts, PART_LABELS)

    def volume_waterfall(self) -> Chart | None:
        """Volume, unit values and the rest, up to the growth; None without quantities."""
        if not self._has_split:
            return None
        split = self.frames.split
        return self._parts_chart("volume_and_unit_values", split[split.abs() > 0], SPLIT_LABELS)

    def _parts_chart(self, name: str, parts: pd.Series, labels: dict[str, str]) -> Chart:
        """Return a waterfall of the parts of growth."""
        named = [formats.label(labels[str(part)], self.lang) for part in parts.index]
        shown = pd.DataFrame({"part": [labels[str(part)] for part in parts.index]})
        shown["contribution_pp"] = parts.to_numpy()
        names = [*named, self._text("whole")]
        texts = self._numbers(pd.Series([*parts, self.frames.growth]), 2, signed=True)
        drawing = style.waterfall(
            shown["contribution_pp"], self.frames.growth, self.labels(names), texts
        )
        drawing = replace(drawing, labels=names)
        return self._chart(name, drawing, shown, "part contribution_pp")

    def table(self) -> Table | None:
        """The pairs that moved most; None without growth. The CSV has more, and all others as one."""
        if not self.frames.grows:
            return None
        table = self.frames.pairs
        columns = (
            "product partner_code value:detail_value previous:detail_previous change:detail_change "
            "growth_pct contribution_pp"
        )
        return self._table(
            "driver_pairs", self.named(table.head(ROWS)), columns,
            data=self.saved(drivers.largest(table, SAVED)), count=min(ROWS, len(table)),
            all_pairs=len(table),
        )  # fmt: skip

    def margins_table(self) -> Table | None:
        """New, ended and continuing pairs; None without growth."""
        if not self.frames.grows:
            return None
        rows = self.frames.margins
        columns = "margin items value:detail_value previous:detail_previous contribution_pp"
        return self._table("driver_margins", rows, columns, data=rows)

    def new_table(self) -> Table | None:
        """The largest new pairs; None where there are none."""
        return self._of_margin("new_pairs", self.frames.pairs["previous"] <= 0, "value")

    def lost_table(self) -> Table | None:
        """The largest pairs that ended; None where there are none."""
        return self._of_margin("lost_pairs", self.frames.pairs["value"] <= 0, "previous")

    def _of_margin(self, name: str, which: pd.Series, by: str) -> Table | None:
        rows = self.frames.pairs[which].sort_values(by, ascending=False, kind="stable")
        if not self.frames.grows or rows.empty:
            return None
        shown = self.named(rows.head(SHOWN))
        columns = f"product partner_code {by}:detail_{by} contribution_pp"
        return self._table(
            name, shown, columns, data=self.saved(rows.head(SAVED)), count=len(shown),
            all_pairs=len(rows),
        )  # fmt: skip
