"""`trade article`: the whole piece of an edition as files for editors."""

import shutil
from pathlib import Path

from helpers.checks import stored
from helpers.cli import check, options, progress
from helpers.language.formats import LANGS
from helpers.publish import article, pages, produce
from helpers.system import folders, workers


def write(year: int | None, month: int | None, langs: list[str], currency: str, out: Path) -> None:
    """Write the articles asked for into ``out``, each into a folder of its own; all or none.

    Raises BadInput where there is no such edition or ``out`` is not a folder of articles, and
    RunFailed where one could not be made or the stored figures fail a check.
    """
    wanted = pages.wanted(
        options.periods(year, None, month), currency, langs or list(LANGS), [article.NAME]
    )
    if failed := stored.failed():
        check.refuse_failing(failed)
    written = []
    with folders.replaced_folder(out, folders.ARTICLE_MARK) as folder:
        made, failures = progress.followed(produce.pages(wanted), wanted)
        if failures:
            raise workers.combined_error(failures)
        for one in made:
            own = f"{one.page.edition}-{one.page.lang}"
            shutil.rmtree(folder / own, ignore_errors=True)
            article.write(folder / own, one.html, one.files)
            written.append(out / own)
    for path in written:
        print(f"Wrote {path}: {article.NAME}.html, {article.NAME}.docx, {article.NAME}.md")
