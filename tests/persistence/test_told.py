"""A new text is told the same to the log one by one and for 100,000 rows at once."""

import pytest

from trainingdesk.persistence.audit import logged, told
from trainingdesk.persistence.base import MASKED_ID, MASKED_PHONE, SECRET


@pytest.mark.parametrize(
    "info", [{}, SECRET, MASKED_ID, MASKED_PHONE], ids=["plain", "secret", "id", "phone"]
)
@pytest.mark.parametrize("value", ["99990119800101001X", "13900000001", "1390", "张三"])
def test_both_ways_say_the_same(info, value):
    assert told(info)(value) == logged(info, None, value)[1]
