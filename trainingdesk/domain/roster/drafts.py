"""A person as a form writes them: every field is read, every problem is named at its field."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from trainingdesk.domain.codes import Authority, PersonStatus, Rank, Sex, Team
from trainingdesk.domain.errors import Invalid, Problem, Severity
from trainingdesk.domain.roster.cells import (
    CellReader,
    Flaw,
    date_reader,
    month_reader,
    read_id,
    read_name,
    read_phone,
    text_of,
)
from trainingdesk.domain.roster.dittos import is_ditto
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.domain.roster.schools import school_text
from trainingdesk.domain.values import IdNumber
from trainingdesk.shared.text import Label

#: characters of a month of birth
_MONTH = len("1972-05")


@dataclass(frozen=True, kw_only=True)
class PersonDraft:
    """What a form says about a person, as typed; codes are already chosen from their lists.

    Attributes:
        birth: in any Chinese form of a day or a month.
        id_number, phone: as typed, "" for not known.
        status_from: since when the status holds, "" for not known; so ``unit_from``, ``team_from``, ``post_from`` and
            ``rank_from``, which may be months.
        side_rank: a rank held beside a leading post, since ``side_rank_from``.
        joined_on: first day in the district's roster.
    """

    unit_id: int
    name: str
    team: Team
    sex: Sex | None = None
    birth: str = ""
    id_number: str = ""
    ethnicity: str = ""
    political: str = ""
    education: str = ""
    degree: str = ""
    work_start: str = ""
    party_entry: str = ""
    post: str = ""
    rank: Rank | None = None
    authority: Authority | None = None
    phone: str = ""
    status: PersonStatus = PersonStatus.SERVING
    status_from: str = ""
    note: str = ""
    unit_from: str = ""
    team_from: str = ""
    post_from: str = ""
    rank_from: str = ""
    side_rank: Rank | None = None
    side_rank_from: str = ""
    education_full: str = ""
    degree_full: str = ""
    education_service: str = ""
    degree_service: str = ""
    native_place: str = ""
    birthplace: str = ""
    technical_title: str = ""
    school: str = ""
    school_full: str = ""
    school_service: str = ""
    joined_on: str = ""


DRAFT_FIELDS: tuple[str, ...] = tuple(part.name for part in fields(PersonDraft))


@dataclass(frozen=True, kw_only=True)
class PersonValues:
    """A person's values as they are stored; the fields are those of :class:`PersonDraft`."""

    unit_id: int
    name: str
    team: Team
    sex: Sex | None
    birth: str
    id_number: str | None
    ethnicity: str
    political: str
    education: str
    degree: str
    work_start: str
    party_entry: str
    post: str
    rank: Rank | None
    authority: Authority | None
    phone: str
    status: PersonStatus
    status_from: date | None
    note: str
    unit_from: str
    team_from: str
    post_from: str
    rank_from: str
    side_rank: Rank | None
    side_rank_from: str
    education_full: str
    degree_full: str
    education_service: str
    degree_service: str
    native_place: str
    birthplace: str
    technical_title: str
    school: str
    school_full: str
    school_service: str
    joined_on: date | None


@dataclass(frozen=True, slots=True)
class Namesake:
    """Somebody of the roster whom a new person may be.

    Attributes:
        birth: ``YYYY-MM`` or ``YYYY-MM-DD``, "" for not known.
    """

    id: int
    name: str
    unit_id: int
    unit: str
    birth: str


@dataclass(frozen=True, slots=True)
class IdHolder:
    """Who on the desk already has an ID number."""

    name: str
    unit: str


def read_draft(draft: PersonDraft) -> tuple[PersonValues, list[Problem]]:
    """Return a draft's values as they would be stored, and everything that is wrong with them.

    A blank sex or birth is taken from the ID number; where both are given and contradict it, that is a question
    (GB 11643): a person's file may say another day than the number.
    """
    reader = _DraftReader(draft)
    number = reader.id_number()
    return (
        PersonValues(
            unit_id=draft.unit_id,
            name=reader.name(),
            team=draft.team,
            sex=reader.sex(number),
            birth=reader.birth(number),
            id_number=number.text if number else None,
            ethnicity=reader.text("ethnicity"),
            political=reader.text("political"),
            education=reader.text("education"),
            degree=reader.text("degree"),
            work_start=reader.month("work_start"),
            party_entry=reader.month("party_entry"),
            post=reader.text("post"),
            rank=draft.rank,
            authority=draft.authority,
            phone=reader.cell("phone", read_phone),
            status=draft.status,
            status_from=reader.day("status_from"),
            note=reader.text("note"),
            unit_from=reader.since("unit_from"),
            team_from=reader.since("team_from"),
            post_from=reader.since("post_from"),
            rank_from=reader.since("rank_from"),
            side_rank=reader.side_rank(),
            side_rank_from=reader.since("side_rank_from") if draft.side_rank else "",
            education_full=reader.text("education_full"),
            degree_full=reader.text("degree_full"),
            education_service=reader.text("education_service"),
            degree_service=reader.text("degree_service"),
            native_place=reader.text("native_place"),
            birthplace=reader.text("birthplace"),
            technical_title=reader.text("technical_title"),
            school=reader.text("school"),
            school_full=reader.text("school_full"),
            school_service=reader.text("school_service"),
            joined_on=reader.day("joined_on"),
        ),
        reader.problems,
    )


