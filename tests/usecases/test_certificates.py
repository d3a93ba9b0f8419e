"""Certificates through the gate: numbers without gaps, frozen papers, void and reissue."""

import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime

import pypdfium2
import pytest
from sqlalchemy.orm import Session

from tests.desk_fixtures import TestClock
from trainingdesk.domain.access import Role
from trainingdesk.domain.certificates.rows import CertificateFilter
from trainingdesk.domain.codes import (
    Audience,
    CertificateState,
    ClassState,
    Grade,
    Rank,
    SessionState,
    Slot,
    Team,
)
from trainingdesk.domain.errors import AccessDenied, Invalid, NotFound, Refused
from trainingdesk.persistence.tables.classes import Enrolment, HalfDaySession, TrainingClass
from trainingdesk.persistence.tables.roster import Person
from trainingdesk.usecases.commands.certificates import (
    IssueCertificates,
    ReissueCertificate,
    VoidCertificate,
)
from trainingdesk.usecases.commands.office import SetRule
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries import certificates as queries
from trainingdesk.usecases.queries.papers import (
    issued_paper_pdf,
    issued_papers,
    paper_pdf,
    paper_rows,
    paper_xlsx,
)

SignIn = Callable[[Role], None]

TODAY = date(2026, 6, 12)
LEAVE = [{"code": "completion.leave_over", "params": {"leave": "8", "total": "40", "limit": "1/7"}}]


def refused(code: str, kind: type[Refused] = Refused):
    return pytest.raises(kind, match=f"^\\('{code}'")


def write(desk: Desk, fill: Callable[[Session], object]) -> object:
    """Put facts into the file as another area would."""
    with desk.engines.writer.connect() as connection, connection.begin():
        connection.info["audited"] = True
        with Session(connection) as session:
            found = fill(session)
            session.flush()
        connection.info["audited"] = False
    return found


def add_class(
    desk: Desk, people: int = 5, code: str = "2026-03", state: ClassState = ClassState.CLOSED
) -> int:
    """Put a class into the file: the fourth did not complete it, the fifth was withdrawn."""

    def fill(session: Session) -> int:
        made = TrainingClass(
            code=code,
            title="科级干部进修班（第3期）",
            initials="kjgbjxb",
            audience=Audience.SECTION,
            start_day=date(2026, 6, 8),
            end_day=date(2026, 6, 12),
            is_main=False,
            capacity=50,
            teacher="孙班",
            place="区委党校",
            state=state,
            menu_item_id=None,
            closed_at=None,
        )
        session.add(made)
        session.flush()
        for day in range(8, 13):
            for slot in (Slot.MORNING, Slot.AFTERNOON):
                session.add(
                    HalfDaySession(
                        class_id=made.id,
                        day=date(2026, 6, day),
                        slot=slot,
                        topic="专题",
                        course_id=None,
                        hours=40,
                        state=SessionState.CLOSED,
                    )
                )
        for seat in range(1, people + 1):
            session.add(
                Enrolment(
                    class_id=made.id,
                    person_id=seat,
                    seat=seat,
                    unit_id=1,
                    post="科长",
                    rank=Rank.SECTION_HEAD,
                    team=Team.PARTY_GOVERNMENT,
                    withdrawn_at=datetime(2026, 6, 9, tzinfo=UTC) if seat == 5 else None,
                    withdrawn_reason="单位工作需要" if seat == 5 else "",
                    grade=Grade.PASS,
                    completed=None if seat == 5 else seat != 4,
                    reasons=LEAVE if seat == 4 else [],
                    attended_hours=360,
                )
            )
        return made.id

    return int(str(write(desk, fill)))


@pytest.fixture
def class_id(desk: Desk) -> int:
    return add_class(desk)


def issue(desk: Desk, class_id: int, *enrolments: int, day: date = TODAY) -> dict:
    return dict(desk.execute(IssueCertificates(class_id=class_id, day=day, enrolment_ids=enrolments)).result)


def register(desk: Desk, **parts: object) -> list:
    ids = desk.ask(queries.certificate_ids, CertificateFilter(**parts), "number")
    return list(desk.ask(queries.certificate_rows, ids).values())


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]
    document.close()
    return texts


def count(desk: Desk, table: str) -> int:
    connection = sqlite3.connect(desk.path)
    found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    connection.close()
    return int(found)


