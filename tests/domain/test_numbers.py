"""Document numbers follow the office's own pattern."""

import pytest

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.numbers import document_number


def test_a_number_follows_the_pattern():
    number = document_number("{prefix}训经〔{year}〕{sequence:03d}号", prefix="城东组", year=2026, sequence=7)
    assert number == "城东组训经〔2026〕007号"
    assert document_number("{year}-{sequence:02d}", prefix="", year=2026, sequence=123) == "2026-123"


@pytest.mark.parametrize("pattern", ["{office}", "{}", "{sequence:03q}", "{year", "{prefix.nothing}"])
def test_a_pattern_that_can_not_be_filled_in_is_named(pattern: str):
    with pytest.raises(Refused) as refused:
        document_number(pattern, prefix="", year=2026, sequence=1)
    assert refused.value.code == "number.bad_pattern"
    assert refused.value.params == {"pattern": pattern}
