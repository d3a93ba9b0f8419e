"""The summary of an import, before and on paper, says how many people come into another unit."""

from pathlib import Path

from tests.desk_fixtures import invented_id
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.ui.pages.roster.import_moved import moved_by
from trainingdesk.ui.pages.roster.import_words import will_words
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import preview_import

HEADER = ["姓名", "身份证号", "工作单位", "职务"]
LINES = [
    ("丁宁", invented_id(1), BUREAU, "副局长"),  # 2: moves
    ("于洋", invented_id(2, male=False), OFFICE, "副部长"),  # 3: stays
    ("单小芳", invented_id(3), BUREAU, "干部"),  # 4: moves
    ("路新", invented_id(101), BUREAU, "科员"),  # 5: comes
]


def test_the_summary_counts_who_changes_unit(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", LINES, HEADER))
    choices = Choices(good_only=True)

    def words() -> str:
        return will_words(choices.expected(preview), moved_by(choices, preview))

    assert "其中变动单位 2" in words()
    choices.take_row(2, False, Bucket.UPDATE)
    assert "其中变动单位 1" in words()
    choices.take_field(4, "unit", False)
    assert "变动单位" not in words()


def test_the_printed_report_counts_them_too(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", LINES, HEADER))
    choices = Choices(good_only=True)
    choices.take_field(4, "unit", False)
    batch = desk.execute(choices.command(preview)).result["batch_id"]
    paper = str(desk.ask(paper_rows, "roster.import", {"batch": str(batch)}))
    assert "更新中变动单位 1" in paper
