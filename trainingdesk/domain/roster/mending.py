"""What a person puts right on an import's preview: a wrong cell typed anew, a question answered.

The file itself is never touched. A *correction* is text that stands in a cell's place and is read as the cell would
be; an *answer* is one of the meanings a question offers, taken as it is. Both name a cell by row and field.
"""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from trainingdesk.domain.codes import Team
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.asked_alone import Said, alone_name, answered_at
from trainingdesk.domain.roster.cells import LEGACY, LEGACY_RANK, NO_VALUE, RANK_LADDER, Broken, Cell, key_of
from trainingdesk.domain.roster.known_units import UnitSaid
from trainingdesk.domain.roster.no_cadres import NO_CADRES, asked_again, word_of
from trainingdesk.domain.roster.people import FIELDS, ParsedPerson
from trainingdesk.domain.roster.rank_in_post import OF_POST
from trainingdesk.domain.roster.remarks import REMARKS
from trainingdesk.domain.roster.rows import parse_rows
from trainingdesk.domain.roster.sheet import Sheet, Spellings
from trainingdesk.domain.roster.statuses import INNER, LENT, OFF_POST
from trainingdesk.domain.roster.titles import NO_RANK, TEAM_OPEN
from trainingdesk.domain.roster.unit_post import BETWEEN, OPEN_CUT, cut_kind

#: One cell of a file: the row as the sheet shows it, and the field it holds.
Place = tuple[int, str]

#: of a question how a cell is cut: the choice by which the person's unit stays as the roster has it
OWN = "own"
#: where that choice stood among the others, -1 where it was offered by none of them
OWN_AT = "own_at"

#: fields that a former rank may stand in
_RANKS = frozenset({"rank", "side_rank"})
#: what a post with a rank beside it is taken apart to
_OF_POST = ("post", "rank", "rank_from", "side_rank", "side_rank_from")
#: Fields that are filled from a valid ID number where the row is silent.
_FROM_ID = ("birth", "sex")
#: Problems that are about a field although they stand at no column of the file.
_FIELD_OF_CODE = {
    "roster.unit_missing": "unit",
    "roster.unit_closed": "unit",
    "roster.twice_id": "id_number",
    "roster.copied_id": "id_number",
    "roster.name_missing": "name",
}


#: questions at words that no code list has
UNKNOWN = frozenset(
    {"roster.rank_unknown", "roster.status_unknown", "roster.team_unknown", "roster.authority_unknown"}
)
#: those, and questions at ranks of other ladders, for which there is no code
_WITHOUT_CODE = UNKNOWN | {"roster.rank_institution", RANK_LADDER}
#: questions with choices at words that need not mean the same: 借调 and 挂职
_OF_WORDS = frozenset({LENT, INNER, OFF_POST, TEAM_OPEN}) | NO_CADRES
#: fields without which nobody comes in; "" where a problem is about no field
_NEEDED = frozenset({"", "name", "unit", "unit_post"})

#: what was put right in one row: field → the text typed, field → the value chosen
_RowMends = tuple[dict[str, str], dict[str, str]]


@dataclass(frozen=True)
class Mends:
    """Everything that was put right.

    Attributes:
        corrections: cell → the text that stands in its place, "" for a blank cell.
        answers: cell → the stored value chosen for it, "" to leave it blank.
        units: text of a unit → what it was said to be.
        elsewhere: cells that reading asked about so far: what is answered there was said of that.
    """

    corrections: Mapping[Place, str] = field(default_factory=dict)
    answers: Mapping[Place, str] = field(default_factory=dict)
    units: Mapping[str, UnitSaid] = field(default_factory=dict)
    elsewhere: Container[Place] = frozenset()

    @property
    def said(self) -> Said:
        """What was answered, as questions about what stands in cells ask for it."""
        return Said(self.answers, self.elsewhere)

    def by_row(self) -> "dict[int, _RowMends]":
        """Return row → what was put right in it, of the rows in which anything was."""
        rows: dict[int, _RowMends] = defaultdict(lambda: ({}, {}))
        for (row, name), text in self.corrections.items():
            rows[row][0][name] = text
        for (row, name), value in self.answers.items():
            rows[row][1][name] = value
        return dict(rows)


