"""Every number that the wizard says of an import is what comes of it, whatever was decided in whatever order."""

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.desk_fixtures import invented_id
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook, wrong_digit
from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster.import_views import ImportPreview, PreviewRow
from trainingdesk.domain.roster.importing import TOGETHER
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.remarks import REMARKS
from trainingdesk.domain.roster.which_row import OFFERED, OTHER, THIS, WHICH_ROW
from trainingdesk.ui.pages.roster.choices import LEAVE_OUT, NEW_PERSON, Choices, weigh
from trainingdesk.ui.pages.roster.import_against import let_go, note_others, twice
from trainingdesk.ui.pages.roster.import_heaps import APART, KEPT, PASSED, split
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.outcome import no_progress
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import (
    mend_import,
    noted_places,
    places_numbered,
    preview_import,
    preview_places,
    preview_rows,
    remark_places,
    rows_numbered,
)
from trainingdesk.usecases.queries.roster_import_units import rows_unopened

HEADER = ["序号", "姓名", "性别", "身份证号", "出生年月", "工作单位", "职务", "职级", "手机", "备注"]
UNITS = [
    "城东区委组织部",
    "城东区委宣传部",
    "城东区教育局",
    "城东区民政局",
    "城东区老年大学",
    "",
    "办公室",
    "教育局（借调）",
]
KNOWN = ["丁宁", "于洋", "单小芳", "曾国强", "尉迟敬", "王伟", "王伟", "李秀英", "赵一鸣", "孙悦"]
ODD = [["合计", "", "", "12人"], [None] * 5, ["一、领导班子"]]
RIGHT = {"id_number": "", "rank": "一级科员", "unit": BUREAU}


def ugly(path: Path, dice: random.Random) -> Path:
    """Write a workbook of several sheets: people twice, notes, hidden rows, totals, what can't be read."""
    book = Workbook()
    book.remove(book.active)
    used: list[tuple[str, str]] = []
    for number in range(dice.choice([1, 1, 2, 3])):
        sheet = book.create_sheet(f"表{number + 1}")
        if dice.random() < 0.5:
            sheet.append(["城东区干部名册（2026年5月）"])
        sheet.append(HEADER)
        for line in range(dice.randint(3, 14)):
            if dice.random() < 0.1:
                sheet.append(dice.choice(ODD))
                continue
            name, number_of = _who(dice, line, used)
            birth = "" if number_of else dice.choice(["", "1980.05", "1980-05-12", "1975.1"])
            places = UNITS[:6] if dice.random() < 0.85 else UNITS
            cells = [dice.choice(places), dice.choice(["科长", "", "副局长"])]
            cells += [
                dice.choice(["", "一级科员", "乡科级正职", "某某级"]),
                dice.choice(["", "13900001234", "12"]),
            ]
            note = dice.choice(["", "", "2026年3月退休", "待核实", "借调"])
            sheet.append(
                [line + 1, name, "" if number_of else dice.choice("男女"), number_of, birth, *cells, note]
            )
            sheet.row_dimensions[sheet.max_row].hidden = dice.random() < 0.1
    book.save(path)
    return path


def _who(dice: random.Random, line: int, used: list[tuple[str, str]]) -> tuple[str, str]:
    kind = dice.choice("kkkknnnnddx")
    if kind == "d" and used:
        return dice.choice(used)
    place = dice.randint(1, len(KNOWN)) if kind == "k" else dice.randint(100, 140)
    name = KNOWN[place - 1] if kind == "k" else f"路{chr(0x5000 + place)}"
    number = invented_id(place, male=place % 2 == 1) if dice.random() < 0.6 else ""
    used.append((name, wrong_digit(invented_id(300 + line)) if kind == "x" else number))
    return used[-1]


