"""What changed between two sites or two states of data/: tables, figures, ranks, sentences."""

from helpers.publish.difference.changes import Changes as Changes
from helpers.publish.difference.changes import between as between
from helpers.publish.difference.changes import of as of
