"""What the slow tests share with the quick ones: a city that lends, and a broker with workers of the test's own."""

from tests.talentpool.test_worker import house, league

__all__ = ["house", "league"]
