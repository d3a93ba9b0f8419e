"""A mark for 同上 alone is no value of anybody: it would come back from a workbook as what stands above it."""

import pytest

from trainingdesk.domain.codes import Team
from trainingdesk.domain.roster.drafts import PersonDraft, read_draft


@pytest.mark.parametrize("mark", ["同上", '"', "〃", " ” ", "''"])
@pytest.mark.parametrize("field", ["post", "note", "school_full", "native_place"])
def test_a_mark_alone_is_refused_in_a_form(mark: str, field: str):
    draft = PersonDraft(unit_id=1, name="丁宁", team=Team.PARTY_GOVERNMENT, **{field: mark})
    found = read_draft(draft)[1]
    assert [(one.code, one.field) for one in found] == [("roster.ditto_typed", field)]


@pytest.mark.parametrize("value", ["同上村党支部书记", "“两新”工委书记", "", 'a"'])
def test_a_value_with_one_in_it_is_taken(value: str):
    assert read_draft(PersonDraft(unit_id=1, name="丁宁", team=Team.PARTY_GOVERNMENT, post=value))[1] == []