#: Nothing was put right.
NOTHING_MENDED = Mends()


@dataclass(frozen=True)
class Words:
    """How a file's cells are read again.

    Attributes:
        headers: field → the file's header, for the places of problems.
        spellings: what the readers look words up in.
        labels: list → code → a spelling of it, so that what was read once is read the same again.
        units: every spelling of every unit of the roster → its full name.
        titled: rows of sheets in which a title stands for a rank.
    """

    headers: Mapping[str, str]
    spellings: Spellings
    labels: Mapping[str, Mapping[str, str]]
    units: Mapping[str, str] = field(default_factory=dict)
    titled: Container[int] = frozenset()


def field_of(problem: Problem, headers: Mapping[str, str]) -> str:
    """Return the field a problem is about, "" when it is about no single cell."""
    about = problem.params.get("about") or _FIELD_OF_CODE.get(problem.code)
    if about:
        return str(about)
    return next((name for name, header in headers.items() if header == problem.field), "")


def names_of(problem: Problem, headers: Mapping[str, str]) -> tuple[str, str]:
    """Return the field a problem is about, and the name at which what stands in the cell is affirmed."""
    name = field_of(problem, headers)
    return name, alone_name(problem, name)


def choices_of(problem: Problem) -> tuple[str, ...]:
    """Return the stored values a question offers, () when it only asks for the right one.

    Where a cell contradicts the ID number, what the number says comes first, what the cell says second (GB 11643).
    """
    if problem.code == "roster.birth_contradicts_id" and not problem.params.get("choices"):
        return str(problem.params["id_birth"]), str(problem.params["birth"])
    if problem.code == "roster.sex_contradicts_id" and not problem.params.get("choices"):
        return ("male", "female")
    return tuple(str(choice) for choice in problem.params.get("choices") or ())


def alike_key(problem: Problem) -> tuple[object, ...] | None:
    """Return what questions have in common that one answer does for, None for what is only said.

    Questions with choices are alike when they ask the same of the same column (each takes the choice at the same
    place: October everywhere, the ID number everywhere); others, and words of a status, only when the cells say the same. Where a cell is cut,
    alike are those that can be cut in the same ways, each in one place only. Remarks are alike that speak of one status;
    of those that may speak of a day to come only the same words are. Of missing units only those of one sheet are; where
    two units are named, those in which the person's own stands at the same place.
    """
    if problem.code in REMARKS and problem.row:
        return problem.code, problem.field, problem.params.get("apart", ""), *choices_of(problem)
    if problem.severity is Severity.NOTE or not problem.row:
        return None
    if problem.code == LEGACY_RANK:
        return problem.code, problem.field, problem.value
    offered = choices_of(problem)
    if offered and problem.code == OPEN_CUT:
        kinds = tuple(sorted(map(cut_kind, _but_own(problem))))
        alike = kinds if len(set(kinds)) == len(kinds) else problem.value
        return problem.code, problem.field, OWN in problem.params, alike
    apart = problem.params.get("apart", "")
    return (
        problem.code,
        problem.field,
        problem.params.get(OWN_AT),
        apart,
        len(offered) if offered and problem.code not in _OF_WORDS else word_of(problem),
    )


def _but_own(problem: Problem) -> list[str]:
    """Return what a question offers beside that the person's unit stays."""
    return [one for one in choices_of(problem) if one != problem.params.get(OWN)]


def kind_key(problem: Problem, headers: Mapping[str, str]) -> tuple[object, ...] | None:
    """Return what wrong cells have in common that can be left blank together, None for a cell that may not be blank.

    Of words that no code list knows only the same one is: 十二级 and 某级 in a column of ranks may be anything, and
    一级警长 and 一级法官 count as ranks of their own levels. What is
    known to have no counterpart, a grade of management posts say, is one question however many grades there are.
    """
    wrong = problem.severity is Severity.ERROR or problem.code in _WITHOUT_CODE
    blank = wrong and problem.row and field_of(problem, headers) not in _NEEDED
    word = problem.value if problem.code in UNKNOWN | {RANK_LADDER} else ""
    return ("blank", problem.code, problem.field, word) if blank else None


