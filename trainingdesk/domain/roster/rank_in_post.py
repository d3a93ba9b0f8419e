"""A 职级 written beside a post, or in its place: 副局长、三级调研员 is a post and a rank (公务员法 2018 第十八、十九条)."""

import re
from collections.abc import Iterable, Mapping

from trainingdesk.domain.codes import Rank
from trainingdesk.domain.roster.cells import LONGEST_NAMING, key_of
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.domain.roster.parts import parts_of, without_part
from trainingdesk.domain.roster.sheet import Spellings

#: the note at a post that a rank or a level was taken from
RANK_IN_POST = "roster.rank_in_post"

#: the notes at a post that says the rank which the row's own column says, and at one whose words speak of another
RANK_SAID_TWICE, RANK_LEFT_IN_POST = "roster.rank_said_twice", "roster.rank_left_in_post"
#: all of them
OF_POST = frozenset({RANK_IN_POST, RANK_SAID_TWICE, RANK_LEFT_IN_POST})
#: former ranks that are what many posts are called to this day
_POSTS_TOO = frozenset({"科员", "办事员"})
#: a treatment says no rank: 享受正科级待遇
_TREATMENT = re.compile("享受|待遇")

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


def rank_words(spellings: Spellings) -> dict[str, str]:
    """Return the words by which a post speaks of a rank → the code, "" for a rank that the list does not have."""
    levels = {word: code for word, code in post_levels(spellings.rank).items() if word.endswith(("级", "职"))}
    others = {*spellings.legacy, *spellings.institution} - _POSTS_TOO
    return {**dict.fromkeys(others, ""), **levels, **service_ranks(spellings.rank)}


def ranks_spoken_of(posts: Iterable[str], words: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return post → the codes of the ranks that its words speak of, of the posts that speak of any; each is looked at once."""
    may = {
        post
        for post in set(posts)
        if ("级" in post or "员" in post) and len(post) <= LONGEST_NAMING and not _TREATMENT.search(post)
    }
    if not may:
        return {}
    spoken = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    found = {post: frozenset(words[word] for word in spoken.findall(key_of(post))) for post in may}
    return {post: codes for post, codes in found.items() if codes}


def _cut(text: str, ranks: Mapping[str, str]) -> tuple[str, str] | None:
    """Return a text without the one part of it that is a rank, and the rank's code; None where there is none, or two."""
    found = [part for part in parts_of(text) if key_of(part) in ranks]
    return (without_part(text, found[0]), ranks[key_of(found[0])]) if len(found) == 1 else None
