"""An edition: the figures of one period in one currency, with the period before and the history."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from helpers import constants
from helpers.constants import FLOWS
from helpers.data import tables
from helpers.data.asked import Asked, described
from helpers.data.editions import (
    annual_totals,
    check_other_year,
    check_parameters,
    edition_id,
    editions,
    totals_to_date,
)
from helpers.measures.core import worked_back
from helpers.measures.ranks import annual_rates, rank_history
from helpers.system.errors import BadInput
from helpers.system.parameters import refuse_unknown


@dataclass(frozen=True)
class Edition(Asked):
    """Everything a notebook shows for one period; made by :func:`open_edition`.

    Values are in 亿 (100 million) of ``currency``. ``now`` and ``before`` have one row a province
    as described in :mod:`helpers.measures.core`; ``before`` is None where neither the figures of
    the year before nor printed growth exist. ``nation`` and ``nation_before`` hold the same for the
    nation, indexed by flow (columns value and growth_pct, or value and margin).
    ``dollars`` and ``dollars_before`` are the national totals in USD, or None. ``flow`` says what
    the columns total count, see :func:`of_flow`; the history counts total trade whatever it is.
    """

    year: int
    month: int
    currency: str
    lang: str
    source: str
    before_source: str
    now: pd.DataFrame = field(repr=False)
    before: pd.DataFrame | None = field(repr=False)
    nation: pd.DataFrame = field(repr=False)
    nation_before: pd.DataFrame | None = field(repr=False)
    nation_is_sum: bool
    dollars: pd.DataFrame | None = field(repr=False)
    dollars_before: pd.DataFrame | None = field(repr=False)
    flow: str = "total"

    @classmethod
    def open(
        cls,
        year: int,
        month: int = 12,
        currency: str = "auto",
        lang: str = "zh",
        **unknown: object,
    ) -> "Edition":
        """Return the edition of January to ``month`` of ``year``, see :func:`open_edition`.

        Raises BadInput for a parameter that does not exist; the message names the nearest.
        """
        refuse_unknown(unknown, ("year", "month", "currency", "lang"), "Edition.open")
        return open_edition(year, month, currency, lang)

    @property
    def id(self) -> str:
        """Name of the edition in addresses, see :func:`edition_id`."""
        return edition_id(self.year, self.month, self.currency)

    @property
    def full_year(self) -> bool:
        """Whether the edition covers all twelve months."""
        return self.month == 12

    @property
    def has_flows(self) -> bool:
        """Whether exports and imports by province exist for this edition."""
        return bool(self.now[["export", "import"]].notna().all(axis=None))

    @property
    def has_growth(self) -> bool:
        """Whether growth on the year before can be shown."""
        return self.before is not None

    @property
    def shows_national_dollars(self) -> bool:
        """Whether the page shows the nation's published total in US dollars."""
        return self.dollars is not None or (self.currency == "USD" and not self.nation_is_sum)

    @property
    def last_full_year(self) -> int:
        """The last full year the long run can reach: this edition's, or the one before."""
        return self.year if self.full_year else self.year - 1

    @property
    def rank_currencies(self) -> tuple[str, ...]:
        """In which currency a year is ranked: this edition's, or USD where there is none in it."""
        return tuple(dict.fromkeys((self.currency, "USD")))

    @cached_property
    def history(self) -> pd.DataFrame:
        """Annual totals in 亿 USD, whatever the currency of the edition, up to the last full year.

        Years × province codes; :func:`helpers.history` has names and both currencies.
        """
        values = annual_totals(("USD",))
        known = values[values.index <= self.last_full_year]
        frame = known.drop(columns=["currency", "source"])
        return described(frame, "USD", self.lang, known["source"])

    @cached_property
    def totals_by_year(self) -> pd.DataFrame:
        """Totals of every full year up to this edition, its own included if it is one.

        Each earlier year is in this edition's currency where there are figures in it, and in USD
        otherwise: rows can be ranked and shared out, and are not compared with each other.
        """
        values = annual_totals(self.rank_currencies).drop(columns=["currency", "source"])
        earlier = values[values.index < self.year]
        this = self.now["total"].to_frame(self.year).T
        # A part of a year is not set beside full years.
        return pd.concat([earlier, this]) if self.full_year else earlier

    @cached_property
    def rank_years(self) -> pd.DataFrame:
        """Ranks by total in every year of ``totals_by_year``."""
        return rank_history(self.totals_by_year)

    @cached_property
    def forecasts(self) -> pd.DataFrame:
        """What others forecast from this full year: data/forecasts.csv with its publishers."""
        known = tables.load("forecasts")
        own = known[(known["year"] == self.year) & self.full_year]
        sources = tables.load("sources").set_index("id")[["publisher_zh", "publisher_en"]]
        return own.join(sources, on="source").reset_index(drop=True)

    @cached_property
    def context(self) -> pd.DataFrame:
        """Facts that others tell about provinces in this year, as data/context.csv has them."""
        context = tables.load("context")
        of_year = (context["year"] == self.year) & self.full_year
        return context[of_year].reset_index(drop=True)

    @cached_property
    def last_full_totals(self) -> pd.Series:
        """Totals by province of the last full year, in this edition's currency."""
        if self.full_year:
            return self.now["total"]
        return annual_totals((self.currency,)).loc[self.last_full_year].drop(["currency", "source"])

    def rates(self, windows: tuple[int, ...]) -> dict[int, pd.Series]:
        """Annual growth (percent) by province over each window in years that the data allow.

        Growth of the figures themselves, not the printed rates, which have one decimal. Empty for
        a part of a year.
        """
        if not self.full_year:
            return {}
        return annual_rates(self.now["total"], self.year, self.series, windows)

    @cached_property
    def series(self) -> pd.DataFrame:
        """Annual totals in 亿 of this edition's own currency up to the year before."""
        values = annual_totals((self.currency,)).drop(columns=["currency", "source"])
        return values[values.index < self.year]

    def by_flow(self, flow: str) -> "Edition":
        """Return the edition with exports or imports as its total; BadInput where it has none."""
        return of_flow(self, flow)


