"""Which rows change nothing by the day that a file speaks of: the wizard counts them so."""

from datetime import date

import pytest

from trainingdesk.domain.roster.import_plan import plan_import
from trainingdesk.domain.roster.older import ALWAYS, older_fields, unchanged_before
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson

KNOWN = KnownPerson(7, "丁宁", birth="1980-05-12", unit="甲局", post="科长", post_from="2024-05")


@pytest.mark.parametrize(
    ("said", "told", "before"),
    [
        ({"unit": "乙局"}, {"unit": "2026-05-01"}, "2026-05-01"),
        ({"unit": "乙局", "post_from": "2024-05"}, {"unit": "2026-05-01"}, "2026-05-01"),
        (
            {"unit": "乙局", "post": "局长", "post_from": "2025-01"},
            {"unit": "2026-05-01", "post": "2026-03"},
            "2026-03-01",
        ),
        ({"post": "局长", "post_from": "2026-04"}, {"post": "2026-03"}, ""),
        ({"post": "局长", "post_from": "2024-01"}, {"post": "2026-03"}, ALWAYS),
        ({"post_from": "2023-01"}, {"post": "2026-03"}, ""),
        ({"post_from": "2023-01"}, {"post": ALWAYS, "post_from": ALWAYS}, ALWAYS),
        ({"unit": "乙局", "note": "新"}, {"unit": "2026-05-01"}, ""),
    ],
)
def test_a_row_changes_nothing_before_the_day_since_when_all_is_known(said, told, before):
    row = ParsedPerson(2, "丁宁", **{"birth": "1980-05-12", "unit": "甲局", **said})
    plan = plan_import([row], [KNOWN], [])
    assert unchanged_before(plan, {7: told}) == ({2: before} if before else {})
    # on every day it is the row of which all changes are older
    changes = plan.verdicts[0].changes
    for day in (date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1), date(2026, 4, 30), date(2026, 5, 1)):
        nothing = older_fields(row, changes, told, day) == {change.field for change in changes}
        assert nothing == bool(before and day.isoformat() < before), day
