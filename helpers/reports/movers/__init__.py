"""Growth of every province, and what lies behind it."""

from helpers.reports.movers.report import Movers as Movers
