"""A filled-in content of every table of the catalogue, with invented people, long names and rare characters."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from io import BytesIO
from itertools import cycle, islice

from PIL import Image

from trainingdesk.documents.catalogue import (
    classes,
    fees,
    groups,
    headcount,
    menu,
    planning,
    register,
    reporting,
    reserve,
    roster,
    roster_import,
    summary,
    training_file,
    units,
)
from trainingdesk.documents.definition import Content, Report
from trainingdesk.domain.codes import (
    Audience,
    CertificateState,
    LedgerKind,
    Line,
    Mode,
    Rank,
    Sex,
    Slot,
    Team,
    Theme,
    UnitKind,
)
from trainingdesk.domain.roster.base import RankGroup
from trainingdesk.domain.roster.groups import RoundRow
from trainingdesk.domain.roster.importing import Became
from trainingdesk.shared.formatting import label_of
from trainingdesk.shared.text import Label, text

TODAY = date(2026, 6, 12)
OFFICE = "东湖区委组织部干部教育科"
NAMES = (
    "丁宁",
    "欧阳晓彤",
    "王海",
    "司马青云",
    "李𬱟",
    "陈䶮",
    "孙𠮷",
    "田㐂",
    "买买提·艾力",
    "周龘",
    "吴昊天",
)
UNITS = (
    "区委办公室",
    "区教育局",
    "区教育局所属实验小学",
    "区卫生健康委员会所属第一人民医院（老年病医院、妇幼保健院）",
    "区国有资产经营（控股）集团有限公司",
    "东湖街道办事处",
)


def person(place: int) -> str:
    return NAMES[place % len(NAMES)]


def unit(place: int) -> str:
    return UNITS[place % len(UNITS)]


def roster_content(count: int = 60, *, with_ids: bool = True) -> Content:
    people = [
        {
            "name": person(place),
            "sex": list(Sex)[place % 2],
            "birth": date(1965 + place % 35, 1 + place % 12, 3),
            "unit": unit(place),
            "post": "党组成员、副局长" if place % 3 else "一级主任科员",
            "rank": list(Rank)[place % len(Rank)] if place % 11 else None,
            "team": label_of(list(Team)[place % 3]),
            "id_number": "9999**********0019",
        }
        for place in range(count)
    ]
    columns = (*roster.USUAL, "id_number") if with_ids else ()
    return roster.content(people, office=OFFICE, data_date=TODAY, printed_on=TODAY, columns=columns)


def plan_content(count: int = 45) -> Content:
    lines = []
    for place in range(count):
        base = 7 + place * 13 % 181
        targets = [base // 5 + (1 if year < base % 5 else 0) for year in range(5)]
        years = tuple(
            planning.GridYear(
                target, min(target, place % 20) if year == 0 else 0, over=place % 9 == 2 and year == 0
            )
            for year, target in enumerate(targets)
        )
        lines.append(planning.GridLine(unit(place), place % 3, base, years))
    return planning.content(
        lines,
        (2026, 2027, 2028, 2029, 2030),
        subtitle="第2版",
        cap=Fraction(1, 5),
        office=OFFICE,
        data_date=TODAY,
        printed_on=TODAY,
    )


def menu_content() -> Content:
    lines = [
        menu.MenuLine(
            audience=audience,
            course="突发事件应对情景模拟（桌面推演）" if place % 2 else "行政诉讼实务",
            theme=list(Theme)[place % len(Theme)],
            mode=list(Mode)[place % len(Mode)],
            hours=(40, 35, 80)[place % 3],
            lecturer=person(place) if place % 4 else "",
            capacity=50,
            sessions=place + 1,
        )
        for audience in Audience
        for place in range(5)
    ]
    return menu.content(
        lines,
        title="东湖区2026年度“菜单式”培训计划表",
        number="东训单〔2026〕1号",
        issued_on=date(2026, 3, 2),
        issued_by="区委组织部",
        cosigners=("区委宣传部", "区委党校", "区人力资源和社会保障局"),
        printed_on=TODAY,
    )


FACTS = classes.ClassFacts(
    "2026年第3期科级干部任职培训班",
    "2026-03",
    date(2026, 6, 8),
    date(2026, 6, 12),
    "区委党校",
    "周敏",
    OFFICE,
)


def students(count: int = 52) -> list[classes.Student]:
    return [
        classes.Student(
            seat=place + 1,
            name=person(place),
            unit=unit(place),
            post="副科长",
            sex=list(Sex)[place % 2],
            rank=Rank.SECTION_DEPUTY,
        )
        for place in range(count)
    ]


def roll_content() -> Content:
    return classes.roll_content(FACTS, students(), printed_on=TODAY)


def signin_content() -> Content:
    half = classes.SigninHalfDay
    days = (
        classes.SigninDay(
            date(2026, 6, 8), (half(Slot.MORNING, "开班式"), half(Slot.AFTERNOON, "行政诉讼实务"))
        ),
        classes.SigninDay(
            date(2026, 6, 9),
            (half(Slot.MORNING, "基层治理"), half(Slot.AFTERNOON, "现场教学"), half(Slot.EVENING, "")),
        ),
    )
    return classes.signin_content(FACTS, students(), days, printed_on=TODAY)


def ledger_content(count: int = 40) -> Content:
    balance = 123_456
    lines = []
    for place, amount in enumerate(islice(cycle((5_000_000, -1_250_050, -99_900)), count)):
        balance += amount
        kind = LedgerKind.ALLOCATION if amount > 0 else LedgerKind.PAYMENT
        day = date(2026, 1, 5) + timedelta(days=place)
        lines.append(
            fees.LedgerLine(day, kind, "培训费", "区委党校", f"东训经〔2026〕{place:03d}号", amount, balance)
        )
    return fees.ledger_content(
        lines, period="2026年", brought_forward=123_456, office=OFFICE, data_date=TODAY, printed_on=TODAY
    )


def coverage_content(count: int = 50) -> Content:
    def line(name: str, base: int, level: int = 0) -> reporting.CoverageLine:
        return reporting.CoverageLine(name, base, base // 5, base * 3 // 7, level)

    units = [line(unit(place), place * 37 % 211, place % 3) for place in range(count)]
    teams = [
        line(name, 1000 + place) for place, name in enumerate(("党政干部", "专业技术人员", "经营管理人员"))
    ]
    return reporting.content(
        units, teams, cycle=(2026, 2030), year=2026, office=OFFICE, data_date=TODAY, printed_on=TODAY
    )


def summary_content(units: int = 10, names: tuple[str, ...] = UNITS, *, money: bool = True) -> Content:
    def line(name: str, base: int, done: int) -> reporting.CoverageLine:
        return reporting.CoverageLine(name, base, done // 4, done)

    teams = [line("党政干部", 2126, 1320), line("专业技术人员", 2289, 1100), line("经营管理人员", 405, 205)]
    lines = [line(name, base, done) for name, base, done in SUMMARY_LINES]
    years = [
        summary.YearLine(year, target, trained)
        for year, target, trained in zip(
            range(2024, 2029), (1010, 2000, 2960, 3890, 4760), (1100, 1900, 2625, None, None), strict=True
        )
    ]
    behind = [line(names[place % len(names)], 40 + place * 31, 11 + place * 9) for place in range(units)]
    work = summary.ClassLine(21, 4, 903, 128_000_000, 110_616_050) if money else summary.ClassLine(21, 4, 903)
    return summary.content(
        teams,
        lines,
        years,
        behind,
        work,
        year=2026,
        planned=4760,
        data_date=TODAY,
        office=OFFICE,
        printed_on=TODAY,
    )


SUMMARY_LINES = (
    ("党群机关", 312, 250),
    ("人大、政协、法检", 224, 180),
    ("政府部门", 966, 610),
    ("教育系统", 1454, 700),
    ("卫健系统", 989, 400),
    ("镇街", 470, 280),
    ("企业", 405, 205),
)


def register_content() -> Content:
    lines = [
        register.RegisterLine(
            number=f"东培证〔2026〕第{place:04d}号",
            name=person(place),
            unit=unit(place),
            class_title="2026年第3期科级干部任职培训班",
            issued_day=TODAY,
            state=label_of(CertificateState.VOID if place % 7 == 3 else CertificateState.VALID),
            reason="姓名有误" if place % 7 == 3 else "",
            replaces="",
            replaced_by="",
        )
        for place in range(1, 41)
    ]
    return register.register_content(
        lines, narrowed="2026年", office=OFFICE, data_date=TODAY, printed_on=TODAY
    )


def import_content() -> Content:
    lines = [
        roster_import.ImportLine(
            row=str(place + 4),
            became=Label(f"import.became.{list(Became)[place % len(Became)]}"),
            name=person(place),
            unit=unit(place),
            what=("职务：科员 → 一级主任科员", "身份证号：校验码不对") if place % 3 else (),
            by_hand=place % 4 == 0,
        )
        for place in range(40)
    ]
    facts = roster_import.ImportFacts(
        file_name="教育局名册（截至2026年5月）.xlsx",
        digest="0123456789abcdef" * 4,
        day=TODAY,
        at=datetime(2026, 6, 12, 1, 30, tzinfo=UTC),
        actor="张晓",
        counts=[(Label(f"import.became.{became}"), 6) for became in Became],
        sheets=[("在职", True, ""), ("说明", False, "roster.sheet_no_header")],
        unchanged=7,
    )
    return roster_import.content(facts, lines, office=OFFICE, printed_on=TODAY)


def members_content() -> Content:
    lines = [
        groups.MemberLine(
            name=person(place),
            unit=unit(place),
            post="总工程师",
            rank=label_of(Rank.TECHNICAL_SENIOR),
            since=TODAY,
            reason="区人才〔2026〕3号",
            organisation="城东城建集团有限公司",
            speciality="桥梁工程",
            visits=place % 3,
            last_visit=TODAY if place % 3 else None,
            open_needs=place % 2,
            due=TODAY,
            overdue=place % 2 == 1,
        )
        for place in range(30)
    ]
    return groups.members_content(
        lines, group="优秀人才", talents=True, office=OFFICE, day=TODAY, today=TODAY
    )


def reserve_content() -> Content:
    lines = [
        reserve.ReserveLine(
            name=person(place),
            unit=unit(place),
            post="副局长",
            rank=label_of(Rank.SECTION_DEPUTY),
            state=Label("reserve.state.admitted"),
            recommended_on=TODAY,
            recommended_by="区教育局党委",
            rounds=[
                RoundRow(
                    number,
                    TODAY,
                    38 - place % 5,
                    40,
                    885 - place,
                    "同意列入" if place % 4 else "同意列入，建议到基层一线培养锻炼",
                    passed=True,
                )
                for number in range(1, place % 3 + 2)
            ],
            admitted=(TODAY, "区委常委会2026年第8次会议研究"),
            reviewed=(2025, Label("review_result.keep")) if place % 3 else None,
            details={
                "sex": Sex.MALE,
                "birth": date(1979, 5, 1),
                "age": 47,
                "education": "大学" if place % 2 else "研究生",
                "political": "中共党员",
            },
            decided_on=TODAY,
            decided_reason="区委常委会2026年第8次会议研究",
            training="已经系统培训" if place % 5 else "未经系统培训\n40/90学时",
            open_until=None if place % 5 else date(2026, 12, 31),
            override_by="" if place % 5 else "王批",
            override_on=None if place % 5 else TODAY,
            override_reason="" if place % 5 else "抗洪一线，下半年补训",
        )
        for place in range(30)
    ]
    return reserve.reserve_content(lines, office=OFFICE, day=TODAY, today=TODAY)


def headcount_content() -> Content:
    teams, levels = list(Team), list(RankGroup)
    lines = [
        headcount.HeadLine(
            unit(place),
            place % 3,
            {
                (teams[place % 3], levels[place % 6]): 3 + place,
                (teams[0], levels[1]): 12,
                (teams[1], levels[3]): 120,
            },
        )
        for place in range(40)
    ]
    ranks = [(text(f"rank.{rank}"), {teams[place % 3]: place + 1}) for place, rank in enumerate(Rank)]
    return headcount.content(
        lines,
        ranks,
        teams=teams,
        groups=levels,
        scope="东湖区教育局",
        day=TODAY,
        rules=("计入底数的状态：在职、长期请假。",),
        office=OFFICE,
        printed_on=TODAY,
    )


def units_content() -> Content:
    kinds, lines = list(UnitKind), list(Line)
    found = [
        units.UnitLine(
            name=unit(place),
            short_name=unit(place)[-4:],
            kind=kinds[place % len(kinds)],
            line=lines[place % len(lines)],
            managed_by="区教育局" if place % 3 else "",
            level=1 if place % 3 else 0,
            former=[("区委宣教部", date(2024, 3, 1))] if place % 4 == 0 else (),
            merged=[("区委党史研究室", date(2023, 5, 31)), ("区文明办", None)] if place % 7 == 0 else (),
            liaison=person(place),
            deputy=person(place + 1) if place % 2 else "",
            phone="0571-8800 1234" if place % 2 else "",
            heads=place * 3,
        )
        for place in range(40)
    ]
    rules = ("计入底数的状态：在职、长期请假。",)
    return units.content(found, scope="", rules=rules, office=OFFICE, day=date(2026, 6, 1), today=TODAY)


def changes_content() -> Content:
    kinds = [text(f"base_change.{kind}") for kind in ("came", "left", "moved", "promoted", "changed")]
    lines = [
        headcount.ChangeLine(
            kinds[place // 6],
            person(place),
            (unit(place), "科长", text("rank.section_deputy")) if place >= 6 else ("", "", ""),
            (unit(place + 1), "副局长", text("rank.section_head")) if place // 6 != 1 else ("", "", ""),
            "2026-03" if place % 2 else "2026-03-12",
            "退休" if place // 6 == 1 else "",
        )
        for place in range(30)
    ]
    return headcount.changes_content(
        lines,
        headcount.Balance(4800, 6, 6, 4800, 6, 6, 6, 6),
        first=date(2026, 1, 1),
        last=TODAY,
        scope="",
        rules=(),
        office=OFFICE,
        printed_on=TODAY,
    )


def a_photo() -> bytes:
    """A photo as the desk keeps them: a small JPEG."""
    buffer = BytesIO()
    Image.linear_gradient("L").resize((120, 160)).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def file_content() -> Content:
    return training_file.content(
        training_file.FileData(
            name=person(3),
            facts=[
                ("性别", "男"),
                ("出生年月", "1972-05"),
                ("民族", "汉族"),
                ("工作单位", unit(3)),
                ("职务", "副局长"),
                ("学历", "大学"),
                ("备注", "联系企业服务专班成员，" * 6),
            ],
            photo=a_photo(),
            career=[
                {
                    "since": f"{2000 + place}-03" if place else "不详",
                    "until": f"{2001 + place}-03" if place < 11 else "至今",
                    "track": "单位",
                    "words": f"{unit(place)}　科长",
                    "reason": "=组织任命",
                }
                for place in range(12)
            ],
            groups=[
                {
                    "since": date(2024, 1, 5),
                    "until": "至今",
                    "group": "优秀人才　江北智能装备有限公司",
                    "reason": "区组〔2024〕1号",
                }
            ],
            classes=[
                {
                    "when": "2026-03-02—2026-03-06",
                    "title": f"第{place}期科级干部任职培训班",
                    "where": f"{unit(place)}　科长",
                    "hours": 400 + place * 5,
                    "days": 50,
                    "result": "结业，良好",
                }
                for place in range(20)
            ],
            certificates=[
                {
                    "day": date(2026, 3, 6),
                    "number": "东训〔2026〕第00012号",
                    "title": "科级干部任职培训班",
                    "state": "有效",
                }
            ],
            hours=[
                {
                    "year": f"{year}年",
                    "rank": "乡科级正职",
                    "hours": 400,
                    "owed": 900,
                    "days": 50,
                    "result": "差50学时或7天",
                }
                for year in range(2022, 2027)
            ],
            cycle={"year": "2022—2026五年周期", "hours": 2000, "days": 250, "result": "5年中0年达标"},
            visits=[
                {
                    "day": date(2025, 4, 2),
                    "need": "子女入学",
                    "service": "协调区教育局办理",
                    "by_whom": "王批",
                    "settled": "2025-06-01",
                }
            ],
            sources=["应修学时依据：《干部教育培训工作条例》（2023）第十四条。"],
        ),
        office=OFFICE,
        data_date=TODAY,
        printed_on=TODAY,
    )


def visits_content() -> Content:
    talents = [
        groups.TalentLine(
            name=person(place),
            unit=unit(place),
            post="总工程师",
            organisation="江北智能装备有限公司",
            speciality="智能制造",
            visits=[
                (
                    date(2026, 1 + number, 3),
                    "人才公寓续租，子女入学协调",
                    "协调教育局、住建局办理" * 2,
                    "王批",
                    None,
                )
                for number in range(place % 4)
            ],
            due=date(2026, 3 + place % 4, 3),
            overdue=place % 3 == 0,
        )
        for place in range(20)
    ]
    return groups.visits_content(
        talents, rules=["最近一次走访后6个月内应再走访。"], office=OFFICE, day=TODAY, today=TODAY
    )


#: Every table of the catalogue with a content; a new one without a sample fails the tests.
SAMPLES: dict[str, tuple[Report, Callable[[], Content]]] = {
    "roster.list": (roster.LIST, roster_content),
    "roster.headcount": (headcount.HEADCOUNT, headcount_content),
    "roster.units": (units.LIST, units_content),
    "roster.changes": (headcount.CHANGES, changes_content),
    "roster.file": (training_file.FILE, file_content),
    "groups.visits": (groups.VISITS, visits_content),
    "groups.members": (groups.MEMBERS, members_content),
    "groups.reserve": (reserve.RESERVE, reserve_content),
    "roster.import": (roster_import.REPORT, import_content),
    "planning.grid": (planning.GRID, plan_content),
    "menu.plan": (menu.PLAN, menu_content),
    "classes.roll": (classes.ROLL, roll_content),
    "classes.signin": (classes.SIGNIN, signin_content),
    "fees.ledger": (fees.LEDGER, ledger_content),
    "certificates.register": (register.REGISTER, register_content),
    "reporting.summary": (summary.SUMMARY, summary_content),
    "reporting.coverage": (reporting.COVERAGE, coverage_content),
}
