"""`trade rollback`: bring back the site that the last publish replaced."""

from pathlib import Path

from helpers.cli import diff
from helpers.publish import difference, site
from helpers.system import folders
from helpers.system.errors import BadInput


def rollback(out: Path, preview: bool) -> int:
    """Bring back the site before, or with ``preview`` only print what that changes.

    Returns the exit code: 3 where a preview has unusual changes, otherwise 0. Raises BadInput where
    no site is kept.
    """
    if preview:
        before = folders.kept(out)
        if before is None:
            raise BadInput(folders.NOTHING_KEPT.format(out=out))
        code = diff.told(difference.between(out, before), None)
        print("Nothing was written (--diff).")
        return code
    site.rollback(out)
    print(f"Brought back: {out / 'index.html'}. The other site is kept: trade rollback again.")
    return 0
