"""The lists of groups as they are printed: who, since when, what is missing, and who approved an exception."""

from datetime import date
from io import BytesIO

import openpyxl
import pypdfium2
import pytest

from tests.desk_fixtures import USERS, TestClock
from tests.usecases.test_groups import candidate, screened, sign_in, step
from tests.usecases.training_facts import write
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import GroupKind, PersonStatus, ReviewResult
from trainingdesk.domain.errors import Refused
from trainingdesk.shared.text import set_language
from trainingdesk.usecases.commands import reserve as steps
from trainingdesk.usecases.commands import reserve_exception as exceptions
from trainingdesk.usecases.commands import reserve_screening as screening
from trainingdesk.usecases.commands.groups import AddFollowUp, JoinGroup, LeaveGroup
from trainingdesk.usecases.commands.history import TransferPerson
from trainingdesk.usecases.commands.roster import ChangeStatus
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.groups import group_members
from trainingdesk.usecases.queries.papers import paper_pdf, paper_rows, paper_xlsx, param_choices


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_a_group_is_listed_as_it_was_on_a_day(desk: Desk):
    day = date(2026, 6, 1)
    join = JoinGroup(kind=GroupKind.TALENT, person_ids=(1, 13), day=day, reason="区人才〔2026〕3号")
    desk.execute(join)
    known = {choice.value for choice in desk.ask(param_choices, "groups")}
    assert known == {kind.value for kind in GroupKind}
    (table,) = desk.ask(paper_rows, "groups.members", {"group": "talent"})
    assert len(table.rows) == 2
    before = {"group": "talent", "day": "2026-05-31"}
    assert "丁" not in words_of(desk.ask(paper_pdf, "groups.members", before))
    book = openpyxl.load_workbook(BytesIO(desk.ask(paper_xlsx, "groups.members", {"group": "talent"})))
    cells = {str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value is not None}
    assert {"丁宁", "吴桐"} <= {cell.replace("\u3000", "") for cell in cells}
    with pytest.raises(Refused) as refused:
        desk.ask(paper_rows, "groups.members", {"group": "emperors"})
    assert refused.value.code == "paper.bad_choice"


def test_the_reserve_list_prints_what_is_missing_and_who_approved_the_exception(desk: Desk):
    """P3.4: an exception is printed in the list, with its approver and its reason."""
    screened(desk)
    step(desk, exceptions.RequestOverride, reason="急需紧缺岗位")
    (table,) = desk.ask(paper_rows, "groups.reserve", {})
    assert not table.rows, "nobody is on the list before admission"
    sign_in(desk, Role.APPROVER)
    step(desk, exceptions.ApproveOverride)
    sign_in(desk, Role.CLERK)
    step(desk, steps.AdmitReserve, day=date(2026, 6, 12), reason="常委会")
    said = words_of(desk.ask(paper_pdf, "groups.reserve", {})).replace("\r\n", "")
    for words in ("单小芳", "急需紧缺岗位", USERS[Role.APPROVER][1], "90"):
        assert words in said
    row = shown_as(desk, "groups.reserve")
    assert (row["sex"], row["born"], row["education"]) == ("男", "1980-05\n46岁", "大学")
    assert (row["name"], row["unit_post"]) == ("▲单小芳", "城东区委组织部干部")
    assert row["decided"] == "2026-06-12\n常委会"
    (table,) = desk.ask(paper_rows, "groups.reserve", {})
    assert "▲ 第1号 单小芳，破格列入：王批 2026-06-12批准；理由：急需紧缺岗位" in table.notes
    assert "reviewed" not in row, "columns in which nobody has anything are left out"


def test_talents_and_candidates_are_printed_on_a4_with_all_that_is_known_of_them(
    desk: Desk, desk_file, clock: TestClock
):
    known = "UPDATE person SET education = '研究生', political = '中共党员', post = '副院长、主任医师'"
    write(desk_file, (f"{known}, rank = 'principal_1' WHERE id IN (3, 13)", ()))
    talent = {"organisation": "城东城建集团有限公司", "speciality": "桥梁与隧道工程"}
    desk.execute(
        JoinGroup(
            kind=GroupKind.TALENT,
            person_ids=(3, 13),
            day=date(2025, 1, 6),
            reason="区人才〔2025〕1号",
            **talent,
        )
    )
    screened(desk)
    step(desk, exceptions.RequestOverride, reason="急需紧缺岗位")
    sign_in(desk, Role.APPROVER)
    step(desk, exceptions.ApproveOverride)
    sign_in(desk, Role.CLERK)
    step(desk, steps.AdmitReserve, day=date(2026, 6, 12), reason="区委常委会2026年第8次会议研究")
    step(desk, screening.AddReview, day=date(2026, 6, 12), result=ReviewResult.KEEP)
    for paper, params in (("groups.members", {"group": "talent"}), ("groups.reserve", {"pile": "all"})):
        document = pypdfium2.PdfDocument(desk.ask(paper_pdf, paper, params))
        try:
            assert [round(side / 72 * 25.4) for side in document[0].get_size()] == [297, 210], paper
        finally:
            document.close()


