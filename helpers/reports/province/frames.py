"""The frames of one province, each computed once."""

from functools import cached_property

import pandas as pd

from helpers.constants import NATION
from helpers.data import provinces
from helpers.data.edition import Edition
from helpers.data.edition_extras import monthly
from helpers.measures import core, months, ranks
from helpers.measures.regions import region_members, regions
from helpers.reports.province import measures
from helpers.reports.shared.gaps import Gaps
from helpers.reports.shared.localities import Localities
from helpers.reports.shared.report import Report


class ProvinceFrames(Report):
    """One province in an edition; ``province`` is its code or its name in either language."""

    folder = "province"
    history = True
    detailed = True

    def __init__(self, edition: Edition, province: str) -> None:
        """Present one province; raises BadInput, naming all 31, where there is no such one."""
        super().__init__(edition)
        self.code = provinces.code_of(province)
        self.region = str(provinces.region_of()[self.code])

    @cached_property
    def ranking(self) -> pd.DataFrame:
        """All provinces by total, see :func:`helpers.measures.core.ranking`."""
        return core.ranking(self.edition.now, self.edition.before)

    @cached_property
    def movers(self) -> pd.DataFrame:
        """All provinces by growth, see :func:`helpers.measures.core.movers`."""
        return core.movers(self.edition.now, self.edition.before, self.edition.base)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The province in every full year, see :func:`.measures.path`."""
        edition = self.edition
        return measures.path(edition.history, edition.rank_years, provinces.region_of(), self.code)

    @cached_property
    def pace(self) -> pd.DataFrame:
        """Growth of the province, its region and the nation, see :func:`.measures.pace`.

        Over longer windows for a full year, where the edition's currency reaches back.
        """
        edition, region_of = self.edition, provinces.region_of()
        of_regions = regions(
            edition.now, edition.before, region_of, provinces.region_codes(), edition.base
        )
        own = core.growth_shown(edition.now, edition.before).at[self.code, "growth_pct"]
        shown = {
            self.code: own,
            self.region: of_regions.set_index("region_code").at[self.region, "growth_pct"],
            NATION: self.nation.rows.at["total", "growth_pct"],
        }
        longer = tuple(w for w in core.WINDOWS if w > 1 and edition.full_year)
        sums = measures.together(edition.series, region_of, self.code)
        now = measures.together(edition.now[["total"]].T, region_of, self.code).iloc[0]
        rates = ranks.annual_rates(now, edition.year, sums, longer)
        return measures.pace(pd.Series(shown), rates)

    @cached_property
    def in_region(self) -> pd.Series:
        """The province's share of its region, see :func:`.measures.regions.region_members`."""
        members = region_members(self.edition.now, provinces.region_of(), self.edition.before)
        return members.set_index("province_code").loc[self.code]

    @cached_property
    def near(self) -> pd.DataFrame:
        """The provinces next in rank, see :func:`.measures.neighbours`."""
        return measures.neighbours(self.ranking, self.code)

    @cached_property
    def gaps(self) -> Gaps:
        """How far provinces stood below the one ranked just above, over the years."""
        return Gaps(self.edition)

    @cached_property
    def by_flow(self) -> pd.DataFrame:
        """Total, exports, imports and balance, see :func:`.measures.flows`."""
        edition = self.edition
        return measures.flows(edition.now, edition.before, self.nation.frame, self.code)

    @cached_property
    def index(self) -> pd.DataFrame:
        """Totals of the province, its region and all, the first year as 100."""
        groups = measures.together(self.edition.history, provinces.region_of(), self.code)
        return measures.index_of(groups)

    @cached_property
    def localities(self) -> Localities:
        """The places listed under the province."""
        return Localities(self.edition, self.movers[self.movers["province_code"] == self.code])

    @cached_property
    def by_month(self) -> pd.DataFrame:
        """Months of the province's total trade, see :func:`helpers.measures.months.growth`."""
        table = months.growth(monthly(self.edition))
        own = (table["code"] == self.code) & (table["flow"] == "total")
        return table[own].reset_index(drop=True)
