"""The entry point of the command: runs it and turns failures into sentences and exit codes."""

import os
import sys

import click

from helpers.cli.app import app
from helpers.system import environment
from helpers.system.errors import RunFailed, TradeError

# The exit code of a program that Ctrl+C has stopped.
STOPPED = 130


def main() -> None:
    """Run the command; a failure is one or two sentences on stderr and an exit code.

    2 for bad input, 1 for a failed run; the traceback only with --debug.
    """
    debug = "--debug" in sys.argv
    environment.print_every_character()
    try:
        with environment.ensure_home():
            words = [word for word in sys.argv[1:] if word != "--debug"]
            sys.exit(app(words, prog_name="trade", standalone_mode=False))
    except BrokenPipeError:
        # Whoever read the output has seen enough, `| head` for one.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(RunFailed.exit_code)
    except TradeError as error:
        if debug:
            raise
        print(f"trade: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:  # Ctrl+C
        print("trade: stopped; nothing was changed.", file=sys.stderr)
        sys.exit(STOPPED)
    except OSError as error:
        if debug:
            raise
        where = f": {error.filename}" if error.filename else ""
        print(f"trade: {error.strerror or error}{where}. Nothing was changed.", file=sys.stderr)
        sys.exit(RunFailed.exit_code)