def test_who_qualifies_and_who_does_not_and_why(desk: Desk, class_id: int):
    found = desk.ask(queries.qualifying, class_id)
    assert [row.qualifies for row in found.rows] == [True, True, True, False, False]
    assert [problem.code for problem in found.rows[3].why_not] == ["completion.leave_over"]
    assert found.rows[4].why_not[0].params == {"reason": "单位工作需要"}
    assert found.training_class.hours == 400
    assert (found.training_class.completed, found.training_class.issued, found.training_class.open) == (
        3,
        0,
        3,
    )
    assert found.next_number == "城东组培证〔2026〕第0001号"
    assert count(desk, "number_series") == 0, "looking draws no number"
    with pytest.raises(NotFound):
        desk.ask(queries.qualifying, 99)


def test_all_that_qualify_get_the_next_numbers_in_the_order_of_the_class(desk: Desk, class_id: int):
    result = issue(desk, class_id)
    assert (result["count"], result["first"], result["last"]) == (
        3,
        "城东组培证〔2026〕第0001号",
        "城东组培证〔2026〕第0003号",
    )
    rows = register(desk)
    assert [(row.sequence, row.name, row.state) for row in rows] == [
        (1, "丁宁", CertificateState.VALID),
        (2, "于洋", CertificateState.VALID),
        (3, "单小芳", CertificateState.VALID),
    ]
    texts = pages(desk.ask(queries.class_certificates_pdf, class_id))
    assert len(texts) == 3
    assert "于洋" in texts[1]
    assert "第0002号" in texts[1]
    assert "2026年6月8日至2026年6月12日参加科级干部进修班（第3期）学习，修完规定课程，共40学时" in texts[1]
    assert "成绩合格" in texts[1]
    again = desk.ask(queries.qualifying, class_id)
    assert again.rows[0].number == "城东组培证〔2026〕第0001号"
    assert again.rows[0].why_not[0].code == "certificate.already"
    with refused("certificate.nobody"):
        issue(desk, class_id)


def test_the_certificate_is_chinese_whatever_the_window_speaks(desk: Desk, class_id: int):
    from trainingdesk.shared.text import set_language

    set_language("en")
    issue(desk, class_id)
    assert "成绩合格" in pages(desk.ask(queries.class_certificates_pdf, class_id))[0]


def test_numbers_run_on_over_classes_and_begin_anew_each_year(desk: Desk, class_id: int, clock: TestClock):
    issue(desk, class_id, 2)
    second = add_class(desk, 2, "2026-04")
    assert issue(desk, second)["first"].endswith("第0002号")
    assert issue(desk, class_id, 1)["first"].endswith("第0004号")
    clock.forward(days=300)
    assert issue(desk, class_id, 3, day=date(2027, 1, 5))["first"] == "城东组培证〔2027〕第0001号"
    sequences = [(row.series, row.sequence) for row in register(desk)]
    assert sequences == [
        ("certificate/2026", 1),
        ("certificate/2026", 2),
        ("certificate/2026", 3),
        ("certificate/2026", 4),
        ("certificate/2027", 1),
    ]
    assert desk.ask(queries.certificate_years) == (2027, 2026)
    assert desk.ask(queries.certificate_count) == 5


def test_a_name_that_can_not_be_drawn_stops_the_batch_and_uses_no_number(desk: Desk, class_id: int):
    # a character of the private use area: no face has it
    write(desk, lambda session: setattr(session.get_one(Person, 2), "name", "于\ue123"))
    with refused("documents.not_drawn", Invalid) as error:
        issue(desk, class_id)
    assert any("于" in str(problem.params) for problem in error.value.problems)
    assert count(desk, "certificate") == count(desk, "issued_paper") == count(desk, "number_series") == 0
    write(desk, lambda session: setattr(session.get_one(Person, 2), "name", "于洋"))
    assert issue(desk, class_id)["first"].endswith("第0001号")


def test_one_that_does_not_qualify_stops_all_that_were_chosen(desk: Desk, class_id: int):
    with refused("certificate.not_qualified", Invalid) as error:
        issue(desk, class_id, 1, 4, 5)
    assert error.value.params["names"] == ["曾国强", "尉迟敬"]
    assert count(desk, "certificate") == 0


def test_not_before_the_class_is_closed(desk: Desk):
    open_class = add_class(desk, state=ClassState.ASSESSING)
    with refused("certificate.class_not_closed"):
        issue(desk, open_class)
    with pytest.raises(NotFound):
        issue(desk, 99)