def alike_cells(
    problems: Sequence[Problem], asked: Problem, headers: Mapping[str, str], *, kind: bool
) -> list[Place]:
    """Return the wrong cells that are alike, this one among them: of one kind, or else those that say the same."""
    key = kind_key(asked, headers) if kind else alike_key(asked)
    return [
        (problem.row, field_of(problem, headers))
        for problem in problems
        if key is not None and (kind_key(problem, headers) if kind else alike_key(problem)) == key
    ]


def answers_for_alike(
    problems: Sequence[Problem], asked: Problem, value: str, headers: Mapping[str, str]
) -> dict[Place, str]:
    """Return the answer to a question for every question that is alike, itself among them."""
    offered = choices_of(asked)
    key = alike_key(asked)

    def own(problem: Problem) -> str:
        if value not in offered:
            return value
        if value == asked.params.get(OWN):  # each stays in their own
            return str(problem.params[OWN])
        choices = _but_own(problem)
        if asked.code == OPEN_CUT:  # what is offered first depends on the units that the file names
            kind = cut_kind(value)
            if value in choices_of(problem):
                return value
            return next(one for one in choices if cut_kind(one) == kind)
        return choices[_but_own(asked).index(value)]

    found = ((problem, own(problem)) for problem in problems if alike_key(problem) == key)
    return {
        (problem.row, answered_at(problem, field_of(problem, headers), chosen)): chosen
        for problem, chosen in found
    }


def changed_cells(
    mended: Mapping[int, Sequence[tuple[str, str, str]]],
    headers: Mapping[str, str],
    labels: Mapping[str, Mapping[str, str]],
) -> list[Problem]:
    """Return a note for every cell of the file that was put right, with its new text, or that was left blank.

    ``mended`` is row → (field, what the cell said, what stands in its place). Codes are written as the reader takes
    them, so that nothing is asked twice; what stands in no column of the file has no place to be written to.
    """
    return [
        Problem(
            "roster.cell_changed" if new else "roster.cell_blanked",
            {"old": labels.get(name, {}).get(old, old), "value": labels.get(name, {}).get(new, new)},
            field=headers[name],
            row=row,
            value=labels.get(name, {}).get(old, old),
            severity=Severity.NOTE,
        )
        for row, cells in sorted(mended.items())
        for name, old, new in cells
        if name in headers and new not in {old, LEGACY}
    ]


def mend_rows(
    people: Sequence[ParsedPerson], problems: Sequence[Problem], mends: Mends, words: Words
) -> tuple[Sequence[ParsedPerson], list[Problem]]:
    """Return the people and the problems of a file as they are once the mended rows were read again.

    Rows without a correction or an answer are handed through as they are.
    """
    touched = mends.by_row()
    if not touched:
        return people, list(problems)
    own: dict[int, list[Problem]] = {row: [] for row in touched}
    rest: list[Problem] = []
    for problem in problems:
        own.get(problem.row, rest).append(problem)
    mended: list[ParsedPerson] = []
    for person in people:
        if person.row in touched:
            again, found = _read_again(person, own[person.row], touched[person.row], words)
            mended.append(again)
            rest += found
        else:
            mended.append(person)
    rest.sort(key=lambda problem: problem.row)
    return mended, rest


def _read_again(
    person: ParsedPerson, problems: Sequence[Problem], mends: _RowMends, words: Words
) -> tuple[ParsedPerson, list[Problem]]:
    typed, answered = mends
    left = list(problems)
    if typed:
        person, left = _with_text(person, left, typed, words)
    settled = {name for name in answered if name not in typed or _open(left, name, words)}
    left = [problem for problem in left if field_of(problem, words.headers) not in settled]
    values: dict[str, Any] = {name: answered[name] for name in settled if name in FIELDS}
    for name in [name for name, value in values.items() if value == LEGACY and name in _RANKS]:
        # since when is of the former rank too, which the import keeps by itself
        values |= {name: "", f"{name}_from": ""}
    if values.get("team") and person.technical_title and person.row in words.titled:
        values |= _rank_of_title(person, values["team"], words)
        left = [problem for problem in left if problem.code != NO_RANK]
    one_column = "side_rank_from" not in words.headers and person.side_rank_from == person.rank_from
    if "rank_from" in values and one_column and person.side_rank_from:
        # 任现职级时间 says since when for both
        values["side_rank_from"] = values["rank_from"]
    if "unit_post" in settled:
        # 工作单位及职务 is answered by both, with a mark between them
        unit, _between, post = answered["unit_post"].partition(BETWEEN)
        # a cell that was put right by itself stands
        values |= {name: value for name, value in (("unit", unit), ("post", post)) if name not in typed}
        return _ranks_apart(person._replace(**values), left, words)
    return person._replace(**values), left


