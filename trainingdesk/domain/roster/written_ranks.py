"""Ranks as columns write them beside something else: 正科级（2019.05）, 正科级、四级调研员, 局长、四级调研员 below 职务职级."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from trainingdesk.domain.codes import Rank
from trainingdesk.domain.roster.cells import LONGEST_NAMING, Cell, key_of, text_of
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.domain.roster.parts import parts_of

#: a header that asks for post and rank in one column
_BOTH = re.compile(r".*职务[、及和与/()（） ]*职级.*|.*职级[、及和与/()（） ]*职务.*")
_LAST_BRACKET = re.compile(r"\s*[(（\[]([^()（）\[\]]{1,20})[)）\]]$")
_DAY = re.compile(
    r"(?:自|于)?\s*((?:19|20)\d\d[-./年]\d[\d\-./月日]*)\s*(?:任职|任|起|晋升|聘任?|套转)?", re.ASCII
)
#: what may stand behind a day that a blank or a line break parts from what is held since then
_DAY_BEHIND = re.compile(r"(.*\S)\s+" + _DAY.pattern, re.ASCII | re.DOTALL)
#: a day right behind a post, in a column that asks for it
_DAY_AT_END = re.compile(r"(.*[^\s\d至到从自起止于—~～-])\s*" + _DAY.pattern, re.ASCII | re.DOTALL)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
#: a header that asks since when, besides what is held
_ASKS_SINCE = re.compile(r".+[及和与].*时间|.*[(（].*时间[)）]")
#: what speaks of a rank, be it one that nobody knows
_OF_RANK = re.compile(r"级|调研员|主任科员|巡视员|职员|警长|警员|法官|检察官")


class WrittenRank(NamedTuple):
    """What a cell says.

    Attributes:
        rank: the code of the rank, "" for none.
        since: since when it is held, as the cell writes it.
        post: the post beside it, "" for none.
        side: the code of the 职级 beside the level of a post, "" for none.
    """

    rank: str
    since: str = ""
    post: str = ""
    side: str = ""


def asks_for_both(header: str) -> bool:
    """Return whether a header asks for post and rank in one column: 职务职级, 职务（职级）."""
    return bool(_BOTH.fullmatch(header))


def asks_since(header: str) -> bool:
    """Return whether a header asks for what is held and since when: 现任职务及任职时间, 职务（任职时间）."""
    return bool(_ASKS_SINCE.fullmatch("".join(header.split())))


def held_since(cell: Cell, *, asked: bool = False) -> tuple[str, str] | None:
    """Return what is held and the day in brackets, or in a line of its own, behind it; None where no day stands there.

    Of 党组书记（2021.3）、局长（2021.5） none is everybody's. Where a column is ``asked`` for days, one may stand right
    behind the words: 部长2022.3.
    """
    if not isinstance(cell, str) or len(cell) > LONGEST_NAMING or not _YEAR.search(cell):
        return None
    text = cell.strip()
    if bracket := _LAST_BRACKET.search(text):
        day = _DAY.fullmatch(bracket[1].strip())
        found = (text[: bracket.start()], day[1]) if day else None
    else:
        apart = (_DAY_AT_END if asked else _DAY_BEHIND).fullmatch(text)
        found = (apart[1].rstrip(), apart[2]) if apart else None
    return found if found and found[0] and not _YEAR.search(found[0]) else None


def written_rank(cell: Cell, ranks: Mapping[str, str], *, both: bool) -> WrittenRank | None:
    """Return the rank of a cell that is no plain rank, with its day; None where it says none for certain.

    Args:
        cell: as the file has it.
        ranks: every spelling as :func:`.cells.key_of` makes it → the code.
        both: whether the column asks for the post too.
    """
    if not isinstance(cell, str) or len(cell) > LONGEST_NAMING:
        return None
    text, since = cell.strip(), ""
    # a level and a rank are certain in a column of both too: the level is that of a post which is not named
    if pair := _level_and_rank(text, ranks):
        return WrittenRank(pair[0], side=pair[1])
    if dated := held_since(cell):
        text, since = dated
    elif both and (bracket := _LAST_BRACKET.search(text)) and (rank := ranks.get(key_of(bracket[1]))):
        return WrittenRank(rank, "", text_of(text[: bracket.start()]))
    if rank := ranks.get(key_of(text)):
        return WrittenRank(rank, since)
    if not both:
        return None
    parts = list(map(text_of, parts_of(text)))
    held = [rank for part in parts if (rank := ranks.get(key_of(part)))]
    rest = [part for part in parts if key_of(part) not in ranks]
    if any(_OF_RANK.search(part) for part in rest):
        return None
    if len(held) > 1:
        return None if since or not _apart(held) else WrittenRank(held[0], "", "、".join(rest), held[1])
    if not held:
        return None if since else WrittenRank("", "", "、".join(rest))
    return WrittenRank(held[0], since, "、".join(rest))


def _level_and_rank(text: str, ranks: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the level of a post and the 职级 behind it: 乡科级副职、三级主任科员, 副科级（三级主任科员).

    The other way round (三级主任科员（正科)) the level may be a treatment without a post: that is no certain answer.
    """
    if bracket := _LAST_BRACKET.search(text):
        parts = [text[: bracket.start()], bracket[1]]
    else:
        parts = parts_of(text)
    codes = [ranks.get(key_of(part), "") for part in parts]
    return (codes[0], codes[1]) if all(codes) and _apart(codes) else None


def _apart(codes: Sequence[str]) -> bool:
    """Return whether two codes are the level of a post and a 职级 behind it."""
    if len(codes) != 2:
        return False
    level, rank = map(Rank, codes)
    return not is_service_rank(level) and is_service_rank(rank)
