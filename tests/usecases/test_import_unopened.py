"""Units of a file that are not opened: what the wizard expects is what the gate counts, each row once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.domain.roster.importing import TOGETHER
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.ui.pages.roster.choices import LEAVE_OUT, NEW_PERSON, Choices
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import preview_import, preview_places, preview_rows
from trainingdesk.usecases.queries.roster_import_units import rows_unopened

WATER = "城东区水务局"
HEADER = ["姓名", "身份证号", "工作单位", "职务", "职级", "手机"]
LINES = [
    ("路新", invented_id(101), WATER, "科员", "", ""),  # 2: new
    ("路生", invented_id(102), WATER, "科员", "", ""),  # 3: new
    ("路平", "123", WATER, "", "", ""),  # 4: error
    ("丁宁", invented_id(1), WATER, "部长", "", ""),  # 5: of the roster, moves there
    ("单小芳", invented_id(3), OFFICE, "副部长", "", ""),  # 6: of the roster, stays
    ("王伟", "", WATER, "科员", "", ""),  # 7: perhaps one of two
    ("米粒", invented_id(105), BUREAU, "科员", "", ""),  # 8: new, of a known unit
    ("路远", invented_id(106), WATER, "", "某某级", ""),  # 9: a question
]


def _nothing(_choices: Choices) -> None:
    pass


def _rows_left_out(choices: Choices) -> None:
    choices.take_row(2, False, Bucket.NEW)
    choices.take_row(5, False, Bucket.UPDATE)


def _means_somebody(choices: Choices) -> None:
    choices.decide(7, 6)


def _means_nobody_known(choices: Choices) -> None:
    choices.decide(7, NEW_PERSON)


def _left_out(choices: Choices) -> None:
    choices.decide(7, LEAVE_OUT)


def _unit_not_wanted(choices: Choices) -> None:
    choices.take_field(5, "unit", False)
    choices.decide(7, 6)
    choices.take_field(7, "unit", False)


@pytest.mark.parametrize(
    "say", [_nothing, _rows_left_out, _means_somebody, _means_nobody_known, _left_out, _unit_not_wanted]
)
def test_the_wizard_expects_what_the_gate_counts(desk: Desk, tmp_path: Path, say: Callable[[Choices], None]):
    preview = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", LINES, HEADER))
    assert set(preview.new_units) == {WATER}
    choices = chosen(desk, preview)
    say(choices)
    compare(desk, preview, choices)


def test_a_row_taken_together_goes_with_the_one_whose_unit_is_not_opened(desk: Desk, tmp_path: Path):
    lines = [
        ("路远", invented_id(401), WATER, "科员", "", ""),
        ("路远", "", WATER, "", "", "13900001234"),
        ("米粒", invented_id(105), BUREAU, "科员", "", ""),
    ]
    preview = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    places = desk.ask(preview_places, preview.token, Bucket.MAYBE)
    (row,) = desk.ask(preview_rows, preview.token, list(places), None)
    choices = chosen(desk, preview)
    choices.decide(row.row, TOGETHER, row.settles, row.stays)
    compare(desk, preview, choices)


def chosen(desk: Desk, preview: ImportPreview) -> Choices:
    return Choices(create_units=False, unopened=desk.ask(rows_unopened, preview.token))


def compare(desk: Desk, preview: ImportPreview, choices: Choices) -> None:
    will = choices.expected(preview)
    result = desk.execute(choices.command(preview)).result
    counted = (result["created"], result["updated"], result["same"], result["refused"])
    assert (will.new, will.updated, will.same, will.out) == counted
