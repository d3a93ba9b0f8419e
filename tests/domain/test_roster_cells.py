from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster import cells
from trainingdesk.domain.roster.cells import (
    Flaw,
    code_reader,
    date_reader,
    key_of,
    month_reader,
    read_id,
    read_name,
    read_phone,
    split_suffix,
    text_of,
    words_reader,
)
from trainingdesk.domain.values import id_check_digit

ID = "99990119720516123" + id_check_digit("99990119720516123")
CELLS = st.one_of(
    st.text(max_size=30),
    st.floats(allow_nan=True),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.from_regex(r"(19|20)\d\d[./-]\d{1,2}([./-]\d{1,2})?", fullmatch=True),
    st.from_regex(r"\d{15,18}[xX]?", fullmatch=True),
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  区甲局\n办公室 ", "区甲局办公室"),
        ("区甲局\u3000办公室", "区甲局办公室"),
        ("John\u00a0 Smith", "John Smith"),
        ("甲\u200b局\ufeff", "甲局"),
        (45.0, "45"),
        (13912345678.0, "13912345678"),
        (1972.05, "1972.05"),
        (3.3e17, "3.3e+17"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(1972, 5, 16), "1972-05-16"),
        (datetime(1972, 5, 16), "1972-05-16"),  # noqa: DTZ001 - a cell has no time zone
        (datetime(1972, 5, 16, 8, 30), "1972-05-16 08:30:00"),  # noqa: DTZ001
        (time(8, 30), "08:30:00"),
        (7, "7"),
    ],
)
def test_text(cell, text):
    assert text_of(cell) == text


def test_keys_are_blind_for_width_brackets_and_case():
    assert key_of("（区）甲 局Ａb") == key_of("(区)甲局AB") == "区甲局ab"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1972.5", "1972-05"),
        ("1972.05", "1972-05"),
        ("1972-5", "1972-05"),
        ("1972/05", "1972-05"),
        ("1972年5月", "1972-05"),
        ("１９７２年５月", "1972-05"),
        (" 1972 . 05 ", "1972-05"),
        ("197205", "1972-05"),
        (197205.0, "1972-05"),
        (1972.05, "1972-05"),
        (1972.5, "1972-05"),
        (1972.11, "1972-11"),
        ("1972.10", "1972-10"),
        ("1972.1", "1972-01"),
        ("72.5", "1972-05"),
        ("72.5.16", "1972-05-16"),
        ("72年5月16日", "1972-05-16"),
        ("58-05-06", "1958-05-06"),
        ("1972、5", "1972-05"),
        ("1972,05", "1972-05"),
        ("1972.5.", "1972-05"),
        ("19720500", "1972-05"),
        ("1972-5-0", "1972-05"),
        ("01.7", "2001-07"),
        ("19720516", "1972-05-16"),
        (19720516.0, "1972-05-16"),
        ("1972-05-16", "1972-05-16"),
        ("1972.5.16", "1972-05-16"),
        ("1972年5月16日", "1972-05-16"),
        ("1972-05-16 00:00:00", "1972-05-16"),
        ("1972-05-16T00:00:00", "1972-05-16"),
        ("1972-05-01", "1972-05-01"),
        (date(1972, 5, 16), "1972-05-16"),
        (date(1972, 5, 1), "1972-05"),
        (datetime(1972, 5, 16), "1972-05-16"),  # noqa: DTZ001
        (26435.0, "1972-05-16"),
        ("", ""),
        ("无", ""),
        ("—", ""),
        ("n/a", ""),
    ],
)
def test_dates(cell, value):
    assert date_reader(whole_days=False)(cell) == value


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1972", "roster.date_year_only"),
        (1972.0, "roster.date_year_only"),
        ("1972.13", "roster.date_impossible"),
        ("1972-02-30", "roster.date_impossible"),
        ("19721301", "roster.date_impossible"),
        ("五月", "roster.date_unreadable"),
        ("26435", "roster.date_unreadable"),
        (True, "roster.date_unreadable"),
        (time(1, 2), "roster.date_unreadable"),
        (timedelta(1), "roster.date_unreadable"),
        (1e300, "roster.date_unreadable"),
        (date(1, 5, 1), "roster.date_impossible"),
    ],
)
def test_what_is_no_date(cell, code):
    flaw = date_reader(whole_days=False)(cell)
    assert isinstance(flaw, Flaw)
    assert (flaw.code, flaw.severity, flaw.value) == (code, Severity.ERROR, "")