class Wizard:
    """What the third step does, without its window."""

    def __init__(self, desk: Desk, path: Path) -> None:
        self.desk = desk
        self.preview: ImportPreview = desk.ask(preview_import, path)
        self.choices = Choices(day=self.preview.day, day_given=bool(self.preview.day_from))

    def rows(self) -> Sequence[PreviewRow]:
        places = self.desk.ask(preview_places, self.preview.token)
        return self.desk.ask(preview_rows, self.preview.token, places, self.choices.day)

    def numbered(self, rows: set[int]) -> Sequence[PreviewRow]:
        return self.desk.ask(rows_numbered, self.preview.token, rows, self.choices.day)

    def read_again(self) -> None:
        choices, token = self.choices, self.preview.token
        cells = dict(choices.corrections), dict(choices.answers)
        self.preview = self.desk.ask(
            mend_import, token, *cells, no_progress, choices.day, dict(choices.unit_said)
        )
        choices.ask_again(self.preview.asked_again)
        let_go(choices, self.preview, self.numbered(choices.decided_rows()))
        weigh(choices, self.numbered)

    def decide(self, row: PreviewRow, person: int) -> None:
        self.choices.decide(row.row, person, row.settles, row.stays)
        note_others(self.choices, row)
        self.choices.note_emptied(row)

    def cells(self, dice: random.Random) -> None:
        for row in self.rows():
            for one in row.problems:
                if one.name == WHICH_ROW:
                    value = dice.choice(OFFERED)
                elif one.choices and (one.severity is Severity.QUESTION or one.code in REMARKS):
                    value = dice.choice(one.choices)
                else:
                    if one.severity is Severity.ERROR and one.name and dice.random() < 0.3:
                        self.choices.correct(row.row, one.name, RIGHT.get(one.name, ""))
                    continue
                if dice.random() < 0.4:
                    self.choices.answer(row.row, one.answered_at(value), value)

    def whom(self, dice: random.Random) -> None:
        for row in self.rows():
            if row.bucket is Bucket.MAYBE and dice.random() < 0.6:
                offered = [*(side.id for side in row.candidates), LEAVE_OUT]
                offered += [NEW_PERSON] * row.can_be_new + [TOGETHER] * bool(row.together)
                self.decide(row, dice.choice(offered))
            elif row.bucket in {Bucket.NEW, Bucket.UPDATE} and dice.random() < 0.15:
                self.choices.take_row(row.row, False, row.bucket.value)
            elif row.bucket is Bucket.UPDATE and dice.random() < 0.3:
                for change in row.changes:
                    self.choices.take_field(row.row, change.field, dice.random() < 0.5)
                self.choices.note_emptied(row)
        while twice(self.choices) is not None:  # the window lets nobody go on so
            self.choices._ask_again(next(row for row, person in self.choices.decisions.items() if person > 0))

    def check_heaps(self) -> int:
        """See that each heap shows as many rows as it says, and that all of them are all rows; return how many."""
        ask, token, heaps = self.desk.ask, self.preview.token, split(self.preview, self.choices)
        shown = {one.value: len(ask(preview_places, token, one, heaps.elsewhere)) for one in Bucket}
        shown |= {name: len(ask(places_numbered, token, rows)) for name, rows in heaps.apart.items()}
        shown |= {"remark": len(ask(remark_places, token)), "noted": len(ask(noted_places, token))}
        assert shown == {name: heaps.counts[name] for name in shown}
        total = sum(heaps.counts[name] for name in (*Bucket, *APART, PASSED))
        assert total == self.preview.rows == len(self.rows())
        return total

    def check_import(self) -> None:
        total, will = self.check_heaps(), self.choices.expected(self.preview)
        result = self.desk.execute(self.choices.command(self.preview)).result
        came = [result[name] for name in ("created", "updated", "same", "refused")]
        assert came == [will.new, will.updated, will.same, will.out]
        tables = self.desk.ask(paper_rows, "roster.import", {"batch": str(result["batch_id"])})
        said = Counter(str(row.cells[1]) for table in tables for row in table.rows)
        assert [said["新增"], said["更新"]] == came[:2]
        unchanged = said.pop("更新均未采纳", 0)
        together = said.pop("与另一行合并", 0)
        assert said.total() - said["新增"] - said["更新"] == result["refused"]
        assert (sum(came) + together, unchanged <= will.same) == (total, True)


