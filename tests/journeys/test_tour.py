"""The tour as `run.py` runs it where there is no screen: every paper and picture held against what was counted."""

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from trainingdesk.app.tour.line import ENROLLED, PEOPLE, newcomers
from trainingdesk.app.tour.pictures import HEIGHT, WIDTH
from trainingdesk.app.tour.run import run_tour
from trainingdesk.domain.errors import Refused
from trainingdesk.persistence.checkup import check_file
from trainingdesk.shared import passwords
from trainingdesk.shared.text import LANGUAGES, set_language
from trainingdesk.ui.shell.pages import PAGES
from trainingdesk.usecases.safekeeping import list_backup_files

#: fewer colours than this is a picture of nothing: an empty window has about twenty
FEWEST_COLOURS = 120


class Tour:
    """One tour's folder and what was said about it."""

    def __init__(self, folder: Path, facts: dict[str, Any], lines: list[str]) -> None:
        self.folder = folder
        self.facts = facts
        self.lines = lines

    def pages(self, name: str) -> list[str]:
        """Return the text of each page of a PDF, without spaces."""
        document = pypdfium2.PdfDocument(self.folder / name)
        found = [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]
        document.close()
        return found

    def text(self, name: str) -> str:
        """Return the text of a whole PDF, without spaces."""
        return "".join(self.pages(name))

    def rows(self, name: str) -> list[tuple[Any, ...]]:
        """Return the rows of a workbook."""
        return list(load_workbook(self.folder / name).active.iter_rows(values_only=True))


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Tour:
    folder = tmp_path_factory.mktemp("tour") / "out"
    set_language("zh_CN")
    before, passwords.COST = passwords.COST, (16, 1, 1)
    try:
        facts, lines = run_tour(folder, quiet=True)
    finally:
        passwords.COST = before
    return Tour(folder, facts, lines)


def test_what_is_said_is_what_is_there(tour: Tour):
    told = json.loads((tour.folder / "tour.json").read_text(encoding="utf-8"))
    assert told == json.loads(json.dumps(tour.facts, default=str))
    there = {path.name for path in tour.folder.iterdir() if path.is_file() and path.name[0] != "."}
    assert there == {*told["files"], "tour.json", "demo.deskdb"}
    assert [line.strip() for line in tour.lines[1:]] == [*told["files"], "tour.json", "demo.deskdb"]
    assert all((tour.folder / name).stat().st_size > 1000 for name in told["files"])
    assert 0 < told["seconds"] < 120


def test_the_workbook_and_the_import(tour: Tour):
    rows = tour.rows("01-roster.xlsx")
    assert len(rows) - 1 == PEOPLE == tour.facts["import"]["created"]
    assert (tour.facts["import"]["refused"], tour.facts["import"]["updated"]) == (0, 0)
    assert tour.facts["backup"]["people"] == tour.facts["demo"]["people"] + PEOPLE


def test_plan_and_menu_say_the_same_on_paper_and_in_the_workbook(tour: Tour):
    plan = tour.facts["plan"]
    assert plan["total"] == plan["base"], "the targets of five years add up to the base"
    book = tour.rows("02-plan.xlsx")
    units = [row for row in book if isinstance(row[0], int)]
    assert sum(row[2] for row in units) == plan["base"]
    assert sum(row[13] for row in units) == plan["total"]
    for row in units:
        years = row[3:13:2]
        assert sum(years) == row[13] == row[2], row[1]
        assert list(years) == sorted(years, reverse=True), f"{row[1]}: an earlier year is below a later one"
    paper = tour.text("02-plan.pdf")
    for row in units:
        assert f"{row[0]}{row[1]}{row[2]}" in paper
    menu = tour.text("03-menu.pdf")
    assert re.sub(r"\s", "", tour.facts["menu"]["number"]) in menu
    assert f"{tour.facts['menu']['year']}年" in menu