def test_an_approved_exception_is_no_admission_on_the_paper_before_there_is_one(desk: Desk, clock: TestClock):
    screened(desk)
    step(desk, exceptions.RequestOverride, reason="急需紧缺岗位")
    sign_in(desk, Role.APPROVER)
    step(desk, exceptions.ApproveOverride)
    sign_in(desk, Role.CLERK)
    clock.forward(days=2)
    step(desk, steps.AdmitReserve, day=date(2026, 6, 13), reason="常委会")

    def note(day: str) -> str:
        (table,) = desk.ask(paper_rows, "groups.reserve", {"pile": "all", "day": day})
        return next(one for one in table.notes if "▲" in one)

    assert note("2026-06-12").startswith("▲ 第1号 单小芳，破格已获批准、未列入：王批 2026-06-12批准；")
    assert note("2026-06-13").startswith("▲ 第1号 单小芳，破格列入：王批 2026-06-12批准；")


def test_an_exception_signed_on_paper_is_of_that_day(desk: Desk, clock: TestClock):
    screened(desk)
    clock.forward(days=8)
    step(desk, exceptions.RequestOverride, reason="急需紧缺岗位")
    sign_in(desk, Role.APPROVER)
    for wrong, code in (
        (date(2026, 5, 31), "reserve.before_last"),
        (date(2026, 6, 21), "group.day_to_come"),
    ):
        with pytest.raises(Refused, match=code):
            step(desk, exceptions.ApproveOverride, day=wrong)
    step(desk, exceptions.ApproveOverride, day=date(2026, 6, 3))
    sign_in(desk, Role.CLERK)
    admission = {"reason": "常委会"}
    with pytest.raises(Refused, match=r"reserve\.before_approval"):
        step(desk, steps.AdmitReserve, day=date(2026, 6, 2), **admission)
    step(desk, steps.AdmitReserve, day=date(2026, 6, 5), **admission)
    (table,) = desk.ask(paper_rows, "groups.reserve", {"pile": "all"})
    note = next(one for one in table.notes if "▲" in one)
    assert note.startswith("▲ 第1号 单小芳，破格列入：王批 2026-06-03批准；")


def test_who_comes_back_after_an_exit_is_one_person_and_keeps_the_day_of_the_admission(
    desk: Desk, clock: TestClock
):
    screened(desk)
    step(desk, exceptions.RequestOverride, reason="急需紧缺岗位")
    sign_in(desk, Role.APPROVER)
    step(desk, exceptions.ApproveOverride)
    sign_in(desk, Role.CLERK)
    step(desk, steps.AdmitReserve, day=date(2026, 6, 12), reason="常委会第3次会议")
    clock.forward(days=5)
    step(desk, steps.ExitReserve, day=date(2026, 6, 15), reason="转任")
    params = {"pile": "all", "order": "state"}
    (table,) = desk.ask(paper_rows, "groups.reserve", params)
    assert table.subtitle.endswith("全部人选　1 人")
    assert shown_as(desk, "groups.reserve", **params)["decided"] == (
        "2026-06-12列入\n常委会第3次会议\n2026-06-15调出\n转任"
    )
    admitted = shown_as(desk, "groups.reserve", **params, day="2026-06-14")
    assert admitted["decided"] == "2026-06-12\n常委会第3次会议"
    desk.execute(steps.RecommendReserve(person_ids=(3,), day=date(2026, 6, 16), by="组织部党组"))
    (table,) = desk.ask(paper_rows, "groups.reserve", params)
    assert len(table.rows) == 2
    assert table.subtitle.endswith("全部人选　1 人（2 人次推荐）")


