"""A roster file as a whole: its sheets, their columns, their people and everything that is wrong with them."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from trainingdesk.domain.errors import Problem, Refused, Severity
from trainingdesk.domain.roster.body import Body, find_people
from trainingdesk.domain.roster.cells import Cell, key_of, text_of
from trainingdesk.domain.roster.columns import COLUMN_FIELDS, Header, find_header
from trainingdesk.domain.roster.department_column import with_departments
from trainingdesk.domain.roster.form_units import units_of_forms
from trainingdesk.domain.roster.general_rows import with_sections
from trainingdesk.domain.roster.gone_columns import with_gone_noted, with_notes
from trainingdesk.domain.roster.keys import FormFacts
from trainingdesk.domain.roster.legacy import asked_since_the_law
from trainingdesk.domain.roster.lines import ONE_SHEET, Lines
from trainingdesk.domain.roster.people import FIELDS, ParsedPerson
from trainingdesk.domain.roster.rows import parse_rows
from trainingdesk.domain.roster.sections import Choose, Further, InOrder, in_one_order
from trainingdesk.domain.roster.sheet import Sheet
from trainingdesk.domain.roster.side_by_side import put_below
from trainingdesk.domain.roster.statuses import heads_gone
from trainingdesk.exchange.code_lists import code_lists
from trainingdesk.exchange.own_sheets import NOT_RETURNED, Returned, form_of, is_own, read_returned
from trainingdesk.exchange.roster_sheets import (
    FORM,
    LATER,
    ReadSheet,
    SheetUse,
    column_notes,
    contents_of,
    cut_asked,
    forms_cut,
    forms_unkept,
    headers_of,
    older_forms,
    open_quotes,
    pictures_left,
    repeated_sheets,
    said_later,
    settled_header,
    titles_of,
    unseen,
    use_of,
)
from trainingdesk.exchange.workbook import Progress, SheetRows, WorkbookFile, read_sheets
from trainingdesk.shared.text import Label

#: Returns the choice of columns that was made before for an arrangement of headers, None when there was none.
Recall = Callable[[str], Mapping[int, str] | None]

#: Columns that are no field of a person: they are cut in two, or the higher of two is taken.
_PUT_TOGETHER = frozenset(COLUMN_FIELDS).difference(FIELDS)
_OLD_FORM = "workbook.old_form"
#: Columns that are read, and hold nothing about the person.
_BESIDE = frozenset({"number", "key"})
#: how many rows are looked at for what a column says
_SAMPLED = 50
#: why a sheet is left that can be read all the same
CHOOSABLE = frozenset(
    {
        *("roster.sheet_hidden", "roster.sheet_example", "roster.sheet_gone"),
        *("roster.sheet_repeats", "roster.form_repeats", "roster.sheet_older_form", "roster.sheet_unwanted"),
        "roster.sheet_elsewhere",
    }
)
_MOST_NAMED = 12
_EXAMPLE = re.compile(r"示例|样例|样表|范例|填表说明|填写说明|下拉|字典|代码表")

#: what is no sheet to read, unless it is the only one, and why
_ASIDE: tuple[tuple[Callable[[SheetRows], bool], str], ...] = (
    (lambda sheet: not sheet.visible, "roster.sheet_hidden"),
    (lambda sheet: bool(_EXAMPLE.search(sheet.name)), "roster.sheet_example"),
    # a unit lists people there for itself beside those who serve: among others they would swell the base
    (lambda sheet: heads_gone(sheet.name), "roster.sheet_gone"),
)


@dataclass(frozen=True)
class RosterFile:
    """A roster file that was read.

    Attributes:
        path: where it stands.
        kind: what it is, as :class:`~trainingdesk.exchange.workbook.WorkbookFile` says.
        digest: hex SHA-256 of its bytes.
        contents: hex SHA-256 of the cells of the sheets that were read, with their pictures.
        sheet: the name of the sheet with most people: the one whose columns are shown.
        header_row: the row its header ends in, as the person sees it.
        header: the header's columns and the fields they were taken for; ``index`` counts from the sheet's column A.
        people: a person for every row of people in every used sheet; ``row`` is the running line.
        problems: everything that is wrong or open, by line and column; line 0 is the file or a sheet as a whole.
        sheets: what became of every sheet; those that the program itself hid in its workbooks are none of the sender's.
        layout: a name for this arrangement of headers, to remember a person's choice of columns by.
        lines: where the lines stand.
        columns: the choice of columns that was recalled for the layout, None when there was none.
        photos: line → the picture of its person.
        samples: for the columns that are put together into other fields (工作单位及职务, 全日制学历), field → what the
            first filled cell says.
        firsts: column (0 for A) of the first header → the row of its first filled cell, and what that says.
        others: the same without its row for columns that only a header further down has.
        keys: line → what the hidden key of a form says.
        form: what the form says it was made for, None for any other file.
        returned: what a workbook with problem rows that comes back says of the file it was made of.
        titles: the texts above the header of each sheet that was read, and its name; that with most people comes first,
            of forms (任免审批表) it stands for all.
        further: the columns that only headers further down in that sheet have, numbered from
            :data:`~trainingdesk.exchange.roster_sheets.LATER` on.
    """

    path: Path
    kind: str
    digest: str
    contents: str
    sheet: str
    header_row: int
    header: Header
    people: Sequence[ParsedPerson]
    problems: Sequence[Problem]
    sheets: tuple[SheetUse, ...]
    layout: str
    lines: Lines = ONE_SHEET
    columns: Mapping[int, str] | None = None
    photos: Mapping[int, bytes] = field(default_factory=dict)
    samples: Mapping[str, str] = field(default_factory=dict)
    firsts: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    others: Mapping[int, str] = field(default_factory=dict)
    keys: Mapping[int, str] = field(default_factory=dict)
    form: FormFacts | None = None
    returned: Returned = NOT_RETURNED
    titles: tuple[tuple[str, ...], ...] = ()
    further: tuple[Further, ...] = ()

    @property
    def headers(self) -> dict[str, str]:
        """Field → the column's header, of all sheets; where two differ, that of the sheet with most people."""
        # what the first header has holds also what a later one calls otherwise
        columns = (*(later.column for later in self.further), *self.header.columns)
        own = {column.field: column.header for column in columns if column.field}
        return with_notes({**own, **headers_of(self.sheets), **own} if len(self.sheets) > 1 else own)

    def heading(self, problem: Problem) -> str:
        """Return how the column of a problem is headed where its row stands."""
        if not problem.row or not problem.field or not self._parted:
            return problem.field
        sheet, row = self.lines.cell(problem.row)
        use = self._parted.get(sheet)
        if use is None:
            return problem.field
        found = use.column(row, problem.field, self.fields.get(problem.field, ""))
        return problem.field if found is None else found.header

    @cached_property
    def _parted(self) -> dict[str, SheetUse]:
        """The sheets whose rows may stand below other headers than those that problems name."""
        several = len(self.sheets) > 1
        return {use.name: use for use in self.sheets if use.sections or several}

    @cached_property
    def fields(self) -> dict[str, str]:
        """Header → the field it holds."""
        return {header: field for field, header in self.headers.items()}


