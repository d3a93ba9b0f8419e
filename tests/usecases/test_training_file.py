"""One person's training file: what stands there is of its own time, and hours are held against what is owed."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from tests.documents.samples import a_photo
from tests.usecases.person_whole import WHOLE, write_whole
from tests.usecases.training_facts import a_class, a_mark, a_session, rows, write
from trainingdesk.documents.preview import page_texts
from trainingdesk.domain.codes import GroupKind, Rank
from trainingdesk.domain.errors import NotFound, Refused
from trainingdesk.shared.text import set_language
from trainingdesk.usecases.commands.groups import AddFollowUp, JoinGroup, LeaveGroup
from trainingdesk.usecases.commands.history import TransferPerson
from trainingdesk.usecases.commands.photo import SetPhoto
from trainingdesk.usecases.commands.reserve import AdmitReserve, RecommendReserve
from trainingdesk.usecases.commands.reserve_exception import RequestOverride
from trainingdesk.usecases.commands.reserve_screening import AddRound
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.groups import candidate_card
from trainingdesk.usecases.queries.papers import named_person, paper_pdf, paper_rows, paper_xlsx, param_people
from trainingdesk.usecases.queries.roster import person_card, person_form


def sections(desk: Desk, person: int) -> dict[str, list[tuple[str, ...]]]:
    """Return the rows of every table by its title; the facts stand under the paper's."""
    found = desk.ask(paper_rows, "roster.file", {"person": str(person)})
    return {
        table.title: [tuple(cell.replace("\u3000", " ") for cell in row.cells) for row in table.rows]
        for table in found
    }


def facts(desk: Desk, person: int) -> dict[str, str]:
    return dict(sections(desk, person)["干部培训档案"])  # type: ignore[arg-type]


def test_a_file_tells_career_classes_and_hours(desk: Desk, desk_file):
    a_class(desk_file, "2025-01", "2025-05-12", [4])
    a_class(desk_file, "2026-01", "2026-05-12", [4])
    write(
        desk_file,
        ("UPDATE enrolment SET attended_hours = 960, grade = 'good' WHERE class_id = 1", ()),
        ("UPDATE enrolment SET attended_hours = 400 WHERE class_id = 2", ()),
    )
    desk.execute(
        TransferPerson(
            person_id=4, version=1, unit_id=1, day="2026-03", reason="区组〔2026〕5号", post="科长"
        )
    )
    write(
        desk_file,
        (
            (
                "INSERT INTO unit_former_name (unit_id, name, short_name, initials, until, reason)"
                " VALUES (2, '城东区委宣教部', '宣教部', '', '2026-04-01', '机构改革')"
            ),
            (),
        ),
    )
    found = sections(desk, 4)
    career = found["任职履历"]
    assert ("不详", "2026-03", "单位", "城东区委宣教部", "") in career
    assert ("2026-03", "至今", "单位", "城东区委组织部", "区组〔2026〕5号") in career
    tracks = {line[2] for line in career}
    assert not tracks & {"队伍", "人员状态"}, "what never changed is no post: it stands among the details"
    first, second = found["参加培训"]
    assert first == ("2025-05-12", "2025-01班", "城东区委宣教部 干部", "96", "", "结业，良好")
    assert second[3] == "40"
    hours = {line[0]: line[1:] for line in found["学时完成情况"]}
    assert hours["2025年"] == ("乡科级正职", "96", "90", "0", "达标")
    assert hours["2026年"][1:] == ("40", "90", "0", "差50学时或12天")
    assert hours["2022—2026五年周期"] == ("", "136", "", "0", "5年中1年达标")
    assert desk.ask(paper_pdf, "roster.file", {"person": "4"}).startswith(b"%PDF")


def test_a_grade_without_completion_is_said_as_one(desk: Desk, desk_file):
    a_class(desk_file, "2025-01", "2025-05-12", [4])
    write(desk_file, ("UPDATE enrolment SET attended_hours = 200, grade = 'good', completed = 0", ()))
    assert sections(desk, 4)["参加培训"][0][-1] == "未结业（考核良好）"


def test_whom_a_name_means(desk: Desk):
    assert desk.ask(named_person, "丁宁") == 1
    with pytest.raises(Refused, match=r"paper\.namesakes") as caught:
        desk.ask(named_person, "王伟")
    assert len(caught.value.params["known"]) == 2
    with pytest.raises(Refused, match=r"paper\.no_person"):
        desk.ask(named_person, "诸葛无名")