def test_the_reserve_list_prints_every_round_and_the_latest_review_of_the_day(desk: Desk, desk_file):
    screened(desk)
    number = candidate(desk).row.id
    write(
        desk_file,
        ("UPDATE reserve_round SET votes_for = 36, votes_cast = 40, score = 885, opinion = '同意'", ()),
        (
            (
                "INSERT INTO reserve_review (candidate_id, year, day, result, opinion)"
                " VALUES (?, 2025, '2026-06-12', 'watch', '')"
            ),
            (number,),
        ),
    )
    row = shown_as(desk, "groups.reserve", pile="all")
    first = "1. 2026-06-01 通过，36/40票，88.5分，同意"
    assert (row["all_rounds"], row["last_score"]) == (first, "88.5")
    step(desk, screening.AddRound, day=date(2026, 6, 12), passed=False, score=900, opinion="基层经历不足")
    row = shown_as(desk, "groups.reserve", pile="all")
    assert row["all_rounds"].split("\n") == [first, "2. 2026-06-12 未通过，90分，基层经历不足"]
    assert row["last_score"] == "90"
    assert shown_as(desk, "groups.reserve", pile="all", day="2026-06-11")["all_rounds"] == first
    book = openpyxl.load_workbook(BytesIO(desk.ask(paper_xlsx, "groups.reserve", {"pile": "all"})))
    assert 90 in [cell.value for line in book.active.iter_rows() for cell in line], (
        "a figure to be put in order"
    )
    assert row["reviewed"].split("\n") == ["2025", "重点培养"]
    assert "reviewed" not in shown_as(desk, "groups.reserve", pile="all", day="2026-06-11")


def shown_as(desk: Desk, paper: str, **params: str) -> dict[str, str]:
    """Return the first row of a paper by the keys of its columns."""
    (table,) = desk.ask(paper_rows, paper, params)
    keys = [column.key for column in table.columns]
    return dict(zip(keys, table.rows[0].cells, strict=True))


def test_a_group_s_list_bears_its_name_its_day_and_how_old_people_were(desk: Desk, desk_file):
    write(desk_file, ("UPDATE person SET birth = '1990-06-13', education = '研究生' WHERE id = 1", ()))
    join = JoinGroup(kind=GroupKind.YOUNG, person_ids=(1, 2), day=date(2025, 1, 6), reason="区组〔2025〕1号")
    desk.execute(join)
    (gone,) = (row for row in desk.ask(group_members, GroupKind.YOUNG) if row.person_id == 2)
    leave = LeaveGroup(membership_ids=(gone.id,), day=date(2026, 2, 1), reason="区组〔2026〕2号")
    desk.execute(leave)
    (table,) = desk.ask(paper_rows, "groups.members", {"group": "young", "day": "2026-01-01"})
    assert (table.title, table.subtitle) == ("优秀中青年干部名单", "截至2026年1月1日　2 人")
    (table,) = desk.ask(paper_rows, "groups.members", {"group": "young", "former": "1"})
    assert table.subtitle == "截至2026年6月12日　2 人（含已移出 1 人）"
    row = shown_as(desk, "groups.members", group="young")
    assert (row["sex"], row["birth"], row["age"]) == ("男", "1990-06", "35")
    assert (row["education"], row["political"], row["unit"]) == ("研究生", "中共党员", "城东区委组织部")
    assert shown_as(desk, "groups.members", group="young", day="2025-02-01")["age"] == "34"
    chosen = shown_as(desk, "groups.members", group="young", columns="姓名,年龄,手机")
    assert list(chosen) == ["seq", "name", "age", "phone"]
    assert chosen["phone"] == "139****0001"
    usual = [one.value for one in desk.ask(param_choices, "member_columns") if one.detail]
    assert list(shown_as(desk, "groups.members", group="young", columns=",".join(usual))) == list(row)
    said = words_of(desk.ask(paper_pdf, "groups.members", {"group": "young"}))
    assert "制表人" in said
    assert "审核人" in said


def test_a_group_s_list_says_when_and_why_somebody_left(desk: Desk):
    """P2.1: every membership has from and to and a reason; the list with former members prints them."""
    join = JoinGroup(kind=GroupKind.TALENT, person_ids=(1, 2), day=date(2025, 1, 6), reason="区组〔2025〕1号")
    first, _second = desk.execute(join).result["membership_ids"]
    desk.execute(LeaveGroup(membership_ids=(first,), day=date(2026, 2, 1), reason="调离本区"))

    def ends(**params: str) -> list[tuple[str, ...]]:
        (table,) = desk.ask(paper_rows, "groups.members", {"group": "talent", "former": "1", **params})
        assert [column.title for column in table.columns[-2:]] == ["移出日期", "移出理由"]
        return [row.cells[-2:] for row in table.rows]

    assert ends() == [("2026-02-01", "调离本区"), ("", "")]
    assert ends(day="2026-01-31") == [("", ""), ("", "")], "nobody had left by then"
    assert ends(columns="姓名") == [("2026-02-01", "调离本区"), ("", "")]
    book = openpyxl.load_workbook(
        BytesIO(desk.ask(paper_xlsx, "groups.members", {"group": "talent", "former": "1"}))
    )
    assert "调离本区" in {cell.value for row in book.active.iter_rows() for cell in row}


