"""The search over all pages: a script for each language with what they say, opened on demand.

A page on disk may load a script beside it, but no data. The script holds the sentences as they are
and looks through all of them: for Chinese by pairs of characters, for English by beginnings of
words.
"""

from helpers.publish.search.entries import Entry as Entry
from helpers.publish.search.entries import of_page as of_page
from helpers.publish.search.script import write as write
