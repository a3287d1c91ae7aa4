"""The seven regions: shares, growth, and the provinces inside them."""

from helpers.reports.regions.report import Regions as Regions
