"""The roster written out comes back as it was."""

import errno
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trainingdesk.domain import codes
from trainingdesk.domain.errors import Cancelled, EnvironmentProblem, Refused
from trainingdesk.domain.roster.cells import says_nothing, text_of
from trainingdesk.domain.roster.dittos import is_ditto
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.domain.values import id_check_digit
from trainingdesk.exchange.cell_text import put_text
from trainingdesk.exchange.code_lists import code_lists
from trainingdesk.exchange.reading.values import ERRORS
from trainingdesk.exchange.roster_file import read_roster
from trainingdesk.exchange.roster_workbook import write_roster
from trainingdesk.shared.text import text

ID = "99990119720516123" + id_check_digit("99990119720516123")
FULL = ParsedPerson(
    number=2, name="张三", sex="male", birth="1972-05-16", id_number=ID, unit="区甲局", post="科长", rank="section_head",
    team="party_government", authority="district", status="serving", phone="13912345678", ethnicity="汉族",
    political="中共党员", education="大学", degree="学士", work_start="1995-07", party_entry="1996-07", note="备注",
    native_place="江苏南京", birthplace="安徽滁州", technical_title="高级工程师", school="东江大学法学专业",
    school_full="江城大学中文系", school_service="东江大学法学专业",
)  # fmt: skip
TRICKY = ParsedPerson(
    number=3, name="买买提·吐尔逊", birth="1980-01-01", unit="=cmd|'/C calc'!A0", post="+1+1", team="technical",
    rank="technical_middle", phone="025-83210000", note="_x000B_ <a> & \"q\" '1",
)  # fmt: skip


def test_what_is_written_is_read_back(tmp_path):
    people = [FULL, TRICKY, ParsedPerson(4, "王五", unit="@SUM(A1)", note="-5")]
    assert write_roster(tmp_path / "a.xlsx", people) == 3
    roster = read_roster(tmp_path / "a.xlsx")
    assert roster.people == people
    assert roster.problems == []


def test_every_code_comes_back(tmp_path):
    people = [ParsedPerson(2, "张三", unit="甲", rank=rank, team="technical") for rank in codes.Rank]
    people += [ParsedPerson(2, "张三", unit="甲", team=code) for code in codes.Team]
    people += [ParsedPerson(2, "张三", unit="甲", authority=code) for code in codes.Authority]
    people += [ParsedPerson(2, "张三", unit="甲", status=code) for code in codes.PersonStatus]
    people += [ParsedPerson(2, "张三", unit="甲", sex=code) for code in codes.Sex]
    people = [person._replace(number=row) for row, person in enumerate(people, 2)]
    write_roster(tmp_path / "a.xlsx", people)
    assert read_roster(tmp_path / "a.xlsx").people == people


def test_chosen_columns_and_people_of_the_roster(tmp_path):
    write_roster(tmp_path / "a.xlsx", [KnownPerson(77, *FULL[1:])], fields=["unit", "name"])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["序号", "姓名", "工作单位"],
        [1, "张三", "区甲局"],
    ]


def test_the_sheet_is_made_for_filling_in(tmp_path):
    write_roster(tmp_path / "a.xlsx", [FULL])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    headers = [cell.value for cell in sheet[1]]
    for word in ("身份证号", "手机", "出生年月"):
        cell = sheet.cell(2, headers.index(word) + 1)
        assert (cell.number_format, cell.data_type) == ("@", "s")
        assert sheet.column_dimensions[cell.column_letter].width > 11
    assert sheet.freeze_panes == "C2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.auto_filter.ref == "A1:AK2"
    choices = {str(v.sqref).split(":")[0]: v.formula1 for v in sheet.data_validations.dataValidation}
    assert len(choices) == 5
    assert choices["C2"] == '"男,女"'
    assert all(len(words) <= 255 for words in choices.values())
    ranks = choices[f"{sheet.cell(1, headers.index('职务层次/职级') + 1).column_letter}2"]
    assert ranks == '"' + ",".join(code_lists().labels["rank"].values()) + '"'


def test_formula_like_texts_are_texts_marked_with_an_apostrophe(tmp_path):
    write_roster(tmp_path / "a.xlsx", [TRICKY])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    cells = {cell.value: cell for cell in sheet[2]}
    for value in ("=cmd|'/C calc'!A0", "+1+1"):
        assert (cells[value].data_type, cells[value].quotePrefix) == ("s", True)
    assert cells["买买提·吐尔逊"].quotePrefix is False


def test_an_empty_roster_is_a_header(tmp_path):
    assert write_roster(tmp_path / "a.xlsx", []) == 0
    with pytest.raises(Refused) as caught:
        read_roster(tmp_path / "a.xlsx")
    assert caught.value.code == "roster.no_people"


def test_progress_is_told(tmp_path):
    steps = []
    write_roster(tmp_path / "a.xlsx", [FULL] * 1001, progress=lambda *step: steps.append(step))
    assert steps == [(1000, 0, "roster.step_write")]


def test_cancelling_leaves_nothing(tmp_path):
    def cancel(done, total, step):
        raise Cancelled

    with pytest.raises(Cancelled):
        write_roster(tmp_path / "a.xlsx", [FULL] * 1001, progress=cancel)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "workbook.disk_full"), (errno.EACCES, "workbook.not_written")]
)
def test_a_disk_that_does_not_take_it_leaves_the_old_file(tmp_path, monkeypatch, number, code):
    path = tmp_path / "a.xlsx"
    write_roster(path, [FULL])
    before = path.read_bytes()

    def fail(_descriptor):
        raise OSError(number, "no")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(EnvironmentProblem) as caught:
        write_roster(path, [TRICKY])
    assert caught.value.code == code
    assert text(code, **caught.value.params)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.xlsx"]


def test_places_that_can_not_be_written_to(tmp_path):
    with pytest.raises(EnvironmentProblem) as caught:
        write_roster(tmp_path / "none" / "a.xlsx", [FULL])
    assert caught.value.code == "workbook.no_folder"
    with pytest.raises(Refused) as refused:
        write_roster(tmp_path, [FULL])
    assert refused.value.code == "workbook.folder"


#: by rule a note that says only 同上, or a mark for it, is read as the one above, a dash and the like as nothing, and a
#: spreadsheet's own word for an error as one: tests/exchange/quirks has those
WORDS = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
    .map(text_of)
    .filter(lambda word: not (is_ditto(word) or (word and says_nothing(word)) or word in ERRORS))
)


# many people a workbook and few workbooks: a file is read by a process of its own
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=30))
def test_any_text_survives_the_way_out_and_in(tmp_path: Path, pairs):
    people = [ParsedPerson(n, "张三", unit=f"甲{unit}", note=note) for n, (unit, note) in enumerate(pairs, 2)]
    write_roster(tmp_path / "a.xlsx", people)
    assert read_roster(tmp_path / "a.xlsx").people == people


def test_texts_too_long_for_a_cell_are_cut():
    cell = openpyxl.Workbook().active.cell(1, 1)
    put_text(cell, "长" * 40_000)
    assert len(cell.value) == 32_767
    put_text(cell, "")
    assert cell.value is None