def open_edition(year: int, month: int = 12, currency: str = "auto", lang: str = "zh") -> Edition:
    """The edition of January to ``month`` of ``year``.

    ``currency`` is CNY, USD or auto (RMB where it is published, else USD). Raises BadInput where a
    parameter is not one there is; the message names those there are.
    """
    currency = check_parameters(year, month, currency, lang)
    trade, known = totals_to_date(), editions()
    source = _source_of(known, year, month, currency)
    now, nation_is_sum = _wide(trade, year, month, currency, source)
    before_source = _source_of(known, year - 1, month, currency)
    earlier = _wide(trade, year - 1, month, currency, before_source)[0] if before_source else None
    before = _before(now, earlier)
    nation = _by_flow(now, "value", "growth_pct", "_growth")
    nation_before = None if before is None else _by_flow(before, "value", "margin", "_margin")
    dollars, dollars_before = _dollars(year, month), _dollars(year - 1, month)
    if currency == "USD" and dollars is not None:
        # The published national figure, with its flows, goes before a sum of provinces.
        nation, nation_before, nation_is_sum = dollars, dollars_before, False
        dollars = dollars_before = None
    return Edition(
        year=year,
        month=month,
        currency=currency,
        lang=lang,
        source=source,
        before_source=before_source,
        now=now.drop(index=constants.NATION),
        before=None if before is None else before.drop(index=constants.NATION),
        nation=nation,
        nation_before=nation_before,
        nation_is_sum=nation_is_sum,
        dollars=dollars,
        dollars_before=dollars_before,
    )


def open_other(edition: Edition, other_year: int) -> Edition:
    """The edition of the same months in the same currency in an earlier year.

    Raises BadInput where there is none; the message names the years there are.
    """
    check_other_year(edition.year, edition.month, edition.currency, other_year)
    return open_edition(other_year, edition.month, edition.currency, edition.lang)