def test_a_file_tells_both_ways_of_schooling_and_the_rank_beside_the_post(desk: Desk, desk_file):
    bare = facts(desk, 2)
    write_whole(desk_file, 2)
    whole = facts(desk, 2)
    assert (whole["全日制学历"], whole["全日制学位"]) == ("大学", "文学学士")
    assert (whole["在职学历"], whole["在职学位"]) == ("中央党校研究生", "公共管理硕士")
    held = ("side_rank", "joined_on", "education", "degree", "work_start", "party_entry", "authority", "note")
    assert [name for name in held if WHOLE[name][1] not in whole.values()] == []
    assert "全日制学历" not in bare, "a field of which nothing is known is none"


def test_the_county_level_owes_its_hours_in_five_years(desk: Desk, desk_file):
    a_class(desk_file, "2025-01", "2025-05-12", [1])
    write(
        desk_file,
        ("UPDATE enrolment SET attended_hours = 5500", ()),
        ("UPDATE person SET rank = ? WHERE id = 1", (Rank.COUNTY_DEPUTY.value,)),
    )
    hours = {line[0]: line[1:] for line in sections(desk, 1)["学时完成情况"]}
    assert hours["2025年"][1:] == ("550", "", "0", "按五年计")
    assert hours["2022—2026五年周期"] == ("", "550", "550", "0", "达标")


def test_each_year_is_held_to_the_rank_and_the_rules_of_that_year(desk: Desk, desk_file):
    """Promoted on 1 July 2024: the hours of a year until 2023, those of five years since (条例 2023 第十四条)."""
    for year, hours in ((2022, 900), (2023, 850), (2024, 400), (2025, 3000)):
        number = a_class(desk_file, f"{year}-01", f"{year}-05-12", [1])
        write(desk_file, ("UPDATE enrolment SET attended_hours = ? WHERE class_id = ?", (hours, number)))
    write(
        desk_file,
        ("UPDATE rule SET valid_to = '2022-12-31' WHERE key = 'reserve.yearly_hours'", ()),
        (
            (
                "INSERT INTO rule (key, value, valid_from, source, note, version)"
                " VALUES ('reserve.yearly_hours', '850', '2023-01-01', '市〔2023〕1号', '', 1)"
            ),
            (),
        ),
    )
    form = desk.ask(person_form, 1)
    desk.execute(
        TransferPerson(
            person_id=1,
            version=form.version,
            unit_id=2,
            day="2024-07-01",
            post="副区长",
            rank=Rank.COUNTY_DEPUTY,
        )
    )
    found = sections(desk, 1)
    hours = {line[0]: line[1:] for line in found["学时完成情况"]}
    assert hours["2022年"] == ("乡科级正职", "90", "90", "0", "达标")
    assert hours["2023年"] == ("乡科级正职", "85", "85", "0", "达标")
    assert hours["2024年"] == ("县处级副职", "40", "", "0", "按五年计")
    assert hours["2022—2026五年周期"] == ("", "515", "550", "0", "2年中2年达标 差35学时")
    found = desk.ask(paper_rows, "roster.file", {"person": "1"})
    sources = [note for table in found for note in table.notes if "依据" in note]
    assert [note.split("年应修")[0] for note in sources] == ["2022—2023", "2023", "2024—2026"]
    assert "市〔2023〕1号" in sources[1]


