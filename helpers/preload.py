"""Importing this module makes a process warm: everything that a page needs is imported and ready.

The server that pages are forked from imports it once; nothing else should. It starts no thread,
opens no socket and reads no data.
"""

# ruff: noqa: F401
import matplotlib.backends.backend_agg
import matplotlib.backends.backend_svg
import papermill
import seaborn

from helpers import publish, warm
