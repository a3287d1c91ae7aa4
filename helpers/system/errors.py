"""The two ways a command can fail: bad input (exit 2) and a failed run (exit 1)."""


class TradeError(Exception):
    """A failure told to a person in one or two sentences."""

    exit_code = 1


class BadInput(TradeError):
    """A file, option or figure that cannot be used; the message says where and what to do."""

    exit_code = 2


class RunFailed(TradeError):
    """Good input, but a page or file could not be made; the message names it."""
