"""The catalogue of papers, and every paper as rows, PDF or workbook from one definition."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Invalid, NotFound, Refused
from trainingdesk.domain.papers.rows import IssuedRow, NumbersShown, Paper, PaperParam, ParamChoice
from trainingdesk.persistence.readmodels import papers as reads
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import Label, _
from trainingdesk.usecases.paper_params import fixed_choices, spoken
from trainingdesk.usecases.papers import DRAWN_PAPERS, TABLE_PAPERS, Params
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import load_all, query

if TYPE_CHECKING:
    from trainingdesk.documents.definition import Param, Report
    from trainingdesk.documents.render_rows import ScreenTable


def list_papers() -> tuple[Paper, ...]:
    """Return every paper that can be made, by occasion and in the catalogue's order."""
    from trainingdesk.documents.definition import Form, Occasion

    occasions = list(Occasion)
    reports = [one for one in _reports().values() if one.id in TABLE_PAPERS or one.id in DRAWN_PAPERS]
    reports.sort(key=lambda report: occasions.index(report.occasion))
    return tuple(
        Paper(
            id=report.id,
            title=report.title,
            occasion=report.occasion.value,
            params=tuple(_param(one) for one in report.params),
            formats=tuple(
                form.value
                for form in (Form.PDF, Form.XLSX)
                if form in report.forms and (form is Form.PDF or report.id in TABLE_PAPERS)
            ),
            has_rows=report.id in TABLE_PAPERS,
        )
        for report in reports
    )


def _param(one: "Param") -> PaperParam:
    return PaperParam(one.key, one.title, one.kind.value, one.required, one.choices, one.several, one.usual)


@query(Permission.REPORT_READ)
def paper_rows(reader: Reader, paper_id: str, params: Params) -> "tuple[ScreenTable, ...]":
    """Return a paper's tables as the screen shows them.

    Raises NotFound ``paper.unknown``; Refused ``paper.no_form``, ``paper.missing_param``, ``paper.unknown_param``,
    ``paper.bad_value``; and what its provider refuses.
    """
    from trainingdesk.documents.render_rows import render_rows

    report = _report(paper_id)
    if paper_id not in TABLE_PAPERS:
        raise Refused("paper.no_form", paper=paper_id, form="rows")
    return render_rows(report, TABLE_PAPERS[paper_id](reader, checked(report, params)))


@query(Permission.REPORT_READ)
def paper_pdf(reader: Reader, paper_id: str, params: Params) -> bytes:
    """Return a paper as PDF.

    Raises what :func:`paper_rows` raises, Invalid ``documents.not_drawn``, and Refused ``paper.too_wide`` where the
    columns chosen do not fit on a sheet.
    """
    from trainingdesk.documents.render_pdf import render_pdf

    report = _report(paper_id)
    if paper_id in DRAWN_PAPERS:
        return DRAWN_PAPERS[paper_id](reader, checked(report, params))
    given = checked(report, params)
    try:
        return render_pdf(report, TABLE_PAPERS[paper_id](reader, given))
    except Invalid as error:
        # what somebody chose may be too much for a sheet; a workbook has room for all of it
        if any(one.several and one.key in given for one in report.params) and any(
            problem.code == "documents.overflow" for problem in error.problems
        ):
            raise Refused("paper.too_wide", paper=_(report.title)) from error
        raise


@query(Permission.REPORT_READ)
def paper_xlsx(reader: Reader, paper_id: str, params: Params) -> bytes:
    """Return a paper as a workbook with the same figures; raises what :func:`paper_rows` raises."""
    from trainingdesk.documents.render_xlsx import render_xlsx

    report = _report(paper_id)
    if paper_id not in TABLE_PAPERS:
        raise Refused("paper.no_form", paper=paper_id, form="xlsx")
    return render_xlsx(report, TABLE_PAPERS[paper_id](reader, checked(report, params)))


@query(Permission.REPORT_READ)
def paper_list(reader: Reader, paper_id: str, params: Params) -> "tuple[tuple[ScreenTable, ...], bytes]":
    """Return a paper's tables and its workbook, from one reading; raises what :func:`paper_rows` raises."""
    from trainingdesk.documents.render_rows import render_rows
    from trainingdesk.documents.render_xlsx import render_xlsx

    report = _report(paper_id)
    if paper_id not in TABLE_PAPERS:
        raise Refused("paper.no_form", paper=paper_id, form="xlsx")
    content = TABLE_PAPERS[paper_id](reader, checked(report, params))
    return render_rows(report, content), render_xlsx(report, content)