def read_roster(
    path: Path,
    progress: Progress | None = None,
    chosen: Mapping[int, str] | None = None,
    *,
    recall: Recall | None = None,
    units: Mapping[str, str] | None = None,
    wanted: Collection[str] | None = None,
    today: str = "",
) -> RosterFile:
    """Return what a roster file, or a folder of forms, holds.

    Args:
        path: the file or the folder.
        progress: told what is done.
        chosen: what columns are for (0 for column A → field, "" for none) where the person knows better than the
            headers; meant for the sheet with most people and those of the same layout.
        recall: gives such a choice for a layout that was imported before; asked where nothing is chosen.
        units: every spelling of every unit of the roster, as :func:`~trainingdesk.domain.roster.cells.key_of` makes
            it → its full name: by them headings are recognised and 工作单位及职务 is cut in two.
        wanted: names of the sheets that are read whatever they are, and no others; None for the reader's own choice.
        today: ``YYYY-MM-DD``; by it the day of a retirement has come or not. Without it none has.

    Raises what :func:`~trainingdesk.exchange.workbook.read_sheets` raises, and Refused with
    ``roster.no_such_sheet``, ``roster.no_rows`` (no cell in any sheet), ``roster.no_columns`` (no header with 姓名 and one more known column) or ``roster.no_people``
    (nothing below the header).
    """
    book = read_sheets(path, progress)
    for name in wanted or ():
        names = [sheet.name for sheet in book.sheets if not is_own(sheet)]
        if name not in names:
            raise Refused("roster.no_such_sheet", sheet=name, names=names[:_MOST_NAMED])
    unticked = "roster.sheet_unwanted" if wanted else "roster.sheet_elsewhere"
    wanted = wanted or read_returned(book.sheets).sheets or None
    found, uses = _sheets_with_header(book, wanted, unticked)
    if not found:
        if any(sheet.trouble for sheet in book.sheets):
            old = all(sheet.trouble == _OLD_FORM for sheet in book.sheets)
            raise Refused(_OLD_FORM if old else "workbook.no_form", file=path.name)
        if not any(sheet.rows for sheet in book.sheets):
            raise Refused("roster.no_rows", file=path.name)
        raise Refused("roster.no_columns", file=path.name)
    reads = _read_all(book, found, chosen, recall, units or {}, today, progress)
    for one in reads:
        if not one.people:
            uses[one.sheet.name] = SheetUse(one.sheet.name, used=False, reason="roster.sheet_nobody")
    reads = [one for one in reads if one.people]
    if not reads:
        raise Refused("roster.no_people", file=path.name, sheet=found[0][0].name)
    older = older_forms(reads) if wanted is None and book.kind == FORM else {}
    for name in older:
        uses[name] = SheetUse(name, used=False, reason="roster.sheet_older_form")
    reads = [one for one in reads if one.sheet.name not in older]
    for repeated in repeated_sheets(reads, forms=book.kind == FORM) if wanted is None else ():
        reason = "roster.form_repeats" if book.kind == FORM else "roster.sheet_repeats"
        uses[repeated.sheet.name] = SheetUse(repeated.sheet.name, used=False, reason=reason)
        reads.remove(repeated)
    return _whole(book, reads, uses, older)


