"""Where a former rank finds its place among what is known of a person's ranks."""

import pytest

from trainingdesk.domain.codes import Rank
from trainingdesk.domain.roster.history import Period, Present
from trainingdesk.domain.roster.legacy import legacy_period
from trainingdesk.domain.roster.matching import FormerRank

NOW = Rank.PRINCIPAL_2


@pytest.mark.parametrize(
    ("since", "present", "periods", "span"),
    [
        ("2015-03", Present(None), [], ("2015-03", "2019-06")),
        ("", Present(NOW, "2019-06-01"), [], ("", "2019-06")),
        ("2012-01", Present(NOW, "2018-11"), [], ("2012-01", "2018-11")),
        ("2021-01", Present(None), [], ("", "2019-06")),
        ("2010-01", Present(None), [("副主任科员", Period(None, "2008-01", "2014-05"))], ("2014-05", "2019-06")),
        ("2010-01", Present(None), [("", Period(None, "2009-01", "2020-01"))], None),
    ],
)  # fmt: skip
def test_the_period_of_a_former_rank(since, present, periods, span):
    found = legacy_period(FormerRank("主任科员", since), present, periods)
    assert (None if found is None else (found.valid_from, found.valid_to)) == span
