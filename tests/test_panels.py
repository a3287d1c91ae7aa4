"""Small charts in one pair of axes."""

import pandas as pd
import pytest

from helpers.reports.shared.panels import panels


def test_panels_stand_in_rows_of_two_and_do_not_meet():
    rates = pd.DataFrame({"a": [1.0, 9.0], "b": [2.0, 3.0], "c": [-4.0, 0.0]}, index=[2, 3])
    titles = {key: key for key in "abcd"}
    _, placed = panels(rates, titles, {2: "2", 3: "3"}, "en", behind=rates["b"])
    assert placed["a"].corners(2, 1.0) == ((2, 2), (1.0, 1.0))
    assert placed["b"].up == placed["a"].up
    # The last of one panel stands left of the first of the next, the highest below the lowest.
    assert placed["b"].corners(2, 0.0)[0][0] > placed["a"].corners(3, 0.0)[0][0]
    assert placed["c"].corners(2, 9.0)[1][0] < placed["a"].corners(2, -4.0)[1][0]
    assert (placed["d"].right, placed["d"].up) == (placed["b"].right, placed["c"].up)


@pytest.mark.parametrize("base", [0.0, 100.0])
def test_one_point_alone_is_drawn(base):
    figure, _ = panels(
        pd.DataFrame({"a": [base]}, index=[5]), {"a": "a"}, {5: "5"}, "zh", base=base
    )
    figure.canvas.draw()
