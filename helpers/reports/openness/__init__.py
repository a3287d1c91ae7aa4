"""Trade against GDP and per head."""

from helpers.reports.openness.report import Openness as Openness
