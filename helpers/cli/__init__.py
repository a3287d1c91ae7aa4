"""The command `trade`: one module a command, and what they share."""

from helpers.cli.run import main as main