def _sheets_with_header(
    book: WorkbookFile, wanted: Collection[str] | None, unticked: str
) -> tuple[list[tuple[SheetRows, Header]], dict[str, SheetUse]]:
    """Return the sheets that may hold people with their headers, and why the others do not; ``unticked`` if not wanted."""
    headers = code_lists().headers
    found: list[tuple[SheetRows, Header]] = []
    uses: dict[str, SheetUse] = {}
    for sheet in book.sheets:
        if is_own(sheet):
            continue
        header = find_header(sheet.rows, headers, _merged(sheet)) if sheet.rows else None
        if header is not None:
            header = settled_header(header, sheet.rows, form=book.kind == FORM)
        if sheet.trouble:
            reason = "roster.sheet_form_old" if sheet.trouble == _OLD_FORM else "roster.sheet_form_bad"
            uses[sheet.name] = SheetUse(sheet.name, used=False, reason=reason)
        elif not sheet.rows:
            uses[sheet.name] = SheetUse(sheet.name, used=False, reason="roster.sheet_blank")
        elif header is None:
            named = sheet.visible or sheet.name in (wanted or ())
            reason = "roster.sheet_no_header" if named else "roster.sheet_hidden"
            uses[sheet.name] = SheetUse(sheet.name, used=False, reason=reason)
        else:
            found.append((sheet, header))
    if wanted is not None:
        for sheet, _header in found:
            # what nobody ticked is not read for the reason it was not read for at first
            reason = next((why for unwanted, why in _ASIDE if unwanted(sheet)), unticked)
            uses[sheet.name] = SheetUse(sheet.name, used=False, reason=reason)
        return [pair for pair in found if pair[0].name in wanted], uses
    for unwanted, reason in _ASIDE:
        others = [pair for pair in found if not unwanted(pair[0])]
        if others:  # the only sheet is read whatever it is
            for sheet, _header in found:
                if unwanted(sheet):
                    uses[sheet.name] = SheetUse(sheet.name, used=False, reason=reason)
            found = others
    return found, uses


def _merged(sheet: SheetRows) -> list[tuple[int, int, int, int]]:
    """Return the merged ranges with columns that count as the cells of a row do."""
    offset = sheet.first_column
    return [
        (top, max(left - offset, 0), bottom, right - offset)
        for top, left, bottom, right in sheet.merged
        if right >= offset
    ]


