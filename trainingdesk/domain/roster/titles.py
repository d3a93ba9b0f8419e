"""Professional titles (职称) as ranks: of whom a title says the rank where no column does (P1.1, P1.5)."""

import re
from collections.abc import Iterable, Mapping

from trainingdesk.domain.codes import Team
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson

#: posts of technical staff
_TECHNICAL = re.compile(
    "教师|老师|教员|班主任|教研|讲师|教授|医师|医生|护士|护师|药师|技师|工程师|农艺师|兽医|研究员|馆员|会计|经济师|统计师|技术员|编辑|记者|"
    "播音|演员|教练|专业技术"
)
#: posts of those who lead or administer, whatever they are called beside it
_LEADING = re.compile("(?:科|股|局|处|部|院|校|所|站|园)长|书记|科员|干部|公务员")

#: the note at a title that was taken for no rank, and the question of which team somebody with a title is
NO_RANK, TEAM_OPEN = "roster.title_no_rank", "roster.team_open"
#: how a column of the grades of posts in institutions is headed: those of technical staff alone stand for a rank
_OF_GRADES = re.compile("岗位|专技")
#: how the codes of the ranks of technical staff begin
_LADDER = "technical_"


def titles_rank(headers: Mapping[str, str]) -> bool:
    """Return whether the titles of a sheet say ranks: no column does, or one of grades, that leaves rows blank.

    ``headers``: field → the column's header.
    """
    return "technical_title" in headers and ("rank" not in headers or is_of_grades(headers["rank"]))


def is_of_grades(header: str) -> bool:
    """Return whether a column of ranks is one of the grades of posts in institutions: 岗位等级."""
    return bool(_OF_GRADES.search(header))


def ranked_by_title(team: str, post: str) -> bool:
    """Return whether somebody's title is their rank: technical staff, so far as team and post say.

    Beside another post a title is a title, as in a 任免表: a 科长 may be an 经济师. ``team`` is its code, or "" for not said.
    """
    if team:
        return team == Team.TECHNICAL
    return not post or (bool(_TECHNICAL.search(post)) and not _LEADING.search(post))


def leads(post: str) -> bool:
    """Return whether a post is one of those who lead or administer, whatever their title is."""
    return bool(_LEADING.search(post))


def is_only_title(row: ParsedPerson, people: Iterable[KnownPerson]) -> bool:
    """Return whether a rank that was taken from a title is none of theirs whom the row means, or may mean.

    A 正科级 whose 职称 is 经济师 stays a 正科级 though the file does not say the post: only who is of the technical staff,
    as the roster or the row says, has the rank of the title.
    """
    if not row.technical_title or not _is_technical("", row.rank) or row.team == Team.TECHNICAL:
        return False
    return not any(_is_technical(person.team, person.rank) for person in people)


def _is_technical(team: str, rank: str) -> bool:
    return team == Team.TECHNICAL or rank.startswith(_LADDER)
