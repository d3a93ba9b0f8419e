"""What a unit's list says of somebody whom it has from another unit: 从区住建局借调, 编制在区住建局, 借调人员.

Whoever is seconded stays in the books of their own unit (公务员法 2018 第七十二条), so a list that says so does not move them.
借调 alone may also mean that somebody was sent elsewhere: of a person whom the roster has in another unit it is asked.
The words are rows of ``data/lent_words.json``.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.cells import text_of
from trainingdesk.domain.roster.no_cadres import ASIDE
from trainingdesk.domain.roster.parts import pieces_of, with_said, without_days
from trainingdesk.domain.roster.people import ParsedRows
from trainingdesk.domain.roster.posts import POST
from trainingdesk.domain.roster.said_beside import BESIDE
from trainingdesk.domain.roster.sheet import Sheet
from trainingdesk.domain.roster.unit_forms import ORGANISATION
from trainingdesk.shared.word_rows import any_of

_FILE = "lent_words.json"
#: of 100,000 remarks most hold none of these
_HINT = re.compile("[借抽挂跟编岗派]|关系|人事|工资|单位|来自")
#: what may stand before and behind what a part says
_ENDS = re.compile(
    r"^(?:现|已|正|系|为|是|起|[-—–~～至:])+|(?:起|至今|[-—–~～至:]|[一二两三四五六半\d]++个?[年月])+$"
)
_LONGEST = 40
#: how somebody is there who only belongs elsewhere
_PLAIN = "借调"
_OWN = re.compile("[来到]?[本我此]|[来到]")


class Lent(NamedTuple):
    """What a text says.

    Attributes:
        how: 借调, 挂职, 跟班学习; "" for nothing.
        origin: where from, 区住建局 of 从区住建局借调; "" where it doesn't say.
        target: where to it says that somebody was sent, 信访局 of 借调至信访局: that may be the unit of the list; else "".
        here: whether it says that it is to the unit of the list, 借调来我局.
        alone: whether it says nothing else.
    """

    how: str = ""
    origin: str = ""
    target: str = ""
    here: bool = False
    alone: bool = False

    def is_at(self, unit: str) -> bool:
        """Return whether somebody in a unit's list is there from another one, be that by what they are called alone."""
        from_here = self.origin and unit.endswith(self.origin)
        return bool(self.how) and not from_here and (not self.target or self.target in unit)


_NOTHING = Lent()


def lent_here(text: str) -> Lent:
    """Return what a remark, or a cell of a column, says of somebody from another unit."""
    return _read(text) if len(text) <= _LONGEST and _HINT.search(text) else _NOTHING


@lru_cache(maxsize=4096)
def _read(text: str) -> Lent:
    plain = without_days(text)
    parts = [_ENDS.sub("", part) for part in pieces_of(plain)]
    said = [part for part in parts if part]
    found = [one for part in said if (one := _of_part(part)) is not None]
    if not found or any(_any("over").search(part) for part in said):
        return _NOTHING
    sent = next((one for one in found if one.target), None)
    first = sent or max(found, key=lambda one: (bool(one.origin), one.how != _PLAIN))
    return first._replace(alone=all(_of_part(part) or _is_origin(part) for part in said))


def _of_part(part: str) -> Lent | None:
    for pattern in _patterns():
        if (said := pattern.fullmatch(part)) is not None:
            named = said.groupdict()
            origin, target = named.get("origin") or "", named.get("target") or ""
            if origin and not _is_origin(origin):
                continue
            here = bool(named.get("here"))
            return Lent(_how(named.get("how") or ""), origin, _without_post(target), here)
    return None


def _without_post(text: str) -> str:
    """Return the unit of a unit with a post behind it, 柳林镇 of 柳林镇副镇长; "" for a post alone."""
    return next((text[:at] for at in range(len(text)) if POST.fullmatch(text, at)), text)


def _is_origin(text: str) -> bool:
    """Return whether somebody may come from there: an organisation, and not the one of the list."""
    named = ORGANISATION.fullmatch(text) or _any("outside", ".{{0,2}}{}").fullmatch(text)
    return named is not None and not _OWN.match(text)


def _how(word: str) -> str:
    return _PLAIN if word in {"", "借入", "选派"} or word.startswith("顶岗") else word


def with_kinds_noted(found: ParsedRows, sheet: Sheet) -> ParsedRows:
    """Return the rows with what columns that are read for nothing else (人员性质) say of a loan in their notes, and that told."""
    told: list[Problem] = []
    notes: dict[int, str] = {}
    for name in ASIDE:
        raw = sheet.columns.get(name, ())
        texts = {cell: text_of(cell) for cell in set(raw) if isinstance(cell, str)}
        lent = {cell for cell, text in texts.items() if lent_here(text).how}
        for row, cell in zip(sheet.rows, raw, strict=True) if lent else ():
            if isinstance(cell, str) and cell in lent:
                text = notes[row] = texts[cell]
                told.append(Problem(BESIDE, {"value": text}, sheet.headers[name], row, text, Severity.NOTE))
    if not notes:
        return found
    people = [
        one._replace(note=with_said(one.note, notes[one.row])) if one.row in notes else one
        for one in found.people
    ]
    return ParsedRows(people, sorted([*found.problems, *told], key=lambda problem: problem.row))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    how = f"(?P<how>{any_of(_FILE, 'how')})"
    who, here = f"{any_of(_FILE, 'who')}*", any_of(_FILE, "here")
    home, unit = any_of(_FILE, "home"), any_of(_FILE, "unit")
    tail = "(?:而|过)?"
    return tuple(
        re.compile(pattern)
        for pattern in (
            # 借调, 跟班学习, 借调人员
            f"{how}{who}",
            # 借调来我局, 抽调到本局工作, 从区住建局借调来
            f"(?:[从由]?(?P<origin>.{{2,20}}?))?{how}{tail}(?P<here>{here}).{{0,8}}",
            # 到我局跟班学习
            f"(?P<here>[来到至在于](?:本|我|此).{{0,4}}?){how}{who}",
            # 去市财政局借调, 在市委组织部跟班学习: out, as 借调至信访局 is
            f"(?:现|已|正)*(?:去|到|赴|前往|往|在)(?P<target>.{{2,20}}?){how}{who}",
            # 区住建局借调, 外单位借调人员
            f"[从由自]?(?P<origin>.{{2,20}}?){how}{who}",
            # 借自区住建局
            f"{any_of(_FILE, 'from')}(?P<origin>.{{2,20}})",
            # 编制在区住建局, 人事关系仍在原单位
            f"{home}(?:仍|还|均|都|尚|保留)*(?:在|属于|隶属于?|归)(?P<origin>.{{2,20}})",
            # 原单位区住建局, 编制单位：区住建局
            f"{unit}(?:为|是|:|：)?(?P<origin>.{{2,20}})",
            # 借调至信访局, 挂职信访局: out, unless that is the unit of the list
            f"{how}(?:至|到|去|往|在|于)?(?P<target>.{{2,20}}?){who}",
        )
    )


@cache
def _any(kind: str, around: str = "{}") -> re.Pattern[str]:
    return re.compile(around.format(any_of(_FILE, kind)))