def _read_all(
    book: WorkbookFile,
    found: Sequence[tuple[SheetRows, Header]],
    chosen: Mapping[int, str] | None,
    recall: Recall | None,
    units: Mapping[str, str],
    today: str,
    progress: Progress | None,
) -> list[ReadSheet]:
    main = max(found, key=lambda pair: (len(pair[0].rows) - pair[1].row, pair[1].score))
    reads = {id(sheet): _begun(sheet, header) for sheet, header in found}
    first = reads[id(main[0])]
    own = first.own_layout

    def choose(one: ReadSheet, further: Sequence[Further]) -> Mapping[int, str] | None:
        one.further = further
        if chosen and one.own_layout == own:
            alike = one.layout == first.layout
            one.recalled = chosen if alike else {at: name for at, name in chosen.items() if at < LATER}
        elif not chosen and recall is not None:
            one.recalled = recall(one.layout)
        return one.inner(one.recalled) if one.recalled else None

    # the choice is meant for the sheet with most people, whose later headers have to be known for the others
    for place, one in enumerate(sorted(reads.values(), key=lambda one: one is not first)):
        done = None if progress is None else _share(progress, place, len(found))
        _read_sheet(book, one, partial(choose, one), units, today, done)
    if book.kind == FORM and units:
        # on a desk without units each form is cut by itself
        named = units_of_forms([text for one in reads.values() if (text := cut_asked(one))])
        notes = forms_cut(named)
        for sheet, header in found if named else ():
            own = cut_asked(reads[id(sheet)])
            if unit := max((unit for unit in named if own.startswith(unit)), key=len, default=""):
                again = reads[id(sheet)] = _begun(sheet, header)
                _read_sheet(book, again, partial(choose, again), {**units, key_of(unit): unit}, today, None)
                again.problems += [note for note in notes if note.value == unit]
                notes = [note for note in notes if note.value != unit]
    return list(reads.values())


def _begun(sheet: SheetRows, header: Header) -> ReadSheet:
    """Return a sheet that is about to be read, lists that stand beside one another below one another."""
    below = put_below(sheet.rows, header, _merged(sheet), sheet.hidden_rows)
    return ReadSheet(sheet, below.header, [], [], None, below=below)


def _share(progress: Progress, place: int, of: int) -> Callable[[int, int], None]:
    def done(step: int, steps: int) -> None:
        progress(place * steps + step, of * steps, "roster.step_check")

    return done


def _read_sheet(
    book: WorkbookFile,
    one: ReadSheet,
    choose: Choose,
    units: Mapping[str, str],
    today: str,
    done: Callable[[int, int], None] | None,
) -> None:
    """Put the people of a sheet and its problems into ``one``, rows as the sheet numbers them."""
    sheet, below = one.sheet, one.below
    assert below is not None
    ordered = in_one_order(below.rows, one.header, code_lists().headers, below.merged, choose)
    ordered.passed.update(dict.fromkeys(below.again, ""))
    one.header, one.sections, one.further = ordered.own, ordered.sections, ordered.further
    one.unread = ordered.unread
    fields = ordered.header.fields()
    body = find_people(
        _without_keys(one, ordered),
        ordered.header,
        sheet=sheet.name,
        merged=ordered.merged,
        hidden_rows=below.hidden,
        units=units,
        headers=ordered.passed,
        height=one.height,
    )
    if not body.rows:
        return
    by_index: list[tuple[Cell, ...]] = list(zip(*body.rows, strict=True))
    read = Sheet(
        columns={name: by_index[column.index] for name, column in fields.items() if name not in _BESIDE},
        headers={name: column.header for name, column in fields.items()},
        rows=body.numbers,
        epoch_1904=book.epoch_1904,
        units=body.units,
        # 专业技术职务 of a 任免表 stands beside a post and is no rank (docs/decisions/lrmx.md)
        ranked_by_title=book.kind != FORM,
    )
    known = {key_of(body.stated): body.stated, **units} if body.stated else units
    parsed = parse_rows(read, code_lists().spellings, done, known)
    parsed = with_gone_noted(parsed, read, today)
    parsed = with_departments(parsed, read, units, body.departments)
    one.people = with_sections(parsed.people, body.sections)
    for name in fields.keys() & _PUT_TOGETHER:
        cells = by_index[fields[name].index]
        one.samples[name] = next((said for cell in cells if (said := text_of(cell))), "")
    for column in one.header.columns:
        looked_at = zip(body.numbers[:_SAMPLED], by_index[column.index], strict=False)
        words = ((row, text) for row, cell in looked_at if (text := text_of(cell)))
        one.firsts[column.index + sheet.first_column] = next(words, (0, ""))
    for place, later in enumerate(one.further):
        one.others[LATER + place] = said_later(later, one.people, body.numbers, by_index)
    kept = {person.row for person in one.people}
    one.keys = {row: key for row, key in one.keys.items() if row in kept}
    one.problems = [*column_notes(one), *_body_problems(body, parsed.people), *parsed.problems]