def test_void_keeps_row_and_number_and_the_reissued_names_it(desk: Desk, class_id: int):
    first = issue(desk, class_id)["certificate_ids"][1]
    with refused("certificate.not_void"):
        desk.execute(ReissueCertificate(certificate_id=first, day=TODAY))
    with refused("certificate.no_reason"):
        desk.execute(VoidCertificate(certificate_id=first, reason=""))
    desk.execute(VoidCertificate(certificate_id=first, reason="姓名有误"))
    with refused("certificate.is_void"):
        desk.execute(VoidCertificate(certificate_id=first, reason="再来"))
    assert desk.ask(queries.qualifying, class_id).rows[1].qualifies
    write(desk, lambda session: setattr(session.get_one(Person, 2), "name", "于洋洋"))
    with refused("certificate.day_before_end"):
        desk.execute(ReissueCertificate(certificate_id=first, day=date(2026, 6, 1)))
    result = desk.execute(ReissueCertificate(certificate_id=first, day=TODAY)).result
    assert result["number"].endswith("第0004号")
    rows = register(desk)
    assert [(row.sequence, row.state) for row in rows] == [
        (1, CertificateState.VALID),
        (2, CertificateState.VOID),
        (3, CertificateState.VALID),
        (4, CertificateState.VALID),
    ]
    assert (rows[1].void_reason, rows[1].replaced_by) == ("姓名有误", rows[3].number)
    assert rows[3].replaces == rows[1].number
    old, new = (
        pages(desk.ask(queries.frozen_certificate, number))[0] for number in (rows[1].number, rows[3].number)
    )
    assert "于洋洋" not in old, "what was issued stays as it was"
    assert "于洋洋" in new
    with refused("certificate.replaced"):
        desk.execute(ReissueCertificate(certificate_id=first, day=TODAY))
    from trainingdesk.persistence.checkup import certificates as check
    from trainingdesk.persistence.engine import raw_connection

    connection = raw_connection(desk.path)
    assert list(check(connection)) == []
    connection.close()


def test_a_voided_one_is_not_replaced_once_its_holder_no_longer_qualifies(desk: Desk, class_id: int):
    first = issue(desk, class_id, 1)["certificate_ids"][0]
    desk.execute(VoidCertificate(certificate_id=first, reason="误发"))
    write(desk, lambda session: setattr(session.get_one(Enrolment, 1), "completed", False))
    with refused("certificate.cannot_reissue", Invalid):
        desk.execute(ReissueCertificate(certificate_id=first, day=TODAY))
    assert len(register(desk)) == 1


def test_a_voided_one_is_marked_across_its_frozen_page_with_day_and_reason(desk: Desk, class_id: int):
    ids = issue(desk, class_id)["certificate_ids"]
    paper = desk.ask(issued_papers)[0].id
    frozen = desk.ask(issued_paper_pdf, paper)
    reason = "姓名有误，" * 40 + "\U0003134a"
    desk.execute(VoidCertificate(certificate_id=ids[1], reason=reason))
    whole = pages(desk.ask(queries.certificate_pdf, ids))
    assert ["作废" in page for page in whole] == [False, True, False]
    assert "2026年6月12日作废" in whole[1]
    assert "原因：姓名有误，姓名有误" in whole[1]
    assert "于洋" in whole[1], "the paper below is all there"
    assert desk.ask(issued_paper_pdf, paper) == frozen, "what was issued stays as it was"
    printed = desk.ask(queries.printable_certificates, ids)
    assert (printed.pages, printed.left_out, len(pages(printed.pdf))) == (2, 1, 2)
    assert not any("作废" in page for page in pages(printed.pdf))
    alone = desk.ask(queries.printable_certificates, ids[1:2])
    assert (alone.pages, alone.left_out) == (1, 0)
    assert "作废" in pages(alone.pdf)[0]


