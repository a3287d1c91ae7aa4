"""Figures that were revised."""
