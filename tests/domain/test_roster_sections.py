"""Lists with headers of their own one below the other: what is made of them stays as large as the sheet."""

from time import process_time

from trainingdesk.domain.roster.columns import find_header
from trainingdesk.domain.roster.sections import in_one_order
from trainingdesk.exchange.code_lists import code_lists

HEADER = ["姓名", "性别", "职务", "出生年月"]


def ordered(rows: list[list[str]]):
    header = find_header(rows, code_lists().headers)
    assert header is not None
    return in_one_order(rows, header, code_lists().headers)


def test_columns_of_no_use_that_every_list_calls_otherwise_make_no_row_longer_than_a_few_dozen():
    rows = [HEADER, ["张三", "男", "科员", "1980.01"]]
    for place in range(300):
        rows += [[*HEADER, f"附{place}"], ["李四", "女", "科长", "1981.02", f"言{place}"]]
    found = ordered(rows)
    # each of 300 lists would add a column to all 602 rows: of 20,000 such lists nothing could be held
    assert max(map(len, found.rows)) < 80
    told = [*(one.column for one in found.further), *found.unread]
    assert [column.header for column in told] == [f"附{place}" for place in range(300)]
    name, post = (found.header.fields()[field].index for field in ("name", "post"))
    assert {(row[name], row[post]) for place, row in enumerate(found.rows) if place % 2} == {
        ("张三", "科员"),
        ("李四", "科长"),
    }
    assert f"言{299}" in found.rows[-1], "what stands there counts as something the row says"


def test_what_a_list_brings_that_is_of_a_person_is_read_behind_any_number_of_others():
    rows = [HEADER, ["张三", "男", "科员", "1980.01"]]
    for place in range(70):
        rows += [[*HEADER, f"附{place}"], ["李四", "女", "科长", "1981.02", "x"]]
    rows += [["手机", *HEADER], ["13900000001", "王五", "男", "科员", "1982.03"]]
    found = ordered(rows)
    assert found.rows[-1][found.header.fields()["phone"].index] == "13900000001"


def test_a_header_of_thousands_of_equal_columns_is_put_in_order_at_once():
    blank = ["备用"] * 6_000
    rows = [
        [*HEADER, *blank],
        ["张三", "男", "科员", "1980.01"],
        ["性别", "姓名", "职务", "出生年月", *blank, *["备用"] * 4_000],
        ["女", "李四", "科长", "1981.02", *["x"] * 10_000],
    ]
    began = process_time()
    found = ordered(rows)
    assert found.rows[-1][found.header.fields()["name"].index] == "李四"
    assert process_time() - began < 5, "seconds; the cube of the columns took twenty times as long"
