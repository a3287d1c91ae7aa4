"""Two years side by side."""

from helpers.reports.compare.report import Compare as Compare
