"""What changed between two sites: editions, figures, ranks and sentences."""

from helpers.publish.difference.changes import Changes as Changes
from helpers.publish.difference.changes import between as between
