"""What a post's own words say besides it: the rank held beside it, its level."""

from collections.abc import Mapping

from trainingdesk.domain.codes import Rank
from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster.cells import Cell, CellReader
from trainingdesk.domain.roster.columns import says_level
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.domain.roster.posts import read_posts
from trainingdesk.domain.roster.rank_in_post import (
    RANK_IN_POST,
    RANK_LEFT_IN_POST,
    RANK_SAID_TWICE,
    level_in_post,
    post_levels,
    rank_in_post,
    rank_words,
    ranks_spoken_of,
    service_ranks,
)
from trainingdesk.domain.roster.row_reading import Reading
from trainingdesk.domain.roster.sheet import Spellings
from trainingdesk.domain.roster.written_ranks import asks_since, held_since
from trainingdesk.shared.text import Label


def settle_posts(reading: Reading, spellings: Spellings, read_day: CellReader) -> None:
    """Take out of the posts what their words say besides, where no column of its own says it."""
    _settle_since(reading, read_day)
    _settle_held(reading, service_ranks(spellings.rank))
    _settle_levels(reading, post_levels(spellings.rank))
    _tell_left(reading, spellings)


def _settle_since(reading: Reading, read_day: CellReader) -> None:
    """Take the day since when a post is held from behind it, 部长（2022.3）, where the row says none, or the same."""
    raw = reading.sheet.columns.get("post")
    if raw is None:
        return
    asked = asks_since(reading.sheet.headers.get("post", ""))
    posts, since = reading.values["post"], reading.values["post_from"]
    cut: dict[Cell, tuple[str, str] | None] = {}
    for line, cell in enumerate(raw):
        if not isinstance(cell, str) or cell.isalpha():
            continue
        if cell not in cut:
            found = held_since(cell, asked=asked)
            day = read_day(found[1]) if found else ""
            cut[cell] = (str(read_posts(found[0])), day) if found and isinstance(day, str) else None
        told = cut[cell]
        if told is not None and since[line] in {"", told[1]}:
            unit = str(read_posts(cell)).removesuffix(posts[line])  # that was cut off, "" for none
            posts[line], since[line] = told[0].removeprefix(unit), told[1]


def _settle_held(reading: Reading, ranks: Mapping[str, str]) -> None:
    """Take the 职级 that stands beside a post, where the row says none in a column of its own, and say so."""
    values = reading.values
    cut: dict[str, tuple[str, str] | None] = {}
    for line, post in enumerate(values["post"]):
        if post not in cut:
            cut[post] = rank_in_post(post, ranks)
        found = cut[post]
        if found is None:
            continue
        rank = values["rank"][line]
        if found[1] in {rank, values["side_rank"][line]} and found[0] != post:
            values["post"][line] = found[0]  # 副局长、三级调研员 beside 三级调研员
            _tell_cut(reading, line, post, found, RANK_SAID_TWICE)
            continue
        if reading.cell_text("side_rank", line) or values["side_rank"][line]:
            continue
        if is_service_rank(Rank(rank)) if rank else reading.cell_text("rank", line):
            continue
        values["post"][line], values["side_rank"][line] = found
        if not rank:
            values["side_rank_from"][line] = values["side_rank_from"][line] or values["rank_from"][line]
            values["rank_from"][line] = ""
        if found[0] != post:  # else the post's own words say the rank: nothing was cut
            _tell_cut(reading, line, post, found)


def _settle_levels(reading: Reading, levels: Mapping[str, str]) -> None:
    """Take the level in brackets behind a post, 副局长（正科级）, where the row says no other one, and say so.

    A 职级 in the column of ranks then stands beside it, and so does its day: 局长（正处级） with 二级调研员.
    """
    values = reading.values
    of_level = says_level(reading.sheet.headers.get("rank_from", ""))
    for line, post in enumerate(values["post"]):
        rank = values["rank"][line]
        if rank and (not is_service_rank(Rank(rank)) or values["side_rank"][line]):
            continue
        if reading.cell_text("side_rank" if rank else "rank", line):
            continue
        if found := level_in_post(post, levels):
            values["post"][line], values["rank"][line] = found
            if rank:
                values["side_rank"][line] = rank
                if not of_level:
                    since = values["side_rank_from"][line] or values["rank_from"][line]
                    values["side_rank_from"][line], values["rank_from"][line] = since, ""
            _tell_cut(reading, line, post, found)


def _tell_left(reading: Reading, spellings: Spellings) -> None:
    """Say of which post the words speak of a rank that is not read from it and that the row does not say: 办公室一级主任科员."""
    values, open_ranks = reading.values, reading.flawed.get("rank", {})
    spoken = ranks_spoken_of(values["post"], rank_words(spellings))
    if not spoken:
        return
    column = _column(reading)
    for line, post in enumerate(values["post"]):
        codes = spoken.get(post)
        if codes is None or line in open_ranks:
            continue
        held = {values["rank"][line], values["side_rank"][line]} - {""}
        ranks = {code for code in codes if code and is_service_rank(Rank(code))}
        if not held or (ranks and held.isdisjoint(codes)):
            reading.report(RANK_LEFT_IN_POST, column, line, Severity.NOTE, said=post)


def _column(reading: Reading) -> str:
    return "post" if "post" in reading.sheet.columns else "unit_post"


def _tell_cut(
    reading: Reading, line: int, said: str, found: tuple[str, str], code: str = RANK_IN_POST
) -> None:
    rank = Label(f"rank.{found[1]}")
    reading.report(code, _column(reading), line, Severity.NOTE, said=said, post=found[0], rank=rank)