@pytest.mark.parametrize("seed", [*range(3), *range(4, 14)])
def test_ugly_workbooks_add_up(desk: Desk, tmp_path: Path, seed: int):
    dice = random.Random(seed)
    wizard = Wizard(desk, ugly(tmp_path / "名册.xlsx", dice))
    for _time in range(3):
        wizard.cells(dice)
        wizard.read_again()
        wizard.whom(dice)
    wizard.choices.create_units = seed % 3 > 0
    wizard.choices.unopened = desk.ask(rows_unopened, wizard.preview.token)
    assert wizard.check_heaps() > 0, "there is something to be counted"
    wizard.check_import()


SHORT = ["姓名", "身份证号", "工作单位", "职务"]
TWICE = [("路远", invented_id(401), OFFICE, "科员"), ("路远", invented_id(401), BUREAU, "科长")]


@pytest.mark.parametrize("answer", [THIS, OTHER])
def test_a_row_that_was_left_out_is_counted_once_when_the_other_one_counts(
    desk: Desk, tmp_path: Path, answer: str
):
    wizard = Wizard(desk, workbook(tmp_path / "a.xlsx", [*TWICE, ("米粒", "", OFFICE, "")], SHORT))
    wizard.choices.take_row(2, False, Bucket.NEW.value)
    wizard.choices.answer(3, WHICH_ROW, answer)
    wizard.read_again()
    will = wizard.choices.expected(wizard.preview)
    assert (will.new, will.out) == ((2, 1) if answer == THIS else (1, 2))
    wizard.check_import()


def test_a_row_that_was_left_out_stays_out_when_it_says_what_the_roster_has(desk: Desk, tmp_path: Path):
    lines = [("丁宁", invented_id(1), OFFICE, "部长"), ("于洋", invented_id(2, male=False), OFFICE, "部长")]
    wizard = Wizard(desk, workbook(tmp_path / "a.xlsx", lines, SHORT))
    wizard.choices.correct(2, "post", "干部")
    wizard.choices.take_row(2, False, Bucket.UPDATE.value)
    wizard.read_again()
    will = wizard.choices.expected(wizard.preview)
    assert (will.updated, will.same, will.out) == (1, 0, 1)
    assert split(wizard.preview, wizard.choices).counts[KEPT] == 1
    wizard.check_import()


def test_a_row_that_was_left_out_waits_for_nothing_when_it_can_t_be_read(desk: Desk, tmp_path: Path):
    wizard = Wizard(desk, workbook(tmp_path / "a.xlsx", [TWICE[0], ("米粒", "", OFFICE, "")], SHORT))
    wizard.choices.correct(2, "id_number", wrong_digit(invented_id(401)))
    wizard.choices.take_row(2, False, Bucket.NEW.value)
    wizard.read_again()
    will = wizard.choices.expected(wizard.preview)
    assert (will.new, will.out, will.waiting) == (1, 1, 0)
    wizard.choices.good_only = False
    wizard.check_import()


def test_what_hangs_on_a_row_waits_no_more_once_that_one_is_read(desk: Desk, tmp_path: Path):
    header = ["姓名", "出生年月", "工作单位", "职级"]
    lines = [("路远", "", OFFICE, "某某级"), ("路远", "", OFFICE, ""), ("米粒", "", OFFICE, "")]
    wizard = Wizard(desk, workbook(tmp_path / "a.xlsx", lines, header))
    row = next(one for one in wizard.rows() if one.row == 3)
    assert row.stays == (2, True)
    wizard.decide(row, TOGETHER)
    wizard.choices.answer(2, "rank", "clerk_1")
    wizard.read_again()
    wizard.check_import()