def test_january_or_october_is_asked():
    flaw = date_reader(whole_days=False)(1972.1)
    assert isinstance(flaw, Flaw)
    assert (flaw.code, flaw.severity) == ("roster.date_october", Severity.QUESTION)
    assert flaw.choices == ("1972-01", "1972-10")


def test_january_or_october_is_asked_of_a_year_of_two_digits_too():
    """72.1 is what a spreadsheet makes of a typed 72.10: taken as January it would make somebody nine months older."""
    for read in (date_reader(whole_days=False), month_reader()):
        flaw = read(72.1)
        assert (flaw.code, flaw.choices) == ("roster.date_october", ("1972-01", "1972-10"))
        assert (read(72.5), read(72.11), read("72.1")) == ("1972-05", "1972-11", "1972-01")


def test_a_header_that_asks_for_days_keeps_the_first_of_a_month():
    assert date_reader(whole_days=True)(date(1972, 5, 1)) == "1972-05-01"


def test_numbers_of_a_macintosh_workbook_count_from_1904():
    assert date_reader(whole_days=True, epoch_1904=True)(24973.0) == "1972-05-16"


def test_months_drop_the_day():
    assert month_reader()("1995-07-15") == "1995-07"
    assert isinstance(month_reader()("x"), Flaw)


@pytest.mark.parametrize("cell", [ID, ID.lower(), f" {ID} ", f"'{ID}", "９９" + ID[2:], f"{ID[:6]} {ID[6:]}"])
def test_id_numbers(cell):
    assert read_id(cell) == ID


def test_an_id_number_ending_in_x():
    head = next(h for h in (f"99990119720516{n:03d}" for n in range(1000)) if id_check_digit(h) == "X")
    assert read_id(f"{head}X") == read_id(f"{head}x") == f"{head}X"


def test_an_old_id_number_is_completed_and_said_so():
    flaw = read_id("999901720516123")
    assert isinstance(flaw, Flaw)
    assert (flaw.code, flaw.severity, flaw.value) == ("roster.id_upgraded", Severity.NOTE, ID)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (float(ID[:17] + "0"), "id.ruined"),
        (int(ID[:17] + "0"), "id.ruined"),
        ("9.99901E+17", "id.ruined"),
        (ID[:-1], "id.length"),
        (ID[:17] + ("0" if ID[17] != "0" else "1"), "id.check_digit"),
        ("99990119721316123" + id_check_digit("99990119721316123"), "id.birth"),
        ("²" * 17 + "1", "id.birth"),
        ("٩٩٩٩٠١" + ID[6:], "id.length"),
    ],
)
def test_bad_id_numbers(cell, code):
    flaw = read_id(cell)
    assert isinstance(flaw, Flaw)
    assert (flaw.code, flaw.value) == (code, "")


def test_no_id_number():
    assert read_id("") == read_id("无") == ""


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (13912345678.0, "13912345678"),
        ("13912345678", "13912345678"),
        ("139 1234 5678", "13912345678"),
        ("139-1234-5678", "13912345678"),
        ("+86 13912345678", "13912345678"),
        ("13912345678.0", "13912345678"),
        ("025-83210000", "025-83210000"),
        (83210000.0, "83210000"),
        ("", ""),
        ("无", ""),
    ],
)
def test_phones(cell, phone):
    assert read_phone(cell) == phone


def test_an_odd_phone_is_kept_and_said_so():
    assert read_phone("1391234567/83210000") == Flaw("roster.phone_odd", Severity.NOTE, "1391234567/83210000")
    assert read_phone("١٣٩١٢٣٤٥٦٧٨") == Flaw("roster.phone_odd", Severity.NOTE, "١٣٩١٢٣٤٥٦٧٨")


