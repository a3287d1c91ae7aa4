"""Whether the figures of two years can be compared: sources, prices, currencies, flows, checks."""

from dataclasses import replace
from functools import cached_property

import pandas as pd

from helpers.data.edition import Edition, open_other
from helpers.data.edition_extras import other_currency
from helpers.display import source_lines
from helpers.display.table import Table
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.language.templates import render
from helpers.reports.compare import measures
from helpers.reports.shared import sources
from helpers.reports.shared.notes import Notes
from helpers.reports.shared.report import Report


class Comparable(Report):
    """An edition, the same months of an earlier year, and what their figures are."""

    folder = "compare"

    def __init__(self, edition: Edition, other_year: int) -> None:
        """Compare an edition with ``other_year``; raises BadInput where it has no such figures."""
        super().__init__(edition)
        self.other = open_other(edition, other_year)
        self.years = edition.year - self.other.year

    @cached_property
    def together(self) -> pd.DataFrame:
        """All provinces together by flow, see :func:`.measures.together`."""
        return measures.together(self.edition.now, self.other.now, self.years)

    @cached_property
    def pair(self) -> pd.DataFrame:
        """The rows of data/sources.csv of the later and of the earlier year."""
        return source_lines.pair(self.edition, self.other)

    @cached_property
    def source(self) -> str:
        """The line below figures of both years."""
        return source_lines.pair_line(self.edition, self.other)

    def no_flows(self) -> Finding | None:
        """Return that exports and imports cannot be compared; None where they can."""
        if {"export", "import"} <= set(self.together["flow"]):
            return None
        return self._sentence("compare_no_flows")

    def in_other_currency(self) -> Finding:
        """Return that prices and exchange rates matter, and the change in the other currency."""
        totals = other_currency(self.edition, self.other)
        if totals is None:
            return self._sentence("compare_currency", money="")
        rate = (totals.iloc[-1] / totals.iloc[0] - 1) * 100
        own = self.together.set_index("flow").at["total", "change_pct"]
        return self._sentence(
            "compare_currency", money=str(totals.name), old=totals.iloc[0], new=totals.iloc[-1],
            rate=rate, differs=formats.rounded(rate) != formats.rounded(own),
        )  # fmt: skip

    def vintages(self) -> Finding:
        """Return who publishes the figures of both years, how final they are, what they count."""
        late, early = self.pair.to_dict("records")
        alike = all(late[name] == early[name] for name in ("publisher_zh", "status"))
        return self._sentence(
            "compare_vintages", late=late, early=early, alike=alike, status=source_lines.STATUS
        )

    def small(self) -> Finding | None:
        """Return how far small changes can be trusted; None where both years are revised."""
        years = (self.edition.year, self.other.year)
        derived = self.pair.assign(of_year=years)[self.pair["status"] == "derived"]
        if derived.empty and "preliminary" not in set(self.pair["status"]):
            return None
        return self._sentence("compare_small", derived=derived.head(1).to_dict("records"))

    def printed(self) -> Finding | None:
        """Return why growth here can differ from printed rates; None where none are printed."""
        if self.years != 1 or self.edition.now["total_growth"].isna().all():
            return None
        return self._sentence("compare_printed")

    def other_adds_up(self) -> Finding:
        """Return how many checks the figures of the earlier year hold."""
        found = Notes(self.other).adds_up()
        return replace(found, id=f"{found.id}_other")

    def sources(self) -> Table:
        """Return the sources of both years."""
        return sources.sources(self.pair.drop_duplicates("id"), self.edition)

    def checks(self) -> Table:
        """Return every check of the figures of both years, with its verdict."""
        checks = source_lines.checks_of_pair(self.edition, self.other)
        return sources.checks(checks, self.edition, self.other)

    def _facts(self, lang: str) -> dict[str, object]:
        """Return what every template knows of both editions in one language."""
        other = self.other
        facts = super()._facts(lang) | {
            "other": other,
            "other_period": formats.period(other.year, other.month, lang),
            "years_between": self.years,
        }
        return facts | {"then": render(self.folder, "then", lang, facts)}
