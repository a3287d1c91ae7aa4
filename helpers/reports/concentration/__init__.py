"""Concentration and convergence over the years."""
