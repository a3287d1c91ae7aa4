"""The command `trade`: one module a command, and what they share."""

from helpers.cli.app import main as main