def decide_person(
    values: PersonValues, problems: list[Problem], *, unit_known: bool, id_holder: IdHolder | None
) -> PersonValues:
    """Return the values when nothing stands in the way.

    Raises Invalid ``roster.person_invalid`` with all problems at once: those of :func:`read_draft`, an unknown unit,
    and an ID number that another person has.
    """
    found = list(problems)
    if not unit_known:
        found.append(Problem("roster.unit_needed", field="unit_id"))
    if id_holder is not None:
        found.append(
            Problem(
                "roster.id_taken",
                {"name": id_holder.name, "unit": id_holder.unit},
                field="id_number",
                value=values.id_number or "",
            )
        )
    if found:
        order = {name: place for place, name in enumerate(DRAFT_FIELDS)}
        found.sort(key=lambda problem: order.get(problem.field, len(order)))
        raise Invalid("roster.person_invalid", found)
    return values


def ask_namesakes(values: PersonValues, present: Iterable[Namesake]) -> list[Problem]:
    """Return the question whether a new person is the first one present of that name and month of birth.

    Where one of the two births is not known, whoever is called so is asked about, those of the same unit first. Two ID
    numbers are not held against each other: a wrong one brings people in twice.
    """
    for one in sorted(present, key=lambda one: one.unit_id != values.unit_id):
        if one.birth[:_MONTH] == values.birth[:_MONTH] or not one.birth or not values.birth:
            params = {
                "name": one.name,
                "unit": one.unit,
                "birth": one.birth or Label("history.unknown"),
                "person_id": one.id,
            }
            code = "roster.same_person"
            return [Problem(code, params, field="name", value=values.name, severity=Severity.QUESTION)]
    return []


class _DraftReader:
    def __init__(self, draft: PersonDraft) -> None:
        self.draft = draft
        self.problems: list[Problem] = []

    def _say(self, code: str, field: str, severity: Severity = Severity.ERROR, **params: object) -> None:
        value = str(getattr(self.draft, field) or "")
        self.problems.append(
            Problem(code, {"value": value, **params}, field=field, value=value, severity=severity)
        )

    def cell(self, field: str, read: CellReader) -> str:
        value = read(getattr(self.draft, field))
        if not isinstance(value, Flaw):
            return value
        if value.severity is Severity.NOTE:
            return value.value
        self._say(value.code, field, choices=list(value.choices))
        return ""

    def text(self, field: str) -> str:
        read = school_text if field.startswith("school") else text_of
        value = read(getattr(self.draft, field))
        if is_ditto(value):  # it would come back from the office's own workbook as what stands above it
            self._say("roster.ditto_typed", field)
        return value

    def name(self) -> str:
        name = self.cell("name", read_name)
        if not name and not any(problem.field == "name" for problem in self.problems):
            self._say("roster.name_missing", "name")
        return name

    def id_number(self) -> IdNumber | None:
        text = self.cell("id_number", read_id)
        return IdNumber(text) if text else None

    def sex(self, number: IdNumber | None) -> Sex | None:
        if number is None:
            return self.draft.sex
        told = Sex.MALE if number.male else Sex.FEMALE
        if self.draft.sex not in {None, told}:
            said = Label(f"sex.{self.draft.sex}")
            choices = [told, self.draft.sex]
            about = {"value": said, "choices": choices, "id_says": Label(f"sex.{told}")}
            self._say("roster.sex_contradicts_id", "sex", Severity.QUESTION, **about)
        return self.draft.sex or told

    def birth(self, number: IdNumber | None) -> str:
        birth = self.cell("birth", date_reader(whole_days=True))
        if number is None:
            return birth
        told = number.birth.isoformat()
        if not told.startswith(birth):
            self._say(
                *("roster.birth_contradicts_id", "birth", Severity.QUESTION),
                birth=birth,
                id_birth=told,
                choices=[told, birth],
            )
        return birth or told

    def month(self, field: str) -> str:
        return self.cell(field, month_reader())

    def since(self, field: str) -> str:
        return self.cell(field, date_reader(whole_days=True))

    def side_rank(self) -> Rank | None:
        rank = self.draft.side_rank
        if rank is not None and not is_service_rank(rank):
            self._say("roster.side_rank_is_post", "side_rank")
        elif rank is not None and is_service_rank(self.draft.rank):
            self._say("roster.side_rank_beside_rank", "side_rank")
        return rank

    def day(self, field: str) -> date | None:
        text = self.cell(field, date_reader(whole_days=True))
        if not text:
            return None
        if len(text) != len("2026-06-12"):
            self._say("roster.day_needed", field)
            return None
        return date.fromisoformat(text)