def test_who_has_retired_or_left_and_is_still_listed_is_marked_on_the_papers(desk: Desk):
    join = {"day": date(2026, 1, 6), "reason": "区组〔2026〕1号"}
    desk.execute(JoinGroup(kind=GroupKind.YOUNG, person_ids=(1, 2), **join))
    screened(desk)

    def read(paper: str, **params: str) -> tuple[list[str], list[str], str]:
        (table,) = desk.ask(paper_rows, paper, params)
        place = next((n for n, one in enumerate(table.columns) if one.title == "状态"), None)
        said = [] if place is None else [row.cells[place] for row in table.rows]
        names = [row.cells[1].replace("\u3000", "") for row in table.rows]
        return names, said, "\n".join(table.notes)

    young, way = {"group": "young"}, {"pile": "way"}
    assert read("groups.members", **young)[1] == [], "nobody is gone"
    assert "仍在列" not in read("groups.members", **young)[2] + read("groups.reserve", **way)[2]
    for person, status in ((2, PersonStatus.RETIRED), (3, PersonStatus.LEFT)):
        desk.execute(ChangeStatus(person_id=person, version=1, status=status, day=date(2026, 6, 5)))
    names, said, notes = read("groups.members", **young)
    at = said.index("退休")
    assert [said[1 - at], f"1 人已退休或调离，仍在列：第{at + 1}号 {names[at]}（退休）" in notes] == [
        "",
        True,
    ]
    assert read("groups.members", **young, columns="姓名,年龄")[1] == said
    _names, said, notes = read("groups.reserve", **way)
    assert said == ["考察中\n调离"]
    assert "1 人已退休或调离，仍在列：第1号 单小芳（调离）" in notes
    with_day = read("groups.members", **young, day="2026-06-04")
    assert with_day[1] == [], "served on that day"
    set_language("en")
    try:
        assert (
            f"1 person is still in it although not serving any more: no. {at + 1}"
            in read("groups.members", **young)[2]
        )
    finally:
        set_language("zh_CN")


def test_a_list_of_an_earlier_day_says_what_has_no_history(desk: Desk):
    """Education and political status are known as they are now: a list of last year says so."""
    desk.execute(
        JoinGroup(kind=GroupKind.YOUNG, person_ids=(1,), day=date(2025, 1, 6), reason="区组〔2025〕1号")
    )

    def notes(**params: str) -> str:
        (table,) = desk.ask(paper_rows, "groups.members", {"group": "young", **params})
        return "\n".join(table.notes)

    assert "学历、政治面貌为制表日（2026年6月12日）登记情况" in notes(day="2026-01-01")
    assert "制表日" not in notes(), "of today all is of today"
    assert "制表日" not in notes(day="2026-01-01", columns="姓名,工作单位,职务")


def test_a_number_of_the_office_s_own_is_not_cited_as_a_law(desk: Desk, desk_file):
    def notes() -> str:
        (table,) = desk.ask(paper_rows, "groups.visits", {})
        return "\n".join(table.notes)

    assert "6个月" in notes()
    assert "本办自定" not in notes()
    write(
        desk_file, ("UPDATE rule SET source = '区人才〔2026〕1号' WHERE key = 'talent.follow_up_months'", ())
    )
    assert "依据：区人才〔2026〕1号" in notes()


