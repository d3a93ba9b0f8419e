"""The tab of papers on a real desk: pages shown, printed and saved; certificates issued, voided and replaced."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from threading import Event

import pypdfium2
import pytest
import shiboken6
from openpyxl import load_workbook
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import PASSWORD, USERS
from tests.ui.pages.conftest import settled
from tests.ui.pages.pages import dialog, reasons
from tests.ui.walk import clipped, nameless, nameless_headings, unreachable
from tests.usecases.test_certificates import TODAY, add_class, issue, pages, register
from tests.usecases.test_gate import rows
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import CertificateState, ClassState
from trainingdesk.domain.errors import Refused
from trainingdesk.shared.text import set_language
from trainingdesk.ui.jobs import Lane
from trainingdesk.ui.notices import Notice
from trainingdesk.ui.pages.papers.catalogue import Drawn
from trainingdesk.ui.pages.papers.forms import IssueForm, ReissueForm, VoidForm
from trainingdesk.ui.pages.papers.outlet import safe_name
from trainingdesk.ui.pages.papers.page import PapersPage
from trainingdesk.ui.pages.papers.person import PersonEditor
from trainingdesk.usecases.commands.certificates import VoidCertificate
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import param_choices

Open = Callable[[str], PapersPage]


@pytest.fixture
def class_id(desk: Desk) -> int:
    return add_class(desk)


def settle(page: PapersPage, qtbot: QtBot) -> None:
    """Wait for answers, and for what they ask again."""
    for _turn in range(4):
        qtbot.wait(20)
        settled(qtbot, page)


def open_paper(page: PapersPage, qtbot: QtBot, paper: str, **params: str) -> None:
    page.open_place({"paper": paper, "params": params})
    settle(page, qtbot)


@pytest.mark.parametrize("broken", [False, True])
def test_a_paper_that_comes_when_its_tab_is_gone_is_dropped(
    open_page: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, broken: bool
):
    page = open_page("papers")
    open_paper(page, qtbot, "roster.list")
    jobs, gone = page.space.jobs, Event()

    def draw(*_args: object) -> Drawn:
        assert gone.wait(20)
        if broken:
            raise Refused("report.too_wide")
        return Drawn(b"%PDF")

    monkeypatch.setattr("trainingdesk.ui.pages.papers.catalogue._draw", draw)
    page.catalogue.draw()
    [job] = [job for job in jobs.running if job.lane is Lane.PDF]
    with qtbot.waitSignal(jobs.finished, check_params_cb=lambda one: one is job):
        shiboken6.delete(page.catalogue)
        gone.set()  # what is raised in the window's own loop fails the test


def test_what_a_parameter_offers_is_dropped_when_its_tab_is_gone(
    open_page: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    page = open_page("papers")
    jobs, gone, ask = page.space.jobs, Event(), page.space.desk.ask

    def late(*args: object, **kwargs: object) -> object:
        assert gone.wait(20)
        return ask(*args, **kwargs)

    monkeypatch.setattr(page.space.desk, "ask", late)
    for paper in ("roster.file", "roster.units"):  # one of people found by their names, one of choices
        page.catalogue.open_paper(paper, {})
    assert len([job for job in jobs.running if job.owner is not None]) == 2
    with qtbot.waitSignal(jobs.idle):
        shiboken6.delete(page.catalogue)
        gone.set()


def test_a_paper_is_shown_as_it_will_be_printed(desk: Desk, open_page: Open, qtbot: QtBot, class_id: int):
    issue(desk, class_id)
    page = open_page("papers")
    groups = [
        page.catalogue.tree.topLevelItem(n).text(0) for n in range(page.catalogue.tree.topLevelItemCount())
    ]
    assert groups[-1] == "领导小组会"
    assert page.why_no_paper() == "请先在左侧选择文书；证书请在“证书登记簿”中选择。"
    open_paper(page, qtbot, "certificates.register", year="2026")
    assert page.catalogue.title.text() == "结业证书登记簿"
    assert "第0003号" in pages(page.catalogue.pdf)[0]
    assert page.catalogue.preview.pages.count == 1
    assert page.why_no_paper() == page.why_no_workbook() == ""
    open_paper(page, qtbot, "certificates.class", **{"class": str(class_id)})
    assert page.catalogue.preview.pages.count == 3
    assert page.why_no_workbook() == "这是固定格式的文书，请另存为 PDF。"


def test_parameters_of_others_pages_are_taken_in_either_way(
    desk: Desk, open_page: Open, qtbot: QtBot, class_id: int
):
    issue(desk, class_id)
    page = open_page("papers")
    page.open_place({"paper": "certificates.register", "year": 2026})
    settle(page, qtbot)
    assert page.catalogue.params() == {"year": "2026", "order": "number"}


def test_days_begin_with_what_is_usual_and_many_columns_say_that_they_need_a3(
    desk: Desk, open_page: Open, qtbot: QtBot
):
    page = open_page("papers")
    open_paper(page, qtbot, "roster.changes")
    assert page.catalogue.params() == {"from": "2026-01-01", "to": "2026-06-12"}
    open_paper(page, qtbot, "reporting.coverage")
    assert page.catalogue.params() == {"year": "2026"}, "not all years: the report is of one"
    open_paper(page, qtbot, "roster.headcount", day="2025-12-31")
    assert page.catalogue.params() == {"day": "2025-12-31"}, "what was asked for stays"
    columns = [choice.value for choice in desk.ask(param_choices, "roster_columns")]
    open_paper(page, qtbot, "roster.list", columns=",".join(columns))
    assert "A3" in page.catalogue.banner.text()
    open_paper(page, qtbot, "roster.list", columns="name,unit")
    assert not page.catalogue.banner.text()
    page.catalogue._drawn(page.catalogue._job, Drawn(b"", large=True))
    assert "少选" in page.catalogue.banner.text(), "its columns can be chosen"
    open_paper(page, qtbot, "roster.headcount")
    page.catalogue._drawn(page.catalogue._job, Drawn(b"", large=True))
    assert page.catalogue.banner.text() == "本表栏目较多，按 A3 纸横向排版。", "there is nothing to choose"


def test_what_a_paper_can_not_be_made_of_is_said_beside_it(
    desk: Desk, open_page: Open, qtbot: QtBot, class_id: int, said: list[Notice]
):
    page = open_page("papers")
    open_paper(page, qtbot, "certificates.class", **{"class": str(class_id)})
    assert page.catalogue.banner.text() == "请至少选择一份证书。"
    assert page.why_no_paper()
    assert said == []


def test_saving_as_pdf_and_as_a_workbook(
    desk: Desk, open_page: Open, qtbot: QtBot, class_id: int, tmp_path: Path, said: list[Notice]
):
    issue(desk, class_id)
    page = open_page("papers")
    open_paper(page, qtbot, "certificates.register", year="2026")
    target = tmp_path / f"{safe_name('证书：登记/簿')}.pdf"
    page.save_to(target, lambda: page.catalogue.pdf, ".pdf")
    settle(page, qtbot)
    assert target.read_bytes() == page.catalogue.pdf
    assert str(target) in said[-1].sentence
    page.actions_.trigger("papers.xlsx")
    chooser = page.findChildren(QFileDialog)[-1]
    book = tmp_path / "登记簿.xlsx"
    chooser.fileSelected.emit(str(book))
    chooser.reject()
    settle(page, qtbot)
    sheet = load_workbook(BytesIO(book.read_bytes())).active
    assert any("第0001号" in str(cell.value) for row in sheet.iter_rows() for cell in row)
    page.save_to(tmp_path / "登记簿.xls", book.read_bytes, ".xlsx")  # Excel would complain of it
    settle(page, qtbot)
    assert said[-1].sentence.startswith("写出的是 .xlsx 文件")
    assert not (tmp_path / "登记簿.xls").exists()


def test_whole_numbers_are_logged_once_for_a_paper_that_is_open_and_at_every_way_out(
    desk: Desk, open_page: Open, qtbot: QtBot, tmp_path: Path, said: list[Notice]
):
    def logged() -> int:
        return len(rows(desk, "SELECT id FROM audit WHERE kind = 'revealed'"))

    def choose(**params: str) -> None:
        for key, value in params.items():
            page.catalogue.form.fields[key].editor.set_value(value)
        page.catalogue.draw()
        settle(page, qtbot)

    number = rows(desk, "SELECT id_number FROM person WHERE id = 1")[0][0]
    page = open_page("papers")
    whole = {"columns": "name,id_number", "numbers": "whole", "unit": "1"}
    open_paper(page, qtbot, "roster.list", **whole)
    assert number in "".join(pages(page.catalogue.pdf)).replace(" ", "")
    assert logged() == 1
    choose(order="strokes")
    choose(order="unit", columns="name,sex,id_number")
    assert logged() == 1, "the same numbers of the same people in another form"
    choose(unit="2")
    assert logged() == 2, "others' numbers"
    choose(unit="1", columns="name,id_number,phone")
    assert logged() == 4, "their phone too"
    before = logged()
    page.actions_.trigger("papers.pdf")
    chooser = page.findChildren(QFileDialog)[-1]
    chooser.fileSelected.emit(str(tmp_path / "名册.pdf"))
    chooser.reject()
    settle(page, qtbot)
    assert (tmp_path / "名册.pdf").read_bytes() == page.catalogue.pdf
    assert logged() == before + 2
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.print_on(printer, page.catalogue.pdf, page.whole())
    qtbot.waitUntil(lambda: said[-1].sentence.startswith("已打印"))
    assert logged() == before + 4
    open_paper(page, qtbot, "roster.list", **whole)
    assert logged() == before + 5, "opened again"
    open_paper(page, qtbot, "roster.list", **{**whole, "numbers": "masked"})
    assert page.whole() is None
    assert logged() == before + 5


def test_a_file_that_can_not_be_written_is_said_in_words(
    desk: Desk, open_page: Open, qtbot: QtBot, class_id: int, tmp_path: Path, said: list[Notice]
):
    page = open_page("papers")
    page.save_to(tmp_path / "no such folder" / "x.pdf", lambda: b"%PDF", ".pdf")
    settle(page, qtbot)
    assert "无法写入" in said[-1].sentence
    assert list(tmp_path.glob("*.part")) == []


def test_printing_puts_every_page_on_paper(
    desk: Desk, open_page: Open, qtbot: QtBot, class_id: int, tmp_path: Path, said: list[Notice]
):
    issue(desk, class_id)
    page = open_page("papers")
    open_paper(page, qtbot, "certificates.class", **{"class": str(class_id)})
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.print_on(printer, page.catalogue.pdf)
    settle(page, qtbot)
    qtbot.waitUntil(lambda: bool(said))
    assert said[-1].sentence == "已打印 3 页。"
    printed = pypdfium2.PdfDocument(str(tmp_path / "printed.pdf"))
    assert len(printed) == 3
    width, height = printed[0].get_size()
    assert width > height, "a lying page is printed lying"
    bitmap = printed[0].render(scale=0.5)
    assert len(set(bytes(bitmap.buffer)[::97])) > 1, "there is something on it"
    printed.close()


def test_who_qualifies_then_issue_void_and_replace(desk: Desk, open_page: Open, qtbot: QtBot, class_id: int):
    page = open_page("papers")
    page.open_place({"class": class_id})
    settle(page, qtbot)
    people = page.issuing.people
    assert people.rows.rowCount() == 5
    texts = [str(people.rows.index(row, 6).data()) for row in range(5)]
    assert texts[:3] == ["", "", ""]
    assert "七分之一" in texts[3] or "1/7" in texts[3]
    assert texts[4] == "已退班：单位工作需要"
    assert "第0001号" in page.issuing.words.text()
    page.actions_.trigger("papers.issue")
    form = dialog(page, IssueForm)
    form.form.fields["day"].editor.setText("6.1")
    form.save()
    settle(page, qtbot)
    assert form.isVisible(), "a certificate is not dated before the class ended"
    form.form.fields["day"].editor.setText("6.12")
    form.save()
    settle(page, qtbot)
    assert len(register(desk)) == 3
    assert page.why_not_issue().startswith("本班现在没有可以发证的人员")
    page.tabs.setCurrentIndex(2)
    settle(page, qtbot)
    row = register(desk)[1]
    page.register.table.select_ids([row.id])
    settle(page, qtbot)
    assert "于洋" in pages(page.register.pdf)[0]
    assert page.why_not_reissue().endswith("请先作废并写明原因。")
    page.actions_.trigger("papers.void")
    void = dialog(page, VoidForm)
    void.save()
    assert void.isVisible(), "a reason is needed"
    void.form.fields["reason"].editor.setPlainText("姓名有误")
    void.save()
    settle(page, qtbot)
    page.register.table.select_ids([row.id])
    assert page.why_not_void() == f"证书 {row.number} 已作废。"
    page.actions_.trigger("papers.reissue")
    dialog(page, ReissueForm).save()
    settle(page, qtbot)
    rows = register(desk)
    assert [one.state for one in rows].count(CertificateState.VOID) == 1
    assert rows[3].replaces == row.number
    assert page.register.table.current_id() == rows[3].id, "the new one is chosen"
    page.register.table.select_ids([row.id])
    assert page.why_not_reissue() == f"证书 {row.number} 已补发为 {rows[3].number}。"


def test_chosen_people_only(desk: Desk, open_page: Open, qtbot: QtBot, class_id: int):
    page = open_page("papers")
    page.open_place({"class": class_id})
    settle(page, qtbot)
    page.issuing.people.select_ids([1, 4])
    assert page.why_not_issue() == "曾国强不符合发证条件，请不要选中该行。"
    page.issuing.people.select_ids([3, 1])
    page.actions_.trigger("papers.issue")
    dialog(page, IssueForm).save()
    settle(page, qtbot)
    assert [row.name for row in register(desk)] == ["丁宁", "单小芳"]


def test_a_certificate_is_found_from_elsewhere_and_the_filter_says_what_it_hides(
    desk: Desk, open_page: Open, qtbot: QtBot, class_id: int
):
    ids = issue(desk, class_id)["certificate_ids"]
    page = open_page("papers")
    page.open_place({"certificate": ids[0]})
    settle(page, qtbot)
    assert page.register.table.current_id() == ids[0]
    page.register.search.setText("于洋")
    qtbot.wait(200)
    settle(page, qtbot)
    assert page.counts[0] == "显示 1 份"
    assert "2" in page.counts[1]
    page.clear_filter()
    settle(page, qtbot)
    assert page.counts[1] == ""


def test_printing_several_leaves_the_voided_out_and_says_so(
    desk: Desk, open_page: Open, qtbot: QtBot, class_id: int, tmp_path: Path, said: list[Notice]
):
    ids = issue(desk, class_id)["certificate_ids"]
    desk.execute(VoidCertificate(certificate_id=ids[1], reason="姓名有误"))
    page = open_page("papers")
    page.tabs.setCurrentIndex(2)
    settle(page, qtbot)
    page.register.table.select_ids(ids)
    settle(page, qtbot)
    assert len(pages(page.register.pdf)) == 2
    assert page.register.banner.isVisible()
    page.actions_.trigger("papers.pdf")
    chooser = page.findChildren(QFileDialog)[-1]
    assert chooser.nameFilters()[0] == "PDF 文件 (*.pdf)"
    chooser.fileSelected.emit(str(tmp_path / "证书.pdf"))
    chooser.reject()
    settle(page, qtbot)
    assert len(pages((tmp_path / "证书.pdf").read_bytes())) == 2
    assert "未包括已作废的 1 份证书" in said[-1].sentence
    page.register.table.select_ids(ids[1:2])
    settle(page, qtbot)
    assert "作废" in pages(page.register.pdf)[0]
    assert not page.register.banner.isVisible()


def test_every_button_that_can_not_be_used_says_why(desk: Desk, open_page: Open, qtbot: QtBot):
    add_class(desk, state=ClassState.RUNNING)
    page = open_page("papers")
    said = reasons(page, [action.id for action in page.actions_])
    assert all(said.values())
    page.tabs.setCurrentIndex(1)
    settle(page, qtbot)
    assert page.why_not_issue().startswith("本班现在没有")
    assert page.why_no_paper() == "已发证书请到“证书登记簿”中打印。"


def test_who_may_only_see_reports_has_no_register(desk: Desk, open_page: Open, qtbot: QtBot):
    desk.sign_in(USERS[Role.ADMINISTRATOR][0], PASSWORD)
    page = open_page("papers")
    assert page.tabs.count() == 1


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_part_has_a_name_a_way_by_keyboard_and_room(
    desk: Desk, open_page: Open, qtbot: QtBot, class_id: int, language: str
):
    set_language(language)
    issue(desk, class_id, day=TODAY)
    page = open_page("papers")
    for table in (page.issuing.people, page.issuing.classes, page.register.table):
        QAbstractItemModelTester(table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    open_paper(page, qtbot, "certificates.register", year="2026")
    for tab in range(3):
        page.tabs.setCurrentIndex(tab)
        settle(page, qtbot)
        assert list(nameless(page)) == []
        assert list(nameless_headings(page)) == []
        assert unreachable(page) == []
        assert clipped(page) == []


def test_the_person_of_a_paper_is_searched(open_page: Open, qtbot: QtBot):
    page = open_page("papers")
    open_paper(page, qtbot, "roster.file", person="4")
    editor = page.catalogue.form.fields["person"].editor
    assert isinstance(editor, PersonEditor)
    assert (editor.choice.count(), editor.value()) == (1, "4")
    assert "曾国强" in pages(page.catalogue.pdf)[0].replace(" ", "").replace("\u3000", "")
    assert not list(nameless(page))
    assert not clipped(page)
    editor.search.setText("lxy")
    editor.search.searched.emit("lxy")
    settle(page, qtbot)
    assert (editor.choice.count(), editor.value()) == (1, "8")
    page.catalogue.draw()
    settle(page, qtbot)
    assert "李秀英" in pages(page.catalogue.pdf)[0].replace(" ", "").replace("\u3000", "")
    editor.search.searched.emit("zzzz")
    settle(page, qtbot)
    assert editor.value() is None
