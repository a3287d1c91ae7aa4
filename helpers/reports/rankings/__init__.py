"""Rankings: totals, shares, changes of rank, gaps and concentration."""

from helpers.reports.rankings.report import Rankings as Rankings
