"""One province: rank, flows, growth, places inside it, months and years."""

from helpers.reports.province.report import Province as Province