def test_the_papers_of_the_class(tour: Tour):
    facts = tour.facts
    names = [person.name for person in newcomers()]
    sheets = tour.pages("04-sign-in.pdf")
    assert sum("年新进机关人员培训班签到表" in sheet for sheet in sheets) == 2, "one sheet a day"
    present = [name for name in names if any(name in sheet for sheet in sheets)]
    assert len(present) == facts["class"]["enrolled"] == ENROLLED
    assert facts["attendance"]["marks"] == 4 * ENROLLED, "every seat of every half-day has a mark"
    form = tour.text("05-approval-form.pdf")
    total = f"{facts['fee']['total_cents'] / 100:,.2f}"
    balance = f"{facts['fee']['balance_cents'] / 100:,.2f}"
    assert facts["fee"]["number"] in form
    assert total in form
    ledger = tour.pages("05-ledger.pdf")[-1]
    assert f"{total}{balance}" in ledger, "the last entry, and the balance after it"
    assert facts["fee"]["state"] == "paid"


def test_certificates_are_as_many_as_completed_and_numbered_without_gaps(tour: Tour):
    closing, issued = tour.facts["closing"], tour.facts["certificates"]
    assert closing["completed"] + closing["not_completed"] == ENROLLED
    assert closing["not_completed"] > 0, "somebody was on leave too long: the rule is shown at work"
    papers = tour.pages("06-certificates.pdf")
    assert len(papers) == issued["count"] == closing["completed"] == len(set(issued["certificate_ids"]))
    numbers = [re.search(r"〔(\d{4})〕第(\d+)号", paper) for paper in papers]
    drawn = [int(number[2]) for number in numbers if number]
    assert drawn == list(range(drawn[0], drawn[0] + len(papers)))
    assert issued["first"].endswith(f"第{drawn[0]:04d}号")
    assert issued["last"].endswith(f"第{drawn[-1]:04d}号")
    names = {person.name for person in newcomers()}
    assert all(any(name in paper for name in names) for paper in papers)
    assert all("年新进机关人员培训班" in paper for paper in papers)


@pytest.mark.parametrize("report", ["07-coverage", "07-summary"])
def test_the_report_has_equal_numbers_on_paper_and_in_the_workbook(tour: Tour, report: str):
    rows = [row for row in tour.rows(f"{report}.xlsx") if isinstance(row[1], int)]
    assert len(rows) > 5
    paper = tour.text(f"{report}.pdf")
    for name, base, year, cycle, share, still in rows:
        assert base - cycle == still
        assert share == pytest.approx(cycle / base)
        # a half goes up, on paper as in a workbook: 52 of 64 is 81.3 %, where Python's own rounding says 81.2 %
        percent = (Decimal(100 * cycle) / base).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert f"{name.strip()}{base:,}{year:,}{cycle:,}{percent}%{still:,}" in paper, name
    assert rows[-1][0] == "合计"
    assert rows[-1][1] == tour.facts["plan"]["base"]


def test_the_one_page_report_is_one_page(tour: Tour):
    assert len(tour.pages("07-summary.pdf")) == 1


def test_the_new_certificates_are_in_the_coverage(tour: Tour):
    total = tour.rows("07-coverage.xlsx")
    (year,) = (row[2] for row in total if row[0] == "合计")
    assert year >= tour.facts["certificates"]["count"]


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_every_tab_was_photographed(tour: Tour, spoken: str):
    seen = set()
    for number, spec in enumerate(PAGES, 1):
        picture = QImage(str(tour.folder / f"window-{number}-{spec.id}-{spoken}.png"))
        assert (picture.width(), picture.height()) == (WIDTH, HEIGHT) == (1366, 768)
        colours = {picture.pixel(x, y) for x in range(0, WIDTH, 3) for y in range(0, HEIGHT, 3)}
        assert len(colours) > FEWEST_COLOURS, spec.id
        seen.add(bytes(picture.constBits()))
    assert len(seen) == len(PAGES), "two tabs look the same"


def test_the_two_languages_look_different(tour: Tour):
    for number, spec in enumerate(PAGES, 1):
        one, two = (
            QImage(str(tour.folder / f"window-{number}-{spec.id}-{spoken}.png")) for spoken in LANGUAGES
        )
        assert one != two, spec.id


def test_the_desk_is_sound_and_backed_up(tour: Tour):
    desk = tour.folder / "demo.deskdb"
    assert tour.facts["check"] == {"sound": True, "problems": []}
    assert check_file(desk) == []
    assert [backup.reason for backup in list_backup_files(desk)] == ["manual"]


def test_somebody_elses_folder_is_left_alone(tmp_path: Path):
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        run_tour(tmp_path, quiet=True)
    assert refused.value.code == "tour.folder_in_use"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
