"""Publish notebooks as a site: execute, convert, check, link, and replace the old site."""
