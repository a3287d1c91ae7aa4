"""Trade in detail, from the customs' online query: sums of the cube, and what a report compares."""

from helpers.data.detail.compared import Detail as Detail
from helpers.data.detail.coverage import published as published
from helpers.data.detail.months import complete as complete
from helpers.data.detail.months import has as has
from helpers.data.detail.months import months as months
from helpers.data.detail.sums import FLOWS as FLOWS
from helpers.data.detail.sums import frame as frame
