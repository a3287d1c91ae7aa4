"""Ranks over the years, overtakings, and projections."""

from helpers.reports.positions.report import Positions as Positions