@pytest.mark.parametrize(
    "cell", ["1.39123E+10", "1.391e10", "1E+10", "1.39123456789E+10", "1.1234567890E+10"]
)
def test_a_phone_that_lost_its_last_digits_is_left_out_and_said_so(cell):
    assert read_phone(cell) == Flaw("roster.phone_ruined", Severity.NOTE)


def test_a_shortened_phone_with_all_its_digits_is_that_phone():
    assert read_phone("1.3912345678E+10") == "13912345678"
    assert read_phone("8.321E+4") == Flaw("roster.phone_ruined", Severity.NOTE)


def test_a_year_of_two_digits_that_may_be_a_day_is_not_guessed():
    read = date_reader(whole_days=True)
    assert [read(text) for text in ("05.5.16", "16-5-72", "31/12/99")] == [Flaw("roster.date_unreadable")] * 3
    assert read("72.13.16") == Flaw("roster.date_impossible")


def test_a_day_in_the_digits_of_another_script_is_not_a_day():
    assert isinstance(date_reader(whole_days=True)("٢٠٠١-٠٣-٠٤"), Flaw)
    assert isinstance(date_reader(whole_days=False)("19٨٠.05"), Flaw)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("张　三", "张三"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        (" John  Smith", "John Smith"),
        ("", ""),
        ("王䶮", "王䶮"),
    ],
)
def test_names(cell, name):
    assert read_name(cell) == name


@pytest.mark.parametrize("cell", ["张三3", "=1+1", "张" * 41, 5.0, "-", "合计：", True and "张/三"])
def test_odd_names(cell):
    assert read_name(cell) == Flaw("roster.name_odd")


def test_suffixes():
    assert split_suffix("丁宁（女）") == ("丁宁", ["女"])
    assert split_suffix("丁月牙(女，回族)") == ("丁月牙", ["女", "回族"])
    assert split_suffix("丁月牙(女)（回族）") == ("丁月牙", ["女", "回族"])
    assert split_suffix("丁宁") == ("丁宁", [])
    assert split_suffix("丁宁 *") == ("丁宁", ["*"])
    assert split_suffix("丁宁（女）＊＊") == ("丁宁", ["女", "＊＊"])


def test_codes_and_words():
    unknown = Flaw("x")
    codes = code_reader({"男": "male"}, unknown)
    assert (codes("男 "), codes(""), codes("/"), codes("公")) == ("male", "", "", unknown)
    assert words_reader({"党员": "中共党员"})("党 员") == "中共党员"
    assert words_reader({})("其他") == "其他"


@given(CELLS)
def test_no_cell_ends_in_a_traceback(cell):
    readers = (
        read_id, read_name, read_phone, date_reader(whole_days=True), date_reader(whole_days=False, epoch_1904=True),
        month_reader(), code_reader({}, Flaw("x")), words_reader({}), split_suffix, text_of,
    )  # fmt: skip
    for read in readers:
        assert isinstance(read(cell), str | Flaw | tuple)


@given(CELLS)
def test_a_date_is_a_day_a_month_or_nothing(cell):
    value = date_reader(whole_days=False)(cell)
    if isinstance(value, str) and value:
        assert date.fromisoformat(value if len(value) == 10 else f"{value}-01").year >= 1900


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("七二年五月", "1972-05"),
        ("七二年五月十六日", "1972-05"),
        ("2005.6（2006.6转正）", cells.Flaw("roster.party_confirmed", Severity.NOTE, "2005-06")),
        ("2005年6月(2006年6月转正)", cells.Flaw("roster.party_confirmed", Severity.NOTE, "2005-06")),
        ("中共党员", cells.Flaw("roster.no_party_entry", Severity.NOTE)),
        ("abc（2006.6转正）", cells.Flaw("roster.date_unreadable")),
    ],
)
def test_joining_the_party_as_it_is_written(said, read):
    assert cells.party_reader()(said) == read


def test_a_number_that_was_cut_is_told_as_text_too():
    assert cells.read_id("3201991991E+17") == cells.Flaw("id.ruined")
