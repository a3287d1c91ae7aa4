"""Contributions to national growth by province and flow, and trade balances."""

from helpers.reports.contributions.report import Contributions as Contributions
