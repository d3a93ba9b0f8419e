"""A column of departments (科室、内设机构) beside the one of units: it stands before the post, 办公室 and 主任 are 办公室主任."""

import re
from collections.abc import Mapping

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.cells import key_of, text_of
from trainingdesk.domain.roster.departments import is_department
from trainingdesk.domain.roster.general_words import is_general, is_part
from trainingdesk.domain.roster.people import ParsedPerson, ParsedRows
from trainingdesk.domain.roster.posts import INNER
from trainingdesk.domain.roster.row_units import with_section
from trainingdesk.domain.roster.sheet import Sheet
from trainingdesk.domain.roster.unit_post import post_in

#: the field of such a column
DEPARTMENT_COLUMN = "department"
#: the note at a column that was put before the posts
JOINED = "roster.department_joined"
#: posts of a unit as a whole, whichever department their people are listed with
_OF_UNIT = re.compile(
    "党组|党委|党工委|工委|[县区市]委|纪委|纪工委|纪检|监察|人大|政协|工会|团委|妇联|机关党|武装|总(?:工程|经济|会计|农艺|规划)师|督学|总督学"
)
_SECRETARY = re.compile("(?:第一|常务)?副?书记")
#: a post whose beginning says the team a second time: 刑侦大队大队长
_OF_TEAM = ("大队长", "中队长", "支队长")
#: a department that has a secretary of its own
_OF_PARTY = re.compile(".*(?:支部|党委|党总支|党组|团委|工委)")


def with_departments(
    found: ParsedRows, sheet: Sheet, known: Mapping[str, str], said: Mapping[int, str]
) -> ParsedRows:
    """Return the rows with what such a column says before their posts, and that told.

    Args:
        found: the rows as they were read.
        sheet: their cells.
        known: every spelling of the roster's units as :func:`~.cells.key_of` makes it → the full name: a unit is no
            department, and what is none at all stands before no post.
        said: row → its department, where the column of units turned out to be one of departments.
    """
    raw = sheet.columns.get(DEPARTMENT_COLUMN)
    if raw is not None:
        said = {row: text for row, cell in zip(sheet.rows, raw, strict=True) if (text := text_of(cell))}
    if not said:
        return found
    people = [with_department(one, said[one.row], known) if one.row in said else one for one in found.people]
    joined = [one.post for one, before in zip(people, found.people, strict=True) if one.post != before.post]
    if not joined:
        return found
    header = sheet.headers["unit" if raw is None else DEPARTMENT_COLUMN]
    params = {"column": header, "sample": joined[0], "count": len(joined)}
    note = Problem(JOINED, params, header, value=header, severity=Severity.NOTE)
    return ParsedRows(people, [note, *found.problems])


def with_department(row: ParsedPerson, text: str, known: Mapping[str, str]) -> ParsedPerson:
    """Return a row whose post says the department it is held in, where it may be held there and does not say so yet.

    局机关 and 领导班子 are the unit itself, whose 党组成员 stays one in any department.
    """
    section = post_in(row.unit, text) if row.unit else text
    key = key_of(section)
    if key in known or not is_department(section, known) or (is_general(key) and not is_part(key)):
        return row
    if INNER.match(row.post) or _OF_UNIT.match(row.post) or row.post[:2] == section[:2]:
        return row
    if _SECRETARY.match(row.post) and not _OF_PARTY.fullmatch(section):
        return row
    if row.post.startswith(_OF_TEAM):
        return row._replace(post=section + row.post)
    return with_section(row, section)
