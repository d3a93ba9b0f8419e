"""Money, hours, names and ID numbers: what a person types is read exactly or refused by name, never rounded."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.values import (
    clean_name,
    id_check_digit,
    mask_id,
    mask_numbers,
    mask_phone,
    mask_said,
    mask_wrong,
    parse_cents,
    parse_id_number,
    parse_tenths,
)


def code_of(read, typed: str) -> str:
    with pytest.raises(Refused) as refused:
        read(typed)
    assert refused.value.params == {"value": typed}, "the sentence names what was typed"
    return refused.value.code


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1280", 128_000),
        ("1,280.50", 128_050),
        (" ¥1280.5 ", 128_050),
        ("￥1，280.50元", 128_050),
        ("１２８０", 128_000),
        ("0.01", 1),
        ("12.", 1_200),
        ("12.3400", 1_234),
        ("+5", 500),
        ("0012", 1_200),
        ("100000000000", 10**13),
    ],
)
def test_amounts_are_read_to_the_cent(typed: str, cents: int):
    assert parse_cents(typed) == cents


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "money.unreadable"),
        ("many", "money.unreadable"),
        ("12.3.4", "money.unreadable"),
        (".5", "money.unreadable"),
        ("1e3", "money.unreadable"),
        ("1_000", "money.unreadable"),
        ("NaN", "money.unreadable"),
        ("Infinity", "money.unreadable"),
        ("1,28", "money.unreadable"),
        ("12,34,567", "money.unreadable"),
        ("١٢٣", "money.unreadable"),
        ("१२३", "money.unreadable"),
        ("100000000000.01", "money.unreadable"),
        ("9" * 5000, "money.unreadable"),
        ("12.345", "money.fraction"),
        ("0.001", "money.fraction"),
        ("1." + "0" * 40 + "1", "money.fraction"),
        ("0", "money.not_positive"),
        ("0.00", "money.not_positive"),
        ("-5", "money.not_positive"),
    ],
)
def test_what_is_not_an_amount_is_refused_by_name(typed: str, code: str):
    assert code_of(parse_cents, typed) == code


@given(st.integers(1, 10**13))
def test_an_amount_comes_back_as_it_was_written(cents: int):
    assert parse_cents(f"{cents // 100}.{cents % 100:02d}") == cents
    assert parse_cents(f"¥{cents // 100:,}.{cents % 100:02d}元") == cents


@pytest.mark.parametrize(
    ("typed", "tenths"),
    [("8", 80), ("3.5", 35), ("０．５", 5), (" 4.0 ", 40), ("2.", 20), ("10000", 100_000)],
)
def test_hours_are_read_to_the_tenth(typed: str, tenths: int):
    assert parse_tenths(typed) == tenths


@pytest.mark.parametrize(
    "typed", ["", "x", "0", "-4", "3.55", "10000.1", "٣", "1e2", "nan", "3,5", "9" * 5000, "+3"]
)
def test_what_is_not_a_number_of_hours_is_refused(typed: str):
    assert code_of(parse_tenths, typed) == "hours.unreadable"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  丁 宁 ", "丁宁"),
        ("尉迟\u3000敬", "尉迟敬"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("John   Smith", "John Smith"),
        ("e\u0301clair", "éclair"),
        ("𠮷 田", "𠮷田"),
    ],
)
def test_names_are_stored_in_one_form(typed: str, stored: str):
    assert clean_name(typed) == stored


@pytest.mark.parametrize(
    ("number", "birth", "male"),
    [
        # vectors of research/domain.md section 5
        ("11010519491231002X", date(1949, 12, 31), False),
        ("440524188001010014", None, True),
    ],
)
def test_published_check_digits(number: str, birth: date | None, male: bool):
    assert id_check_digit(number[:17]) == number[17]
    if birth is None:
        # a right check digit, and a year of birth before anybody serving now
        assert code_of(parse_id_number, number) == "id.birth"
        return
    read = parse_id_number(number)
    assert (read.text, read.birth, read.male, read.upgraded) == (number, birth, male, False)


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "'11010519491231002X",
        "’11010519491231002X",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
    ],
)
def test_writings_of_a_cell_are_mended(typed: str):
    assert parse_id_number(typed).text == "11010519491231002X"


def test_a_number_of_the_first_generation_is_completed():
    read = parse_id_number("110105491231002")
    assert (read.text, read.upgraded, read.birth) == ("11010519491231002X", True, date(1949, 12, 31))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "id.length"),
        ("1101051949123100", "id.length"),
        ("11010519491231002Y", "id.length"),
        ("X1010519491231002X", "id.length"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "id.length"),
        ("११०१०५४९१२३१००२", "id.length"),
        ("1.10105E+17", "id.ruined"),
        ("1e17", "id.ruined"),
        ("110105194902300021", "id.birth"),
        ("110105000001010010", "id.birth"),
        ("110105210101010010", "id.birth"),
        ("110105194912310021", "id.check_digit"),
        ("110105194912310020", "id.check_digit"),
    ],
)
def test_what_is_not_an_id_number_is_refused_by_name(typed: str, code: str):
    assert code_of(parse_id_number, typed) == code


@given(st.from_regex(r"999901(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}", fullmatch=True))
def test_every_single_wrong_digit_is_noticed(first: str):
    whole = first + id_check_digit(first)
    assert parse_id_number(whole).text == whole
    for place in (14, 15, 16):
        wrong = whole[:place] + str((int(whole[place]) + 1) % 10) + whole[place + 1 :]
        assert code_of(parse_id_number, wrong) == "id.check_digit"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话：138 0000 1234", "电话：****"),
        ("电话：138-0000-1234。", "电话：****。"),
        ("电话１３８－００００－１２３４", "电话****"),
        ("1380 000 1234、13800001234", "****、****"),
        ("注：999901 19800512 607X已退休", "注：9999**********607X已退休"),
        ("999901-1980-0512-6075", "9999**********6075"),
        # days, counts and the numbers of documents are told
        ("2026-07-01至2026-08-01，共13 人", "2026-07-01至2026-08-01，共13 人"),
        ("区组〔2026〕13号 2026-07-01", "区组〔2026〕13号 2026-07-01"),
        ("19 2026-07-01 5", "19 2026-07-01 5"),
        ("0571-8888 1234", "0571-8888 1234"),
    ],
)
def test_a_number_typed_in_groups_is_masked_where_nobody_knows_what_a_text_holds(text: str, shown: str):
    assert mask_numbers(text) == shown


def test_sensitive_numbers_are_masked():
    assert mask_id("11010519491231002X") == "1101**********002X"
    assert mask_id("") == mask_id(None) == ""
    assert mask_id("11010519491231002") == "1101*********1002", "17 digits look like 17"
    assert mask_id("110105491231002") == "1101*******1002"
    assert mask_said("id_number", "9.99999E+17", "id.ruined") == "9.999…E+17"
    assert mask_said("id_number", "11010519491231", "id.length") == "*" * 14
    assert mask_said("phone", "1390000123") == "139***0123"
    assert mask_id("11010519") == mask_id("110105194912") == "****", "head and tail would be all of it"
    assert mask_wrong("id.check_digit", "110105194912310021") == "1101**********0021"
    assert mask_wrong("id.length", "11010519491231002") == "1101*********1002", "its length is what is wrong"
    assert mask_wrong("id.birth", "110105194913310021") == "1101**19491331****", "the day is what is wrong"
    assert mask_wrong("id.length", "1101051949") == "*" * 10
    assert mask_wrong("id.length", "见附件3") == "见附件3"
    # cut by a spreadsheet it looks the same in a text file and in a workbook
    for cut in ("1.10105E+17", "1.10105194912310E+17", "110105194912310000", "1.1010519491231e+17"):
        assert mask_wrong("id.ruined", cut) == "1.101…E+17"
    assert mask_phone("13900001234") == "139****1234"
    assert mask_phone("12345678") == "123*5678"
    assert mask_phone("1390000123") == "139***0123", "a digit is missing, and that can be seen"
    assert mask_phone("1234567") == "****"
    assert mask_phone("") == mask_phone(None) == ""
