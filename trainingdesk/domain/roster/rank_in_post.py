"""A 职级 written beside a post, or in its place: 副局长、三级调研员 is a post and a rank (公务员法 2018 第十八、十九条)."""

import re
from collections.abc import Mapping

from trainingdesk.domain.codes import Rank
from trainingdesk.domain.roster.cells import LONGEST_NAMING, key_of
from trainingdesk.domain.roster.history import is_service_rank

#: the note at a post that a rank or a level was taken from
RANK_IN_POST = "roster.rank_in_post"

_BETWEEN = re.compile(r"\s*([、，,；;/])\s*")
#: how the codes of the levels of leading posts begin
_LEVELS = ("county_", "section_")
_BRACKETED = re.compile(r"(.+)[(（]([^()（）]+)[)）]")


def service_ranks(spellings: Mapping[str, str]) -> dict[str, str]:
    """Return the spellings of ranks that are a 职级, and no level of a post."""
    return {word: code for word, code in spellings.items() if is_service_rank(Rank(code))}


def post_levels(spellings: Mapping[str, str]) -> dict[str, str]:
    """Return the spellings of the levels of leading posts of party and government: 正科级."""
    return {word: code for word, code in spellings.items() if code.startswith(_LEVELS)}


def level_in_post(post: str, levels: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the post without the level in brackets behind it, and the level's code: 副局长（正科级）; None for no level.

    享受正科级待遇 says none: it is a treatment. ``levels`` are those of :func:`post_levels`.
    """
    if not post.endswith((")", "）")) or len(post) > LONGEST_NAMING:
        return None
    found = _BRACKETED.fullmatch(post)
    code = levels.get(key_of(found[2])) if found else None
    return (found[1].rstrip(), code) if found and code else None


def rank_in_post(post: str, ranks: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the post without the rank that stands beside it, and the rank's code; None where there is none, or two.

    A rank in the place of a post stays as the post's words. ``ranks`` are those of :func:`service_ranks`. Only a whole part
    counts: 办公室四级主任科员 may be a post of its own.
    """
    if "级" not in post or len(post) > LONGEST_NAMING:
        return None
    if alone := ranks.get(key_of(post)):
        return post, alone
    bracketed = _BRACKETED.fullmatch(post)
    if bracketed and (code := ranks.get(key_of(bracketed[2]))):
        return bracketed[1].rstrip(), code
    parts = _BETWEEN.split(post)
    found = [place for place in range(0, len(parts), 2) if key_of(parts[place]) in ranks]
    if len(found) != 1:
        return None
    (place,) = found
    code = ranks[key_of(parts[place])]
    # with the rank goes the mark before it, of the first part the one behind it
    del parts[max(place - 1, 0) : place + 1 + (place == 0)]
    return "".join(parts), code