def _without_keys(one: ReadSheet, ordered: InOrder) -> Sequence[Sequence[Cell]]:
    """Return a sheet's rows without their hidden keys, which are kept aside: a key alone is a row that was cleared."""
    column = ordered.header.fields().get("key")
    if column is None:
        return ordered.rows
    place = column.index
    rows: list[Sequence[Cell]] = []
    for number, row in enumerate(ordered.rows, 1):
        if number <= one.header.row + 1 or place >= len(row):
            rows.append(row)
            continue
        key = text_of(row[place])
        if key:
            one.keys[number] = key
        rows.append([*row[:place], "", *row[place + 1 :]])
    return rows


def _body_problems(body: Body, people: Sequence[ParsedPerson]) -> list[Problem]:
    """Return what was said about rows; questions at rows that turned out to be blank are dropped."""
    numbers = {person.row for person in people}
    return [problem for problem in body.problems if not problem.row or problem.row in numbers]


def _whole(
    book: WorkbookFile,
    reads: Sequence[ReadSheet],
    uses: dict[str, SheetUse],
    older: Mapping[str, Problem],
) -> RosterFile:
    """Return the sheets as one file, their rows as running lines; ``older`` are forms with a note each instead of the usual one."""
    people: list[ParsedPerson] = []
    notes: list[Problem] = []
    problems: list[Problem] = []
    starts: list[int] = []
    photos: dict[int, bytes] = {}
    keys: dict[int, str] = {}
    start = 0
    for one in reads:
        starts.append(start)
        name = one.sheet.name
        reason = "" if one.sheet.visible else "roster.sheet_hidden"
        uses[name] = use_of(one, reason)
        if reason:
            notes.append(
                Problem("roster.sheet_was_hidden", {"sheet": name}, value=name, severity=Severity.NOTE)
            )
        people += (
            one.people if not start else [person._replace(number=person.row + start) for person in one.people]
        )
        for problem in one.problems:
            if problem.row:
                problems.append(replace(problem, row=problem.row + start) if start else problem)
            else:
                notes.append(problem)
        if one.sheet.photo:
            photos.update({person.row + start: one.sheet.photo for person in one.people[:1]})
        keys.update({row + start: key for row, key in one.keys.items()})
        start += len(one.sheet.rows) * (1 + len(one.lists))
    ordered = tuple(uses[sheet.name] for sheet in book.sheets if sheet.name in uses)
    unused = [
        older[use.name]
        if use.name in older
        else Problem(
            "roster.form_unused" if book.kind == FORM else "roster.sheet_unused",
            {"sheet": use.name, "reason": Label(use.reason)},
            value=use.name,
            severity=Severity.NOTE,
        )
        for use in ordered
        if not use.used and use.reason != "roster.sheet_blank"
    ]
    main = max(reads, key=lambda one: len(one.people))
    others = [one for one in reads if one is not main and book.kind != FORM]
    heights = tuple(one.height for one in reads) if any(one.lists for one in reads) else ()
    problems.sort(key=lambda problem: problem.row)
    return RosterFile(
        path=book.path,
        kind=book.kind,
        digest=book.digest,
        contents=contents_of(reads),
        sheet=main.sheet.name,
        header_row=main.header.row + 1,
        header=uses[main.sheet.name].header,
        people=people,
        problems=[
            *unused,
            *forms_unkept(reads),
            *pictures_left(reads),
            *unseen(book),
            *open_quotes(book),
            *notes,
            *asked_since_the_law(people, problems),
        ],
        sheets=ordered,
        layout=main.layout,
        lines=Lines(tuple(starts), tuple(one.sheet.name for one in reads), book.kind == FORM, heights),
        columns=main.recalled,
        photos=photos,
        samples=main.samples,
        firsts=main.firsts,
        others=main.others,
        keys=keys,
        form=form_of(book.sheets),
        returned=read_returned(book.sheets),
        titles=tuple(titles_of(one, reads) for one in (main, *others)),
        further=main.later(),
    )
