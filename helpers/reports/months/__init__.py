"""Single months and the year to date."""

from helpers.reports.months.report import Months as Months