def of_flow(edition: Edition, flow: str) -> Edition:
    """The edition with exports or imports in the place of total trade, for rankings by one flow.

    Its columns total hold ``flow``, its exports and imports are empty. Raises BadInput where the
    edition has no figures by flow.
    """
    if flow not in FLOWS:
        raise BadInput(f"flow must be {', '.join(FLOWS[:-1])} or {FLOWS[-1]}, not {flow!r}.")
    if flow == "total":
        return edition
    if not edition.has_flows:
        raise BadInput(f"{edition.id} has totals only, no {flow}s by province.")
    others = list(FLOWS[1:])
    now = edition.now.assign(total=edition.now[flow], total_growth=edition.now[f"{flow}_growth"])
    now[[*others, *(f"{other}_growth" for other in others)]] = float("nan")
    before = edition.before
    if before is not None:
        before = before.assign(total=before[flow], total_margin=before[f"{flow}_margin"])
        before[[*others, *(f"{other}_margin" for other in others)]] = float("nan")
        before = before if before["total"].notna().all() else None
    nation = edition.nation.loc[[flow]].set_axis(["total"]).reindex(FLOWS)
    return replace(edition, flow=flow, now=now, before=before, nation=nation, nation_before=None)


def _part(trade: pd.DataFrame, year: int, month: int, currency: str, source: str) -> pd.DataFrame:
    mask = (trade["year"] == year) & (trade["month"] == month)
    return trade[mask & (trade["currency"] == currency) & (trade["source"] == source)]


def _source_of(known: pd.DataFrame, year: int, month: int, currency: str) -> str:
    """The source that ``known`` (editions) names for a period, or an empty string."""
    row = known[
        (known["year"] == year) & (known["month"] == month) & (known["currency"] == currency)
    ]
    return "" if row.empty else str(row["source"].iloc[0])


def _wide(
    trade: pd.DataFrame, year: int, month: int, currency: str, source: str
) -> tuple[pd.DataFrame, bool]:
    """Values and printed growth by place, and whether the nation had to be added up."""
    part = _part(trade, year, month, currency, source)
    values = part.pivot(index="province_code", columns="flow", values="value")
    printed = part.pivot(index="province_code", columns="flow", values="growth_pct")
    values = values.reindex(columns=list(FLOWS)).rename_axis(columns=None)
    printed = printed.reindex(columns=list(FLOWS)).add_suffix("_growth").rename_axis(columns=None)
    missing = constants.NATION not in values.index
    if missing:
        values.loc[constants.NATION] = values.sum(min_count=len(values))
    return values.join(printed).astype("float64"), missing


def _before(now: pd.DataFrame, earlier: pd.DataFrame | None) -> pd.DataFrame | None:
    """The period a year before: published values where there are, else value ÷ (1 + growth)."""
    columns: dict[str, pd.Series] = {}
    for flow in FLOWS:
        if earlier is not None and earlier[flow].notna().all():
            columns[flow] = earlier[flow]
            columns[f"{flow}_margin"] = pd.Series(0.0, index=now.index)
        else:
            columns[flow], columns[f"{flow}_margin"] = worked_back(now[flow], now[f"{flow}_growth"])
    before = pd.DataFrame(columns)
    return before if before["total"].notna().all() else None


def _by_flow(wide: pd.DataFrame, first: str, second: str, suffix: str) -> pd.DataFrame:
    nation = wide.loc[constants.NATION]
    rows = {flow: {first: nation[flow], second: nation[f"{flow}{suffix}"]} for flow in FLOWS}
    return pd.DataFrame.from_dict(rows, orient="index")


def _dollars(year: int, month: int) -> pd.DataFrame | None:
    """National totals in 亿 USD by flow: value, growth_pct, margin; None where there are none."""
    national = tables.load("national")
    mask = (national["year"] == year) & (national["month"] == month)
    rows = national[mask & (national["currency"] == "USD")]
    if set(rows["flow"]) != set(FLOWS):
        return None
    return rows.set_index("flow")[["value", "growth_pct"]].assign(margin=0.0)
