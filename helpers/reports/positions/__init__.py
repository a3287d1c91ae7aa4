"""Ranks over the years, overtakings and projections."""