def checked(report: "Report", given: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters that were given, each of its kind; days become ISO texts, empty ones are left out.

    Raises Refused ``paper.unknown_param``, ``paper.missing_param``, ``paper.bad_value``, ``paper.bad_choice`` or
    ``paper.bad_filter``.
    """
    known = {one.key: one for one in report.params}
    for key in given:
        if key not in known:
            raise Refused("paper.unknown_param", param=key, known=sorted(known) or "-")
    found: dict[str, str] = {}
    for key, param in known.items():
        value = str(given.get(key, "")).strip()
        if not value:
            if param.required:
                raise Refused("paper.missing_param", param=key)
            continue
        try:
            if param.kind is Kind.INT:
                value = str(_within(int(value), _YEARS if param.choices == "years" else _IDS))
            elif param.kind is Kind.DAY:
                day = date.fromisoformat(value)
                _within(day.year, _YEARS)
                value = day.isoformat()
            else:
                value = spoken(_param(param), value)
        except ValueError:
            raise Refused("paper.bad_value", param=key, value=value[:_SHOWN]) from None
        found[key] = value
    return found


#: years a paper can be of: those for which the day before and the year after can be told as well
_YEARS = range(1900, 3000)
#: numbers that a record can have: SQLite counts in 64 bits
_IDS = range(2**63)
#: people offered at once for a parameter: what a list shows without scrolling
_PEOPLE = 12
#: characters of a wrong value that a sentence repeats
_SHOWN = 60


def _within(number: int, known: range) -> int:
    if number not in known:
        raise ValueError(number)
    return number


@query(Permission.REPORT_READ)
def param_choices(reader: Reader, source: str) -> tuple[ParamChoice, ...]:
    """Return the values a parameter can take; ``source`` is the parameter's ``choices``."""
    if source == "years":
        span = reads.years(reader.connection) or (reader.today.year, reader.today.year)
        first, last = min(span[0], reader.today.year), max(span[1], reader.today.year)
        return tuple(ParamChoice(str(year), str(year)) for year in range(last, first - 1, -1))
    if source == "numbers" and Permission.ROSTER_REVEAL not in reader.actor.permissions:
        return fixed_choices(source)[:1]
    if fixed := fixed_choices(source):
        return fixed
    return tuple(reads.choices(reader.connection, source))


@query(Permission.REPORT_READ)
def param_people(reader: Reader, typed: str, chosen: str = "") -> tuple[ParamChoice, ...]:
    """Return a few people for a parameter: whom what was typed fits, else who is chosen, else the first of the roster.

    Somebody who is not there any more is nobody; nobody else is offered in their place.
    """
    if typed.strip():
        return tuple(reads.people_found(reader.connection, typed, _PEOPLE))
    known = int(chosen) if chosen.isdecimal() and int(chosen) in _IDS else 0
    return tuple(reads.people_chosen(reader.connection, known if chosen else None, _PEOPLE))


@query(Permission.ROSTER_READ)
def named_person(reader: Reader, word: str) -> int:
    """Return whom a name means; raises Refused ``paper.no_person`` or ``paper.namesakes``."""
    found = reads.people_found(reader.connection, word, _PEOPLE)
    meant = [one for one in found if one.title == word.strip()] or found
    if not meant:
        raise Refused("paper.no_person", value=word[:_SHOWN])
    if len(meant) > 1:
        known = [f"{one.title} {one.detail} = {one.value}" for one in meant]
        raise Refused("paper.namesakes", value=word[:_SHOWN], known=known)
    return int(meant[0].value)


@query(Permission.REPORT_READ)
def numbers_shown(reader: Reader, paper_id: str, params: Params) -> NumbersShown | None:
    """Return which numbers of people a paper would say whole, None where it says none; raises what :func:`paper_rows` raises."""
    from trainingdesk.documents.catalogue.roster import NUMBERS, WHOLE

    report = _report(paper_id)
    given = checked(report, params)
    fields = tuple(one for one in NUMBERS if one in given.get("columns", "").split(","))
    if given.get("numbers") != WHOLE or not fields:
        return None
    content = TABLE_PAPERS[paper_id](reader, given)
    return NumbersShown(fields, content.title or _(report.title), content.subtitle, len(content.rows))


@query(Permission.REPORT_READ)
def issued_papers(reader: Reader, limit: int = 500) -> tuple[IssuedRow, ...]:
    """Return the frozen papers, the latest first."""
    return tuple(reads.issued_papers(reader.connection, limit))


@query(Permission.REPORT_READ)
def issued_paper_pdf(reader: Reader, paper_id: int) -> bytes:
    """Return a frozen paper byte for byte; raises NotFound ``record.gone``."""
    content = reads.issued_content(reader.connection, paper_id)
    if content is None:
        raise NotFound("record.gone", kind=Label("entity.issued_paper"))
    return content


def _reports() -> "Mapping[str, Report]":
    from trainingdesk.documents.catalogue import REPORTS

    load_all()
    return REPORTS


def _report(paper_id: str) -> "Report":
    found = _reports().get(paper_id)
    if found is None or (paper_id not in TABLE_PAPERS and paper_id not in DRAWN_PAPERS):
        raise NotFound("paper.unknown", paper=paper_id)
    return found