def test_every_visit_is_listed_with_what_it_led_to_by_the_day(desk: Desk):
    """P2.3: a paper of a day shows the visits, the unit and what was open on that day, and when the next is due."""
    join = JoinGroup(
        kind=GroupKind.TALENT, person_ids=(1, 13), day=date(2025, 11, 3), reason="区人才〔2025〕3号"
    )
    desk.execute(join)
    first = next(row.id for row in desk.ask(group_members, GroupKind.TALENT) if row.person_id == 1)
    visit = {"membership_id": first, "need": "子女入学", "by_whom": "张晓"}
    desk.execute(AddFollowUp(**visit, day=date(2026, 2, 2), service="已协调", settled_on=date(2026, 3, 20)))
    desk.execute(AddFollowUp(**visit, day=date(2026, 6, 2)))
    desk.execute(TransferPerson(person_id=1, version=1, unit_id=2, day="2026-04-01", post="工程师"))

    def lines(**params: str) -> list[tuple[str, ...]]:
        (table,) = desk.ask(paper_rows, "groups.visits", params)
        return [tuple(cell.replace("\u3000", " ") for cell in row.cells) for row in table.rows]

    now = lines()
    assert now[0][0] == "1 丁宁 城东区委宣传部 工程师"
    assert list(now[1:3]) == [
        ("2026-02-02", "子女入学", "已协调", "张晓", "2026-03-20", ""),
        ("2026-06-02", "子女入学", "", "张晓", "未办结", "2026-12-02"),
    ]
    assert now[4][1:] == ("尚未走访", "", "", "", "▲2026-05-03")
    march = lines(day="2026-03-01")
    assert march[0][0] == "1 丁宁 城东区委组织部 干部"
    assert march[1] == ("2026-02-02", "子女入学", "已协调", "张晓", "未办结", "2026-08-02")
    assert march[3][5] == "2026-05-03", "not due yet on that day"
    assert not lines(day="2025-11-02")
    with pytest.raises(Refused, match=r"planning\.base_day_ahead"):
        lines(day="2026-06-13")
    (table,) = desk.ask(paper_rows, "groups.members", {"group": "talent", "day": "2026-03-01"})
    assert "城东区委组织部" in table.rows[0].cells
    assert [row.cells[-2:] for row in table.rows] == [
        ("2026-08-02", "2025-11-03"),
        ("2026-05-03", "2025-11-03"),
    ]
    (table,) = desk.ask(paper_rows, "groups.members", {"group": "talent"})
    assert "▲2026-05-03" in table.rows[1].cells, "as the screen has it"


def test_a_group_s_list_stands_in_the_order_of_the_units_it_shows(desk: Desk):
    day = date(2026, 1, 1)
    desk.execute(JoinGroup(kind=GroupKind.TALENT, person_ids=(1, 4), day=day, reason="区人才〔2026〕1号"))
    desk.execute(TransferPerson(person_id=1, version=1, unit_id=3, day="2026-04-01"))

    def shown(**params: str) -> list[tuple[str, ...]]:
        (table,) = desk.ask(paper_rows, "groups.members", {"group": "talent", **params})
        return [tuple(cell for cell in row.cells if cell.startswith("城东区")) for row in table.rows]

    assert shown(day="2026-03-01") == [("城东区委组织部",), ("城东区委宣传部",)]
    assert shown() == [("城东区委宣传部",), ("城东区教育局",)]
    then = desk.ask(group_members, GroupKind.TALENT, date(2026, 3, 1))
    assert [row.unit_name for row in then] == ["城东区委组织部", "城东区委宣传部"], (
        "the screen says what is printed"
    )
    now = desk.ask(group_members, GroupKind.TALENT)
    assert [(row.unit, row.unit_name) for row in now] == [
        ("宣传部", "城东区委宣传部"),
        ("教育局", "城东区教育局"),
    ]


def test_lecturers_are_printed_with_where_they_come_from_and_their_subject(desk: Desk):
    day = date(2026, 1, 1)
    lecturer = {"organisation": "城东区委党校", "speciality": "党史党建"}
    desk.execute(
        JoinGroup(kind=GroupKind.LECTURER, person_ids=(1,), day=day, reason="区组〔2026〕1号", **lecturer)
    )
    desk.execute(JoinGroup(kind=GroupKind.YOUNG, person_ids=(1,), day=day, reason="区组〔2026〕1号"))
    (table,) = desk.ask(paper_rows, "groups.members", {"group": "lecturer"})
    assert {"城东区委党校", "党史党建", "区组〔2026〕1号"} <= set(table.rows[0].cells)
    (others,) = desk.ask(paper_rows, "groups.members", {"group": "young"})
    assert "speciality" not in [column.key for column in others.columns]


def test_a_list_that_was_searched_says_so_on_paper_and_counts_whom_it_leaves_out(desk: Desk):
    screened(desk)
    (table,) = desk.ask(paper_rows, "groups.reserve", {"pile": "all", "text": "sxf"})
    assert table.subtitle.endswith("全部人选　仅列查找“sxf”所得（全部 1 人）　1 人")
    (table,) = desk.ask(paper_rows, "groups.reserve", {"pile": "all", "text": "丁"})
    assert not table.rows
    assert table.subtitle.endswith("仅列查找“丁”所得（全部 1 人）　0 人")