def test_twelve_days_do_as_well_as_ninety_hours_and_an_evening_makes_no_day_longer(desk: Desk, desk_file):
    number = a_class(desk_file, "2026-01", "2026-05-12", [4], start_day="2026-05-01")
    write(desk_file, ("UPDATE enrolment SET attended_hours = 800", ()))
    enrolment = rows(desk_file, "SELECT id FROM enrolment")[0][0]
    for day in range(1, 13):
        for slot in ("morning", "afternoon", *(["evening"] if day < 4 else [])):
            session = a_session(desk_file, number, f"2026-05-{day:02d}", slot)
            a_mark(desk_file, session, enrolment, "absent" if (day, slot) == (12, "afternoon") else "present")
    found = sections(desk, 4)
    assert found["参加培训"][0][3:5] == ("80", "11.5")
    hours = {line[0]: line[1:] for line in found["学时完成情况"]}
    assert hours["2026年"][1:] == ("80", "90", "11.5", "差10学时或0.5天")
    card = desk.ask(person_card, 4).hours
    assert card is not None
    assert (card.short, card.by_days) == (100, False)
    a_mark(desk_file, rows(desk_file, "SELECT max(id) FROM half_day_session")[0][0], enrolment, "late")
    assert sections(desk, 4)["学时完成情况"][-2][2:] == ("80", "90", "12", "按天数达标")
    assert sections(desk, 4)["学时完成情况"][-1][-1] == "5年中1年达标"
    card = desk.ask(person_card, 4).hours
    assert card is not None
    assert (card.short, card.by_days) == (0, True)
    book = openpyxl.load_workbook(BytesIO(desk.ask(paper_xlsx, "roster.file", {"person": "4"})))
    cells = [cell.value for row in book["学时完成情况"].iter_rows() for cell in row]
    assert 12 in cells
    assert "按天数达标" in cells


def test_paper_card_list_and_gate_count_days_by_the_marks_in_force_when_the_class_ended(
    desk: Desk, desk_file
):
    """Since 20 May who came late has not come; the class before that day is not judged anew."""
    number = a_class(desk_file, "2026-01", "2026-05-12", [4], start_day="2026-05-01")
    later = a_class(desk_file, "2026-02", "2026-06-01", [4])
    write(
        desk_file,
        ("UPDATE enrolment SET attended_hours = 400", ()),
        ("UPDATE rule SET valid_to = '2026-05-19' WHERE key = 'attendance.present_marks'", ()),
        (
            (
                "INSERT INTO rule (key, value, valid_from, source, note, version) VALUES"
                " ('attendance.present_marks', '[\"present\"]', '2026-05-20', '区组〔2026〕9号', '', 1)"
            ),
            (),
        ),
    )
    first, second = (row[0] for row in rows(desk_file, "SELECT id FROM enrolment ORDER BY id"))
    for day in range(1, 13):
        for slot in ("morning", "afternoon"):
            a_mark(desk_file, a_session(desk_file, number, f"2026-05-{day:02d}", slot), first, "late")
    a_mark(desk_file, a_session(desk_file, later, "2026-06-01"), second, "late")
    found = sections(desk, 4)
    assert [line[4] for line in found["参加培训"]] == ["12", ""]
    assert {line[0]: line[-1] for line in found["学时完成情况"]}["2026年"] == "按天数达标"
    card = desk.ask(person_card, 4).hours
    assert card is not None
    assert (card.half_days, card.by_days) == (24, True)
    desk.execute(RecommendReserve(person_ids=(4,), day=date(2026, 6, 1), by="宣传部党组"))
    candidate = rows(desk_file, "SELECT id FROM reserve_candidate")[0][0]
    assert desk.ask(candidate_card, candidate).training.half_days == {2026: 24}
    assert desk.ask(candidate_card, candidate).missing is None
    desk.execute(AddRound(candidate_id=candidate, version=1, day=date(2026, 6, 2), passed=True))
    with pytest.raises(Refused, match=r"reserve\.nothing_missing"):
        desk.execute(RequestOverride(candidate_id=candidate, version=2, reason="工作需要"))
    desk.execute(
        AdmitReserve(candidate_id=candidate, version=2, day=date(2026, 6, 3), reason="常委会研究同意")
    )


@pytest.mark.parametrize(("a_day", "half_days", "told"), [(2, 13, "6.5"), (1, 12, "12")])
def test_what_makes_a_day_is_said_once_for_paper_card_and_gate(
    desk: Desk, desk_file, monkeypatch: pytest.MonkeyPatch, a_day: int, half_days: int, told: str
):
    """Twelve mornings and an evening: 6½ days; were a half-day a day, they would be the twelve owed, everywhere."""
    monkeypatch.setattr("trainingdesk.domain.attendance.days.HALF_DAYS_A_DAY", a_day)
    number = a_class(desk_file, "2026-01", "2026-05-12", [4], start_day="2026-05-01")
    for day in range(1, 13):
        a_mark(desk_file, a_session(desk_file, number, f"2026-05-{day:02d}"), 1, "present")
    a_mark(desk_file, a_session(desk_file, number, "2026-05-01", "evening"), 1, "present")
    enough = a_day == 1
    assert sections(desk, 4)["参加培训"][0][4] == told
    verdict = sections(desk, 4)["学时完成情况"][-2][-1]
    assert verdict == ("按天数达标" if enough else "差90学时或5.5天")
    card = desk.ask(person_card, 4).hours
    assert card is not None
    assert (card.half_days, card.half_days_owed, card.by_days) == (half_days, 12 * a_day, enough)
    desk.execute(RecommendReserve(person_ids=(4,), day=date(2026, 6, 1), by="宣传部党组"))
    assert (desk.ask(candidate_card, 1).missing is None) is enough