def _rank_of_title(person: ParsedPerson, team: str, words: Words) -> dict[str, str]:
    """Return the rank that a title is of technical staff, and is not of anybody else."""
    code = words.spellings.rank.get(key_of(person.technical_title), "")
    if not code or person.rank not in {"", code}:
        return {}
    return {"rank": code if team == Team.TECHNICAL else ""}


def _ranks_apart(
    person: ParsedPerson, left: list[Problem], words: Words
) -> tuple[ParsedPerson, list[Problem]]:
    """Take the rank apart that stands in a post, as reading does where a cell needs no answer to be cut."""
    # most posts say none: of thousands that were answered together each would be read
    if "级" not in person.post and "员" not in person.post and not person.post.endswith((")", "）")):
        return person, left
    if _open(left, "rank", words) or _open(left, "side_rank", words):
        return person, left
    cells: dict[str, list[Cell]] = {"name": [person.name]}
    for name in _OF_POST:
        value = getattr(person, name)
        cells[name] = [words.labels.get(name, {}).get(value, value)]
    headers = {**words.headers, "post": words.headers.get("unit_post", "")}
    read = parse_rows(Sheet(cells, headers, [person.row]), words.spellings)
    told = [problem for problem in read.problems if problem.code in OF_POST]
    (again,) = read.people
    # a rank in the place of a post leaves the post's words: there is nothing to tell
    if not told and again.side_rank == person.side_rank:
        return person, left
    return person._replace(**{name: getattr(again, name) for name in _OF_POST}), left + told


def _open(problems: Sequence[Problem], name: str, words: Words) -> bool:
    return any(field_of(problem, words.headers) == name for problem in problems)


def _with_text(
    person: ParsedPerson, problems: Sequence[Problem], typed: Mapping[str, str], words: Words
) -> tuple[ParsedPerson, list[Problem]]:
    """Read a row with some of its cells replaced; the others say what they said before."""
    cells: dict[str, list[Cell]] = {}
    for name in FIELDS:
        value = getattr(person, name)
        cells[name] = [words.labels.get(name, {}).get(value, value)]
    if "id_number" in typed and person.id_number:
        # what the old number filled in goes with it; the new one fills it in again
        number = person.id_number
        if person.birth == f"{number[6:10]}-{number[10:12]}-{number[12:14]}":
            cells["birth"] = [""]
        cells["sex"] = [""]
    for problem in problems:
        name = field_of(problem, words.headers)
        if name and problem.severity is not Severity.NOTE and not getattr(person, name, ""):
            lost = problem.code in NO_VALUE
            cells[name] = [Broken(problem.code, problem.value) if lost else problem.value]
    cells.update({name: [text] for name, text in typed.items()})
    sheet = Sheet(columns=cells, headers=words.headers, rows=[person.row])
    read = parse_rows(sheet, words.spellings, units=words.units)
    if not read.people:
        header = words.headers.get("name", "")
        return ParsedPerson(person.row, ""), [Problem("roster.name_missing", field=header, row=person.row)]
    headers = {words.headers[name] for name in typed if name in words.headers}
    kept = [
        problem
        for problem in problems
        if problem.severity is Severity.NOTE and field_of(problem, words.headers) not in typed
    ]
    again = {(problem.code, problem.field) for problem in read.problems}
    kept = [problem for problem in kept if (problem.code, problem.field) not in again]
    others = [problem for problem in read.problems if problem.code not in NO_CADRES]
    return read.people[0], [*kept, *asked_again(problems, read.problems, headers), *others]
