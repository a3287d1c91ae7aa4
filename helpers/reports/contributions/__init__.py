"""Contributions to national growth, by province and flow."""