def test_a_rank_of_that_height_beside_the_post_owes_the_hours_of_five_years(desk: Desk, desk_file):
    write(
        desk_file,
        ("UPDATE person SET side_rank = 'researcher_4', side_rank_from = '2025-03' WHERE id = 1", ()),
    )
    hours = {line[0]: line[1:] for line in sections(desk, 1)["学时完成情况"]}
    assert hours["2025年"] == ("乡科级正职 四级调研员", "0", "", "0", "按五年计")
    card = desk.ask(person_card, 1).hours
    assert card is not None
    assert (card.whole_cycle, card.short) == (True, 5500)


def test_a_career_tells_post_and_rank_apart_each_since_its_own_day(desk: Desk, desk_file):
    write(
        desk_file,
        ("UPDATE person SET post_from = '2020-01', rank_from = '2024-05' WHERE id IN (1, 5)", ()),
        (
            (
                "INSERT INTO secondment (person_id, way, place, valid_from, valid_to, reason)"
                " VALUES (5, 'out', '省委党校', '2025-03-01', '2025-08-31', '')"
            ),
            (),
        ),
    )
    found = sections(desk, 5)
    career = [line[:4] for line in found["任职履历"]]
    assert ("2020-01", "至今", "职务", "干部") in career
    assert ("2024-05", "至今", "职级", "三级主任科员") in career
    (away,) = found["借调"]
    assert away[:2] == ("2025-03-01", "2025-08-31"), "its last day, as the form has it"
    assert away[3] == "省委党校"
    career = [line[:4] for line in sections(desk, 1)["任职履历"]]
    assert ("2024-05", "至今", "职务", "干部 乡科级正职") in career, "the level belongs to the post"


def test_a_class_older_than_the_rule_of_marks_is_told_without_days(desk: Desk, desk_file):
    """The rule's first day is 2013-03-01: nobody can say which marks of an older class counted."""
    number = a_class(desk_file, "2012-01", "2012-05-12", [4])
    write(desk_file, ("UPDATE enrolment SET attended_hours = 160", ()))
    a_mark(desk_file, a_session(desk_file, number, "2012-05-12"), 1, "present")
    a_class(desk_file, "2011-01", "2011-05-12", [4], state="running")
    old, older = sections(desk, 4)["参加培训"][1], sections(desk, 4)["参加培训"][0]
    assert (old[1], old[3], old[4]) == ("2012-01班", "16", "")
    assert older[1] == "2011-01班"
    assert desk.ask(paper_pdf, "roster.file", {"person": "4"}).startswith(b"%PDF")


def test_who_left_the_base_owes_nothing_from_that_year_on(desk: Desk, desk_file):
    a_class(desk_file, "2025-01", "2025-05-12", [4])
    write(
        desk_file,
        ("UPDATE enrolment SET attended_hours = 400", ()),
        ("UPDATE person SET status = 'retired', status_from = '2026-03-01' WHERE id = 4", ()),
    )
    hours = {line[0]: line[1:] for line in sections(desk, 4)["学时完成情况"]}
    assert hours["2025年"][1:] == ("40", "90", "0", "差50学时或12天")
    assert hours["2026年"][2:] == ("", "0", "")
    assert hours["2022—2026五年周期"][-1] == "4年中0年达标"
    card = desk.ask(person_card, 4)
    assert card.hours is not None
    assert (card.hours.owed_in(2026), card.hours.short) == (None, 0)
    write(desk_file, ("UPDATE person SET rank = ? WHERE id = 4", (Rank.COUNTY_HEAD.value,)))
    assert sections(desk, 4)["学时完成情况"][-1][3:] == ("", "0", "")


