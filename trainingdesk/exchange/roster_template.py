"""The form that goes out to a unit: its people as they are known, to be put right and sent back.

ID and phone numbers are text, what is chosen has drop-downs, and a hidden column holds each person's key
(``domain.roster.keys``), by which a row is known again whatever was sorted or inserted. Like the roster's workbook it
is Chinese whatever language the window speaks: it goes to the units.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from trainingdesk.domain.codes import Rank
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.domain.roster.keys import FormFacts, facts_rows, person_key, value_mark
from trainingdesk.domain.roster.people import FIELDS, TRACK_SINCE, KnownPerson
from trainingdesk.exchange.cell_text import plain_text, put_text
from trainingdesk.exchange.code_lists import code_lists
from trainingdesk.exchange.own_sheets import CHOICES_SHEET, FACTS_SHEET
from trainingdesk.exchange.roster_workbook import border, check_place, put_file, set_up

_TITLE = "{unit}干部信息填报表"
_HOW = (
    "填报说明：请逐人核对，有变动的直接改；新增人员另起一行填写，已不在本单位的删去整行；留空的格视为不变；时间填到月，如 2021-05。可以排序、插入行，"
    "请勿改动隐藏列。"
)
#: rows below the last person that are ready for somebody new
_SPARE_ROWS = 50
_HEADER_ROW = 3
#: fields whose drop-downs are words that stand for codes: something else is warned of
_CODED = ("sex", "rank", "side_rank", "team", "authority", "status")
#: what the units are asked for: all that 任免审批表 has: post, rank and the rank beside a post (职务、职级并行) each with its
#: day, schooling as the highest, full-time (全日制教育) and in-service (在职教育); since when people are in unit, team and
#: roster is the district's own to say
_ASKED = frozenset(FIELDS) - {*TRACK_SINCE, "joined_on"}
#: fields whose words are offered, and others may be written → the list they are of
_WORDS = {
    "ethnicity": "ethnicity",
    "political": "political",
    **dict.fromkeys(("education", "education_full", "education_service"), "education"),
    **dict.fromkeys(("degree", "degree_full", "degree_service"), "degree"),
}
#: the columns of schooling, one beside the other
_STUDIES = (
    *("education", "degree", "school", "education_full", "degree_full", "school_full"),
    *("education_service", "degree_service", "school_service"),
)
_SCHOOLS = ("school", "school_full", "school_service")
#: column widths in characters: what is longer is wrapped, so that all of it can be read on one sheet of A3
_WIDTHS = {
    **dict.fromkeys(("number", "sex"), 5),
    **dict.fromkeys(("status", "ethnicity", "native_place", "birthplace"), 8),
    **dict.fromkeys(("name", "authority", "work_start", "party_entry"), 9),
    **dict.fromkeys((*_STUDIES, "political", "technical_title"), 9),
    **dict.fromkeys(_SCHOOLS, 13.5),
    **dict.fromkeys(("birth", "post_from", "rank", "rank_from", "side_rank", "side_rank_from", "team"), 11),
    "phone": 13.5,
    "note": 14,
    "post": 18,
    "unit": 20,
    "id_number": 20.5,
}
_A3 = "8"
_MARGIN = 0.35  # inches
#: two lines of a header, in points
_HEADER_HEIGHT = 32
#: one line of a row and what is around its lines, in points: spreadsheets fit no row to its text before it is edited
_LINE, _AROUND_LINES = 14, 4


@dataclass(frozen=True)
class Template:
    """What a form is made of.

    Attributes:
        unit: full name of the unit it is for.
        units: ids and full names of the units whose people stand in it, that unit first.
        people: they, in the office's order.
        desk: the mark of the desk.
        made: the day it is made.
        log: the last row of the desk's log then, as :class:`~trainingdesk.domain.roster.keys.FormFacts` has it.
    """

    unit: str
    units: tuple[tuple[int, str], ...]
    people: tuple[KnownPerson, ...]
    desk: str
    made: str = ""
    log: str = ""


def write_template(path: Path, template: Template) -> int:
    """Write the form of a unit and return how many people stand in it.

    Raises EnvironmentProblem with ``workbook.not_written``, ``workbook.disk_full`` or ``workbook.no_folder``, Refused
    ``workbook.folder``.
    """
    from openpyxl import Workbook

    check_place(path)
    book = Workbook()
    asked = [name for name in code_lists().headers if name in _ASKED and name not in _STUDIES]
    place = asked.index("unit")
    columns = ["number", *asked[:place], *_STUDIES, *asked[place:], "key"]
    sheet = book.active
    sheet.title = "填报表"
    set_up(sheet, columns, _HEADER_ROW)
    _lay_out(sheet, columns)
    _fill_head(sheet, template, columns)
    _fill_people(sheet, template, columns)
    _add_choices(book, sheet, template, columns)
    facts = book.create_sheet(FACTS_SHEET)
    for row in facts_rows(_facts(template, [name for name in columns if name in _ASKED])):
        facts.append(row)
    facts.sheet_state = "veryHidden"
    content = io.BytesIO()
    book.save(content)
    put_file(path, content.getvalue())
    return len(template.people)


def _lay_out(sheet: Any, columns: Sequence[str]) -> None:
    """Make everything fit on one sheet of A3 across."""
    from openpyxl.utils import get_column_letter

    for place, name in enumerate(columns, 1):
        if name in _WIDTHS:
            sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS[name]
    sheet.page_setup.paperSize = _A3
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, _MARGIN)
    sheet.row_dimensions[_HEADER_ROW].height = _HEADER_HEIGHT


def _facts(template: Template, fields: Sequence[str]) -> FormFacts:
    return FormFacts(
        template.desk,
        tuple(number for number, _name in template.units),
        tuple(person.id for person in template.people),
        template.made,
        template.log,
        tuple(fields),
        {
            person.id: tuple(value_mark(template.desk, name, str(getattr(person, name))) for name in fields)
            for person in template.people
        },
    )


def _fill_head(sheet: Any, template: Template, columns: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    shown = len(columns) - 1
    for row, text, font, height in (
        (1, _TITLE.format(unit=plain_text(template.unit)), Font(name="黑体", size=16), 28),
        (2, _HOW, Font(name="楷体", size=11), 20),
    ):
        cell = sheet.cell(row, 1)
        put_text(cell, text)
        cell.font = font
        cell.alignment = Alignment(horizontal="left", vertical="center")
        sheet.row_dimensions[row].height = height
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=shown)
    headers = code_lists().headers
    for place, name in enumerate(columns, 1):
        cell = sheet.cell(_HEADER_ROW, place, headers[name][0])
        cell.font = Font(name="黑体", size=11)
        cell.fill = PatternFill("solid", fgColor="FFF2F2F2")
        cell.border = border()
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.column_dimensions[sheet.cell(_HEADER_ROW, len(columns)).column_letter].hidden = True


def _fill_people(sheet: Any, template: Template, columns: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font

    labels = code_lists().labels
    font, line, alignment = Font(name="宋体", size=11), border(), Alignment(vertical="center", wrap_text=True)
    people: list[KnownPerson | None] = [*template.people, *[None] * _SPARE_ROWS]
    for number, person in enumerate(people, 1):
        lines = 1
        for place, name in enumerate(columns, 1):
            cell = sheet.cell(_HEADER_ROW + number, place)
            cell.font, cell.border, cell.alignment = font, line, alignment
            cell.number_format = "@"
            if person is None:
                continue
            if name == "number":
                cell.value, cell.number_format = number, "0"
                continue
            if name == "key":
                value = person_key(template.desk, person.id)
            else:
                value = str(getattr(person, name))
                value = labels.get(name, {}).get(value, value)
            put_text(cell, value)
            lines = max(lines, _lines(value, _WIDTHS.get(name, 0)))
        sheet.row_dimensions[_HEADER_ROW + number].height = _LINE * lines + _AROUND_LINES


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column so many characters wide; a Chinese one is as wide as two."""
    wide = sum(2 if east_asian_width(one) in "WF" else 1 for one in text)
    return ceil(wide / (width - 1)) if width else 1


