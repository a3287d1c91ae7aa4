"""Concentration over the years, the Lorenz curve, and convergence."""

from helpers.reports.concentration.report import Concentration as Concentration
