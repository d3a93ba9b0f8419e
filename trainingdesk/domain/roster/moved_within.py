"""A remark that somebody of the list was moved to another unit of the district: 2026年3月转任城南街道.

A transfer inside is no leaving (:mod:`.remarks` asks about those out of the district), and nothing is changed by it: the row
says its own unit. It is told, for one of the two is out of date.
"""

import re
import unicodedata
from collections.abc import Mapping

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.general_words import is_general
from trainingdesk.domain.roster.known_units import KnownUnits
from trainingdesk.domain.roster.matching import Bucket, ImportPlan
from trainingdesk.domain.roster.parts import without_days
from trainingdesk.domain.roster.people import KnownPerson
from trainingdesk.domain.roster.posts import POST
from trainingdesk.domain.roster.remarks import CITY, NOT_MOVED
from trainingdesk.domain.roster.unit_forms import ORGANISATION
from trainingdesk.domain.roster.which_row import PASSED

#: the note at such a remark
MOVED_WITHIN = "roster.remark_moved_within"
_HINT = re.compile("[调转改交提升][任到至往动流]|调[出离][到至往]|考入|[调转](?=[区县旗镇乡])")
_PARTS = re.compile(r"[;；,，。、\n]")
_MOVED = re.compile(
    r"[(（]?(?:现|已|于|自|起|因工作需要|经组织安排|[由从].{2,16}?)*(?:工作)?"
    r"(?:调出(?=[到至往])|调离(?=[到至])|考入|调任|转任|改任|提任|升任|交流任职|交流|调动|选调|平调|调|转)(?:任|到|至|往|去|为)*"
    rf"(?!任|{NOT_MOVED})(?P<target>.{{2,20}}?)(?:工作|任职)?[)）]?"
)
#: not of this district, or the unit of the list
_OUTSIDE = re.compile(f"{CITY}|省|州|中央|国家|自治区|外[省市地区县]|其他区|区外|[本我此原]")
#: a post inside any unit: 提任党委委员
_INSIDE = re.compile(
    "(?:党委|党组|党总支|党支部|支部|总支|团委|团支部|机关党委)(?:第一|常务|副)*(?:书记|委员|成员|专员|干事)"
)
_LONGEST = 40


def moved_notes(
    plan: ImportPlan, known: Mapping[int, KnownPerson], header: str, units: KnownUnits
) -> list[Problem]:
    """Return a note at each remark that names another unit of the district as the one its person was moved to.

    Args:
        plan: what the import would do.
        known: people of the roster by their ids; what a note of theirs says already was told when it was new.
        header: of the column of remarks.
        units: every way to name a unit of the roster.
    """
    found = []
    for row, verdict in zip(plan.rows, plan.verdicts, strict=True):
        if not row.note or verdict.bucket is Bucket.ERROR or verdict.reason in PASSED:
            continue
        person = known.get(verdict.person_id)
        unit = row.unit or (person.unit if person is not None else "")
        target = moved_to(row.note, unit, units)
        if not target or (person is not None and row.note in person.note):
            continue
        params = {"value": row.note, "target": target, "unit": unit}
        found.append(Problem(MOVED_WITHIN, params, header, row.row, row.note, Severity.NOTE))
    return found


def moved_to(note: str, unit: str, units: KnownUnits) -> str:
    """Return where else in the district than their own ``unit`` a remark says that somebody was moved; "" for nowhere."""
    if not _HINT.search(note):
        return ""
    for part in _PARTS.split(unicodedata.normalize("NFKC", note)):
        said = _MOVED.fullmatch(without_days(part)) if len(part) <= _LONGEST else None
        if said is not None and _is_elsewhere(said["target"], unit, units):
            return said["target"].rstrip("(（")
    return ""


def _is_elsewhere(target: str, unit: str, units: KnownUnits) -> bool:
    starts = (key_of(target[:end]) for end in range(len(target), 1, -1))
    named = next((units.written[start] for start in starts if start in units.written), "")
    if named:
        return units.spellings.get(key_of(named), named) not in {
            unit,
            units.spellings.get(key_of(unit), unit),
        }
    body = ORGANISATION.match(target)
    post = POST.match(target)
    if body is None or (post and post.end() > body.end()) or _INSIDE.match(target):
        return False
    if is_general(key_of(body[0])) or unit.endswith(body[0]):
        return False
    return not _OUTSIDE.match(target) or units.may_be_of_district(target)