def _add_choices(book: Any, sheet: Any, template: Template, columns: Sequence[str]) -> None:
    """Put the drop-downs on, their words on a hidden sheet: a list in the rule itself ends at 255 characters."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    lists = code_lists()
    words: dict[str, Iterable[str]] = {name: lists.labels[name].values() for name in _CODED}
    words["side_rank"] = [
        word for code, word in lists.labels["side_rank"].items() if is_service_rank(Rank(code))
    ]
    words |= {name: dict.fromkeys(getattr(lists.spellings, of).values()) for name, of in _WORDS.items()}
    words["unit"] = [name for _number, name in template.units]
    choices = book.create_sheet(CHOICES_SHEET)
    choices.sheet_state = "hidden"
    last = _HEADER_ROW + len(template.people) + _SPARE_ROWS
    for place, (name, offered) in enumerate(words.items(), 1):
        if name not in columns:
            continue
        letter, count = get_column_letter(place), 0
        put_text(choices.cell(1, place), lists.headers[name][0])
        for count, word in enumerate(offered, 1):
            put_text(choices.cell(1 + count, place), word)
        rule = DataValidation(
            type="list",
            formula1=f"'{CHOICES_SHEET}'!${letter}$2:${letter}${1 + count}",
            allow_blank=True,
            showErrorMessage=name in _CODED,
            errorStyle="warning",
            errorTitle="不在选项中",
            error="请从下拉选项中选择；确需另写的，选“是”继续。",
        )
        column = get_column_letter(columns.index(name) + 1)
        rule.add(f"{column}{_HEADER_ROW + 1}:{column}{last}")
        sheet.add_data_validation(rule)
