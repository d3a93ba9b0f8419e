"""A person as a file brings them in, and the person of the roster they are held against."""

from typing import NamedTuple

from trainingdesk.domain.errors import Problem


class RosterPerson(NamedTuple):
    """What a roster says of a person, every field in its stored form; "" stands for what it does not say.

    A tuple and no dataclass: an import makes 100,000 of them.

    Attributes:
        number: of a row its place in the sheet, of a person in the desk their id.
        name: as :func:`~trainingdesk.domain.values.clean_name` leaves it.
        sex: code of :class:`~trainingdesk.domain.codes.Sex`.
        birth: ``YYYY-MM`` or ``YYYY-MM-DD``; taken from the ID number where the row has no birth.
        id_number: 18 valid characters.
        unit: the unit's name as written.
        post: the post in words.
        rank: code of :class:`~trainingdesk.domain.codes.Rank`.
        team: code of :class:`~trainingdesk.domain.codes.Team`.
        authority: code of :class:`~trainingdesk.domain.codes.Authority`.
        status: code of :class:`~trainingdesk.domain.codes.PersonStatus`.
        phone: digits, a land line with its hyphen.
        ethnicity: with 族.
        political: the words of GB/T 4762.
        education: highest education.
        degree: highest degree.
        work_start: month work started, ``YYYY-MM``.
        party_entry: month of joining the Party, ``YYYY-MM``.
        note: free text.
        post_from: since when in the post, ``YYYY-MM-DD`` or ``YYYY-MM``.
        rank_from: since when of the rank, as ``post_from``.
        education_full: education of the full-time schooling (全日制教育).
        degree_full: its degree.
        education_service: education of the in-service schooling (在职教育).
        degree_service: its degree.
        side_rank: code of the rank (职级) held beside a leading post.
        side_rank_from: since when of that rank. Where the file has one column of ranks and says 任现职级时间, it says the
            same as ``rank_from``: which of the two is meant depends on whom the row is found to be.
        native_place: where the family is from (籍贯).
        birthplace: where the person was born (出生地).
        technical_title: professional title in words (职称、专业技术职务).
        school: school and major (毕业院校及专业) of the highest education; so ``school_full`` and ``school_service`` of
            the full-time and of the in-service schooling.
        unit_from: since when in the unit, as ``post_from``; so ``team_from`` and ``status_from``.
        joined_on: since when in the district's roster.
    """

    number: int
    name: str
    sex: str = ""
    birth: str = ""
    id_number: str = ""
    unit: str = ""
    post: str = ""
    rank: str = ""
    team: str = ""
    authority: str = ""
    status: str = ""
    phone: str = ""
    ethnicity: str = ""
    political: str = ""
    education: str = ""
    degree: str = ""
    work_start: str = ""
    party_entry: str = ""
    note: str = ""
    post_from: str = ""
    rank_from: str = ""
    education_full: str = ""
    degree_full: str = ""
    education_service: str = ""
    degree_service: str = ""
    side_rank: str = ""
    side_rank_from: str = ""
    native_place: str = ""
    birthplace: str = ""
    technical_title: str = ""
    school: str = ""
    school_full: str = ""
    school_service: str = ""
    unit_from: str = ""
    team_from: str = ""
    status_from: str = ""
    joined_on: str = ""


class ParsedPerson(RosterPerson):
    """One row of a roster file."""

    __slots__ = ()
    #: the row in the sheet, counted as the person sees it
    row = RosterPerson.number


class KnownPerson(RosterPerson):
    """A person of the roster; ``unit`` is the unit's full name."""

    __slots__ = ()
    #: the person's id in the desk
    id = RosterPerson.number


#: The fields a file can bring, in the order of the tuple.
FIELDS: tuple[str, ...] = RosterPerson._fields[1:]

#: Since when a post and a rank are held: a month is no change to a day in it.
SINCE_FIELDS = ("post_from", "rank_from", "side_rank_from")

#: Since when unit, team and status hold: as those.
TRACK_SINCE = ("unit_from", "team_from", "status_from")

#: Since when anything is held that a row may say.
HELD_FIELDS = (*SINCE_FIELDS, *TRACK_SINCE, "joined_on")


def since_of(name: str) -> str:
    """Return the field whose value a day is of: ``post`` for ``post_from``; "" for any other field."""
    return name.removesuffix("_from") if name in _SINCES else ""


_SINCES = frozenset({*SINCE_FIELDS, *TRACK_SINCE})

#: Fields that most files have no column for.
RARE_FIELDS = (
    *(*SINCE_FIELDS, "side_rank", "unit_from", "team_from"),
    *("education_full", "degree_full", "education_service", "degree_service"),
    *("native_place", "birthplace", "technical_title", "school", "school_full", "school_service"),
)


class ParsedRows(NamedTuple):
    """What the rows of a file hold.

    Attributes:
        people: a person for every row that is not blank, in the file's order; a field in error is "".
        problems: everything that is wrong or open, by row and then by column.
    """

    people: list[ParsedPerson]
    problems: list[Problem]
