"""The article: parts of the other reports in one text, under a headline of its own."""

from dataclasses import replace
from functools import cached_property

from helpers.data import editions
from helpers.display.show import Headline, Part, show_article
from helpers.display.table import Table
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.reports.concentration import Concentration
from helpers.reports.contributions import Contributions
from helpers.reports.months import Months
from helpers.reports.movers import Movers
from helpers.reports.openness import Openness
from helpers.reports.positions import Positions
from helpers.reports.rankings import Rankings
from helpers.reports.regions import Regions
from helpers.reports.shared.report import Report
from helpers.reports.trends import Trends


class Article(Report):
    """The presenters that the article takes its sentences, charts and tables from."""

    folder = "article"
    history = True

    @cached_property
    def rankings(self) -> Rankings:
        """Who trades most."""
        return Rankings(self.edition)

    @cached_property
    def concentration(self) -> Concentration:
        """How few provinces hold how much."""
        return Concentration(self.edition)

    @cached_property
    def movers(self) -> Movers:
        """Who grew, and who fell."""
        return Movers(self.edition)

    @cached_property
    def contributions(self) -> Contributions:
        """Where national growth came from."""
        return Contributions(self.edition)

    @cached_property
    def regions(self) -> Regions:
        """The seven regions."""
        return Regions(self.edition)

    @cached_property
    def trends(self) -> Trends:
        """The long run."""
        return Trends(self.edition)

    @cached_property
    def positions(self) -> Positions:
        """Ranks over the years, and what comes next."""
        return Positions(self.edition)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """What the edition has that not every edition has, see :func:`editions.subjects`."""
        edition = self.edition
        return editions.subjects(edition.year, edition.month, edition.currency)

    def by_month(self) -> tuple[Part | None, ...]:
        """How the year ran, by month; nothing for an edition without months."""
        if "months" not in self.subjects:
            return ()
        months = Months(self.edition)
        told = months.path(), months.single_months(), months.turns()
        return *told, months.regions_to_date(), months.nation_table()

    def open_to_trade(self) -> tuple[Part | None, ...]:
        """Trade against GDP and per head; nothing for an edition without them."""
        if "openness" not in self.subjects:
            return ()
        openness = Openness(self.edition)
        return openness.ratio(), openness.per_head(), openness.change(), openness.ratio_bars()

    def headline(self) -> Headline:
        """The nation's total and growth, who leads, and who grew fastest, in one line."""
        ranking, movers = self.rankings.frame, self.movers.frame
        fastest = movers[(movers["growth_rank"] == 1) & (movers["growth_pct"].round(1) > 0)]
        finding = self._sentence(
            "headline", total=self.nation.rows.loc["total"],
            leaders=list(ranking.loc[ranking["rank"] == 1, "province_code"]),
            fastest=list(fastest["province_code"]),
        )  # fmt: skip
        edition = self.edition
        parts = (
            formats.period(edition.year, edition.month, self.lang),
            formats.label(edition.currency, self.lang),
            formats.label("provinces_of_china", self.lang),
        )
        return Headline(finding, " · ".join(parts))

    def lead(self) -> Finding:
        """The story in a paragraph: who leads, which gap closed, how many grew, who fell and where.

        What the edition has no figures for is left out.
        """
        movers = self.movers
        known, places = movers.known, movers.localities
        fell = movers.fallers.head(1)
        fallen = "" if fell.empty else str(fell["province_code"].iloc[0])
        return self._sentence(
            "lead", leaders=list(self.rankings.steps["province_code"].head(3)),
            share=self.rankings.frame["total_share"].iloc[0],
            pair=self.rankings.gaps.of() if self.edition.full_year else None,
            known=len(known), grew=movers.counts["grew"],
            fastest=known.iloc[0] if len(known) else None,
            fell=fell.iloc[0] if fallen else None, drags=places.drags(fallen) if fallen else [],
        )  # fmt: skip

    def sources(self) -> Table:
        """The sources of the article, with what the 31 provinces are: it is read without a site."""
        return replace(super().sources(), source=self._text("provinces"))

    def show(self, *parts: Part | None) -> None:
        """Show parts in the order given; sentences that follow each other are one paragraph."""
        show_article(*parts)
