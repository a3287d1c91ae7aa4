"""How IPython shows frames and completes names in a notebook that uses the project."""

import sys
from typing import Any


def register() -> None:
    """Have IPython show frames that carry a unit in ``attrs`` with labels, unit and alignment.

    Other frames stay as pandas shows them. Names are completed from the objects themselves: reading
    the source of pandas for it, as Jedi does, takes seconds. Nothing happens outside IPython.
    """
    if "IPython" not in sys.modules:
        return
    shell = sys.modules["IPython"].get_ipython()
    if shell is not None:
        shell.Completer.use_jedi = False
        formatter = shell.display_formatter.mimebundle_formatter
        # By name: a notebook that never shows a frame need not import pandas for it.
        for module in ("pandas", "pandas.core.frame"):
            formatter.for_type_by_name(module, "DataFrame", _bundle)


def _bundle(frame: Any, **_: object) -> dict[str, object] | None:
    if not frame.attrs.get("unit"):
        return None
    from helpers.display.frames import frame_table
    from helpers.display.show import table_block

    return table_block(frame_table(frame))._repr_mimebundle_()