def test_papers_are_reprinted_from_the_frozen_bytes(desk: Desk, class_id: int):
    ids = issue(desk, class_id)["certificate_ids"]
    whole = desk.ask(queries.certificate_pdf, ids)
    frozen = desk.ask(issued_papers)
    assert whole == desk.ask(issued_paper_pdf, frozen[0].id), "a whole batch comes back byte for byte"
    assert (frozen[0].kind, frozen[0].issued_by) == ("certificate", "张晓")
    assert frozen[0].number == "城东组培证〔2026〕第0001号—城东组培证〔2026〕第0003号"
    desk.execute(
        SetRule(key="certificate.wording", value="{name}改了文字", valid_from=date(2026, 6, 1), source="某")
    )
    some = pages(desk.ask(queries.certificate_pdf, [ids[2], ids[0]]))
    assert ["单小芳" in some[0], "丁宁" in some[1]] == [True, True], "in the order asked for"
    assert all("改了文字" not in page for page in some)
    other = issue(desk, add_class(desk, 1, "2026-04"))["certificate_ids"]
    mixed = pages(desk.ask(queries.certificate_pdf, [*other, ids[1]]))
    assert "改了文字" in mixed[0]
    assert "于洋" in mixed[1]
    with refused("certificate.none_chosen"):
        desk.ask(queries.certificate_pdf, [])
    with pytest.raises(NotFound):
        desk.ask(queries.certificate_pdf, [99])
    with pytest.raises(NotFound):
        desk.ask(issued_paper_pdf, 99)


def test_the_register_is_searched_filtered_and_ordered(desk: Desk, class_id: int):
    ids = issue(desk, class_id)["certificate_ids"]
    desk.execute(VoidCertificate(certificate_id=ids[0], reason="遗失"))

    def names(**parts: object) -> list[str]:
        return [row.name for row in register(desk, **parts)]

    assert names(text="于洋") == ["于洋"]
    assert names(text="第0003号 进修班") == ["单小芳"]
    assert names(text="不在") == []
    assert names(state=CertificateState.VOID) == ["丁宁"]
    assert names(class_id=class_id + 1) == []
    assert names(year=2025) == []
    assert names(person_id=2) == ["于洋"]
    by_name = desk.ask(queries.certificate_ids, order="-name")
    assert sorted(by_name) == sorted(ids)
    assert desk.ask(queries.certificate_ids) == ids[::-1], "the latest number first"
    assert [row.number for row in desk.ask(queries.register, class_code="2026-03")] == [
        row.number for row in register(desk)
    ]
    with refused("certificate.no_such_class"):
        desk.ask(queries.register, class_code="9999-01")
    assert desk.ask(queries.certificate_id, " 城东组培证〔2026〕第0002号 ") == ids[1]
    with refused("certificate.no_such_number"):
        desk.ask(queries.frozen_certificate, "没有这个号")
    assert [c.code for c in desk.ask(queries.certificate_classes)] == ["2026-03"]


def test_a_repeated_request_issues_nothing_twice(desk: Desk, class_id: int):
    command = IssueCertificates(class_id=class_id, day=TODAY)
    first = desk.execute(command)
    again = desk.execute(command)
    assert again.repeated
    assert again.result == first.result
    assert len(register(desk)) == 3


def test_a_role_without_the_permission_is_turned_away(desk: Desk, sign_in: SignIn, class_id: int):
    ids = issue(desk, class_id, 1)["certificate_ids"]
    sign_in(Role.REVIEWER)
    for command in (
        IssueCertificates(class_id=class_id, day=TODAY),
        VoidCertificate(certificate_id=ids[0], reason="某"),
        ReissueCertificate(certificate_id=ids[0], day=TODAY),
    ):
        with pytest.raises(AccessDenied):
            desk.execute(command)
    assert len(register(desk)) == 1, "a reviewer sees the register"


def test_the_register_as_a_paper_in_every_form(desk: Desk, class_id: int):
    from io import BytesIO

    from openpyxl import load_workbook

    ids = issue(desk, class_id)["certificate_ids"]
    desk.execute(VoidCertificate(certificate_id=ids[0], reason="姓名有误"))
    desk.execute(ReissueCertificate(certificate_id=ids[0], day=TODAY))
    params = {"year": "2026"}
    table = desk.ask(paper_rows, "certificates.register", params)[0]
    assert len(table.rows) == 4
    assert "姓名有误" in "".join(table.rows[0].cells)
    assert "第0004号" in "".join(table.rows[0].cells)
    printed = "".join(pages(desk.ask(paper_pdf, "certificates.register", params)))
    assert "第0001号" in printed
    assert "姓名有误" in printed
    book = load_workbook(BytesIO(desk.ask(paper_xlsx, "certificates.register", params)))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert sum(cell.startswith("城东组培证") for cell in cells) == 4
    assert len(pages(desk.ask(paper_pdf, "certificates.class", {"class": str(class_id)}))) == 3
