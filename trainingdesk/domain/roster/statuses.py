"""What a column of statuses says: a status, somebody who is elsewhere for a time, or one of two that has to be asked.

借调 and 挂职 are written for people lent out and for people lent here, and mean the opposite for the base: the first stay
on the books of their own unit (公务员法 2018 第七十二条). The row's remark tells them apart where it says where to or where
from; else a person is asked. The words are rows of ``data/code_lists.json``.
"""

import re

from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster.cells import Cell, CellReader, Flaw, code_reader, key_of, text_of
from trainingdesk.domain.roster.remarks import read_remark
from trainingdesk.domain.roster.sheet import Spellings

#: the notes at somebody lent out, who serves, and at somebody who died, resigned or was dismissed, who has left; the
#: questions who was lent where, and whether somebody off work early has retired
AWAY, DIED, WENT, LENT, INNER = (
    "roster.status_away",
    "roster.status_died",
    "roster.status_went",
    "roster.status_lent",
    "roster.status_inner",
)

#: 离岗 may mean long leave (离岗创业), 内退, or that somebody has gone
OFF_POST = "roster.status_off_post"
OFF_POST_MAY_BE = tuple(
    status.value
    for status in (PersonStatus.LONG_LEAVE, PersonStatus.SERVING, PersonStatus.RETIRED, PersonStatus.LEFT)
)

#: what heads people who do not serve any more; 离退休干部科 has people who do
_GONE = re.compile(r"退休|离休|调出|调离|离职|辞职|已故|去世|死亡")
_OF_THE_GONE = ("科", "处", "局", "办", "室", "股", "所", "站", "中心", "支部", "党委", "工委")


def heads_gone(text: str) -> bool:
    """Return whether a sheet's name, or a heading, says of people that they do not serve any more."""
    return bool(_GONE.search(text)) and not text.strip().endswith(_OF_THE_GONE)


def status_reader(spellings: Spellings) -> CellReader:
    """Return the reader of a column of statuses; whoever is said to be away for a time stays in office, with a note."""
    known = code_reader(spellings.status, Flaw("roster.status_unknown", Severity.QUESTION))
    serving = PersonStatus.SERVING.value
    others = (
        (spellings.away, Flaw(AWAY, Severity.NOTE, serving)),
        (spellings.died, Flaw(DIED, Severity.NOTE, PersonStatus.LEFT.value)),
        (spellings.went, Flaw(WENT, Severity.NOTE, PersonStatus.LEFT.value)),
        (spellings.lent, Flaw(LENT, Severity.QUESTION, "", (serving, PersonStatus.SECONDED_IN.value))),
        (spellings.off_post, Flaw(OFF_POST, Severity.QUESTION, "", OFF_POST_MAY_BE)),
        (spellings.inner, Flaw(INNER, Severity.QUESTION, "", (serving, PersonStatus.RETIRED.value))),
    )

    def read(cell: Cell) -> str | Flaw:
        found = known(cell)
        if isinstance(found, Flaw):
            key = key_of(text_of(cell))
            return next((flaw for words, flaw in others if key in words), found)
        return found

    return read


def lent_by_remark(note: str) -> Flaw | None:
    """Return what a remark makes of 借调: out to where it names, or here from there; None where it doesn't say."""
    remark = read_remark(note)
    if remark is None:
        return None
    if remark.code == "roster.remark_away":
        return Flaw(AWAY, Severity.NOTE, PersonStatus.SERVING.value)
    if remark.code == "roster.remark_lent_here":
        return Flaw("", Severity.NOTE, PersonStatus.SECONDED_IN.value)
    return None


def tells_death(note: str) -> bool:
    """Return whether a remark says already that somebody died."""
    remark = read_remark(note)
    return remark is not None and remark.code == "roster.remark_died"
