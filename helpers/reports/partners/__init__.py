"""With whom a province trades."""

from helpers.reports.partners.report import Partners as Partners
