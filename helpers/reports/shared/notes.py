"""Notes on an edition: what it lacks, what its growth is based on, and whether it adds up."""

from functools import cached_property

import pandas as pd

from helpers.data.editions import first_year_with_flows
from helpers.display import source_lines
from helpers.language.sentences import Finding
from helpers.measures import core
from helpers.measures.core import worked_back
from helpers.reports.shared.presenter import Presenter

VERDICTS = {"ok": "held", "revised base": "revised", "not checked": "open", "fails": "failed"}


class Notes(Presenter):
    """Sentences on what the figures of an edition are, and what they lack."""

    @cached_property
    def checks(self) -> pd.DataFrame:
        """The checks of the edition's figures, see :func:`helpers.checks.summary.edition`."""
        return source_lines.checks_of(self.edition)

    def no_flows(self) -> Finding | None:
        """Why exports and imports are not shown; None where they are."""
        if self.edition.has_flows:
            return None
        return self._sentence("no_flows", first_year=first_year_with_flows())

    def no_growth(self) -> Finding | None:
        """Why growth and changes of rank are left out; None where they are shown."""
        return None if self.edition.has_growth else self._sentence("no_growth")

    def rank_history(self) -> Finding:
        """Which years the history of ranks covers, and which are missing inside it."""
        years = [int(year) for year in self.edition.rank_years.index]
        missing = [year for year in range(years[0], years[-1] + 1) if year not in years]
        return self._sentence("rank_history", years=years, missing=missing)

    def basis_of_growth(self) -> Finding | None:
        """Whether the growth shown is the publisher's or computed; None where there is none."""
        shown = core.growth_shown(self.edition.now, self.edition.before)
        printed = shown["growth_basis"].dropna() == "published"
        if printed.empty:
            return None
        now, nation = self.edition.now, self.edition.nation.at["total", "growth_pct"]
        implied = worked_back(now["total"], now["total_growth"])[0].sum()
        return self._sentence(
            "basis_of_growth", all_printed=printed.all(),
            some_printed=printed.any(), derived=source_lines.derived_years(self.edition),
            nation=nation, implied=(now["total"].sum() / implied - 1) * 100 if implied else nation,
        )  # fmt: skip

    def adds_up(self) -> Finding:
        """How many checks of the figures hold, differ by a revision, are open, or fail."""
        verdicts = self.checks["verdict"].map(VERDICTS).value_counts()
        counts = {name: int(verdicts.get(name, 0)) for name in VERDICTS.values()}
        return self._sentence("adds_up", checks=len(self.checks), **counts)
