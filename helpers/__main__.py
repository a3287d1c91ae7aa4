"""``python -m helpers`` is the command ``trade``."""

from helpers.cli import main

main()