def test_a_file_is_of_somebody_who_is_there(desk: Desk):
    first = [choice.value for choice in desk.ask(param_people, "")]
    assert (first[0], len(first)) == ("1", 12), "of a roster of any size"
    assert [choice.value for choice in desk.ask(param_people, "", "4")] == ["4"]
    assert [choice.detail for choice in desk.ask(param_people, "ww", "4")] == ["教育局 干部", "教育局 干部"]
    for gone in ("99", "9" * 30, "x"):
        assert desk.ask(param_people, "", gone) == ()
    with pytest.raises(NotFound):
        desk.ask(paper_rows, "roster.file", {"person": "99"})
    with pytest.raises(Refused, match=r"paper\.missing_param"):
        desk.ask(paper_rows, "roster.file", {})


def test_a_file_has_the_groups_with_their_reasons_and_the_visits_of_a_talent(desk: Desk):
    assert sections(desk, 14)["分组"] == []
    assert "跟踪走访" not in sections(desk, 14), "of somebody who never was a talent"
    talent = desk.execute(
        JoinGroup(
            kind=GroupKind.TALENT,
            person_ids=(14,),
            day=date(2024, 3, 1),
            reason="区人才〔2024〕1号",
            organisation="城东城建集团",
            speciality="桥梁设计",
        )
    ).result["membership_ids"][0]
    assert sections(desk, 14)["跟踪走访"] == []
    for day, need, settled in (
        (date(2026, 5, 6), "子女入学", None),
        (date(2025, 5, 6), "人才公寓", date(2025, 6, 1)),
    ):
        desk.execute(
            AddFollowUp(membership_id=talent, day=day, need=need, by_whom="张晓", settled_on=settled)
        )
    desk.execute(LeaveGroup(membership_ids=(talent,), day=date(2026, 6, 1), reason="调离企业"))
    desk.execute(
        JoinGroup(kind=GroupKind.YOUNG, person_ids=(14,), day=date(2026, 6, 2), reason="区组〔2026〕3号")
    )
    found = sections(desk, 14)
    assert found["分组"] == [
        ("2024-03-01", "2026-06-01", "优秀人才 城东城建集团 桥梁设计", "区人才〔2024〕1号", "调离企业"),
        ("2026-06-02", "至今", "优秀中青年干部", "区组〔2026〕3号", ""),
    ]
    assert [(line[0], line[1], line[4]) for line in found["跟踪走访"]] == [
        ("2025-05-06", "人才公寓", "2025-06-01"),
        ("2026-05-06", "子女入学", "未办结"),
    ]


def test_numbers_are_masked_on_paper_as_on_screen(desk: Desk, desk_file):
    write(desk_file, ("UPDATE person SET phone = '13800001234' WHERE id = 4", ()))
    card = desk.ask(person_card, 4)
    shown = facts(desk, 4)
    assert (shown["身份证号"], shown["手机"]) == (card.id_masked, card.phone_masked)
    assert "*" in shown["身份证号"]
    assert "*" in shown["手机"]
    number = rows(desk_file, "SELECT id_number FROM person WHERE id = 4")[0][0]
    printed = "".join(page_texts(desk.ask(paper_pdf, "roster.file", {"person": "4"})))
    assert number not in printed
    assert "13800001234" not in printed


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_file_of_everything_known_with_a_photo_can_be_read(desk: Desk, desk_file, language: str):
    set_language(language)
    write_whole(desk_file, 2)
    desk.execute(SetPhoto(person_id=2, picture=a_photo()))
    a_class(desk_file, "2025-01", "2025-05-12", [2])
    pages = page_texts(desk.ask(paper_pdf, "roster.file", {"person": "2"}))
    text = "".join("".join(pages).split())
    assert len(pages) <= 2
    assert WHOLE["note"][0] in text
    notes = [note for table in desk.ask(paper_rows, "roster.file", {"person": "2"}) for note in table.notes]
    assert len(notes) <= 5, "few, and each once"
    assert len(notes) == len(set(notes))
    book = openpyxl.load_workbook(BytesIO(desk.ask(paper_xlsx, "roster.file", {"person": "2"})))
    assert len(book.sheetnames) == 7
