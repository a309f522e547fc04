"""Two feeds that most tests of runs read."""

from feeds.registry import FEEDS

LAUNCHES, ELEMENTS = FEEDS["launch-library"], FEEDS["celestrak-gp"]
