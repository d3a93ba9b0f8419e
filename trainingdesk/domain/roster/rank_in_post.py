"""A 职级 written beside a post, or in its place: 副局长、三级调研员 is a post and a rank (公务员法 2018 第十八、十九条)."""

import re
from collections.abc import Mapping

from trainingdesk.domain.codes import Rank
from trainingdesk.domain.roster.cells import LONGEST_NAMING, key_of
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.domain.roster.parts import parts_of, without_part

#: the note at a post that a rank or a level was taken from
RANK_IN_POST = "roster.rank_in_post"

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
    if bracketed and (found := _cut(bracketed[2], ranks)):
        # 副局长（正科级、三级调研员） leaves its level
        return bracketed[1].rstrip() + (f"（{found[0]}）" if found[0] else ""), found[1]
    return _cut(post, ranks)


def _cut(text: str, ranks: Mapping[str, str]) -> tuple[str, str] | None:
    """Return a text without the one part of it that is a rank, and the rank's code; None where there is none, or two."""
    found = [part for part in parts_of(text) if key_of(part) in ranks]
    return (without_part(text, found[0]), ranks[key_of(found[0])]) if len(found) == 1 else None
