"""The errors shown to users without a traceback: bad input (exit 2) and a failed run (exit 1)."""


class TradeError(Exception):
    """An error whose message explains it to a user in one or two sentences."""

    exit_code = 1


class BadInput(TradeError):
    """A file, option or figure that cannot be used; the message says where and what to do."""

    exit_code = 2


class RunFailed(TradeError):
    """Valid input, but a page or file could not be made; the message names it."""
