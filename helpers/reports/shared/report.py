"""What every report has besides its own: the nation, notes on what is missing, sources, checks."""

from functools import cached_property

from helpers.data import detail
from helpers.display import source_lines
from helpers.display.table import Table
from helpers.language.sentences import Finding
from helpers.reports.shared import sources
from helpers.reports.shared.nation import Nation
from helpers.reports.shared.notes import Notes
from helpers.reports.shared.presenter import Presenter


class Report(Presenter):
    """The presenter of one report.

    ``history`` says that its page shows years before, too, ``detailed`` that it shows trade in
    detail where there is any.
    """

    history = False
    detailed = False

    @cached_property
    def nation(self) -> Nation:
        """The nation's total, exports, imports and balance."""
        return Nation(self.edition)

    @cached_property
    def notes(self) -> Notes:
        """Sentences on what the edition lacks and what its figures are based on."""
        return Notes(self.edition)

    def sources(self) -> Table:
        """The sources that the page rests on."""
        detailed = self.detailed and detail.has(self.edition.year, self.edition.month)
        more = ("customs-online-query",) if detailed else ()
        used = source_lines.used(self.edition, self.history, *more)
        return sources.sources(used, self.edition)

    def checks(self) -> Table:
        """Every check of the figures of the edition, with its verdict."""
        return sources.checks(self.notes.checks, self.edition)

    def adds_up(self) -> Finding:
        """How many checks of the figures hold."""
        return self.notes.adds_up()
