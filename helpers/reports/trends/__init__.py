"""Long-run trends: growth multiples, lines of large provinces, overtakings."""

from helpers.reports.trends.report import Trends as Trends
