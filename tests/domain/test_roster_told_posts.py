"""What a file makes of posts and ranks: one value a day whatever it says, and no day that nobody said."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_roster_history import DAYS, RANKS, SIDE, TODAY, days, sound
from trainingdesk.domain.codes import Rank
from trainingdesk.domain.roster.history import (
    Period,
    PostValue,
    Standing,
    is_service_rank,
    post_present,
    rank_present,
)
from trainingdesk.domain.roster.told_posts import Told, decide_told

SINCE = ("post_from", "rank_from", "side_rank_from")
FILE = "2026-05-31"
HELD = Standing("副部长", "2020-05", Rank.SECTION_DEPUTY, "")

rows = st.builds(
    Told,
    post=st.sampled_from(["局长", "副局长", "党组成员、副局长", "科员"]),
    rank=st.sampled_from(RANKS),
    side_rank=st.sampled_from(SIDE),
    since=st.dictionaries(st.sampled_from(SINCE), days, max_size=3),
    right=st.sets(st.sampled_from(["post", "rank", "side_rank"]), max_size=1),
    day=st.sampled_from(DAYS),
)


def told(**said: object) -> Told:
    same = {"post": HELD.post, "rank": HELD.rank, "side_rank": None}
    return Told(**{**same, "since": {}, "right": (), "day": FILE, **said})


def decided(row: Told, old: Standing = HELD, posts: tuple[Period, ...] = ()):
    change, left = decide_told(old, (posts, ()), row, TODAY)
    assert not left
    return change


class TestAnyFiles:
    @given(st.lists(rows, max_size=8))
    def test_leave_one_value_a_day(self, files: list[Told]):
        standing = Standing("科员", "", Rank.CLERK_1, "")
        posts, ranks = list[Period](), list[Period]()
        for row in files:
            change, left = decide_told(standing, (posts, ranks), row, TODAY)
            before, standing = standing, change.standing
            posts += [change.post] if change.post else []
            ranks += [change.rank] if change.rank else []
            sound(posts, post_present(standing, posts))
            sound(ranks, rank_present(standing))
            assert (standing.post, standing.rank, standing.side_rank) == row.value
            assert not change.post or change.post.value.post == before.post, "in the words of its time"
            for name in SINCE:
                day = getattr(standing, name)
                kept = {getattr(before, one) for one in SINCE}
                assert day in {"", *kept} or (not left and day == row.since.get(name)), (
                    "a day that nobody said"
                )

    @given(rows)
    def test_a_day_that_fits_is_taken(self, row: Told):
        old = Standing("科员", "", None, "")
        change, left = decide_told(old, ((), ()), row, TODAY)
        assert not left
        assert change.standing.post_from == row.since.get("post_from", "")


class TestLevels:
    def test_a_level_without_a_day_leaves_the_post_s(self):
        change = decided(told(rank=Rank.SECTION_HEAD))
        assert change.standing == replace(HELD, rank=Rank.SECTION_HEAD)
        assert change.post == Period(PostValue("副部长", Rank.SECTION_DEPUTY), "2020-05", FILE)
        assert post_present(change.standing, [change.post]).since == ""
        again = decided(told(rank=Rank.COUNTY_DEPUTY, day="2026-06-10"), change.standing, (change.post,))
        assert again.post == Period(PostValue("副部长", Rank.SECTION_HEAD), FILE, "2026-06-10")

    def test_the_day_of_the_post_dates_the_promotion(self):
        change = decided(told(post="部长", rank=Rank.SECTION_HEAD, since={"post_from": "2024-01"}))
        assert (change.standing.post_from, change.standing.rank_from) == ("2024-01", "")
        assert change.post == Period(PostValue("副部长", Rank.SECTION_DEPUTY), "2020-05", "2024-01")

    def test_the_day_of_the_level_does_too(self):
        change = decided(told(post="部长", rank=Rank.SECTION_HEAD, since={"rank_from": "2024-01"}))
        assert (change.standing.post_from, change.standing.rank_from) == ("", "2024-01")
        assert change.post is not None
        assert change.post.valid_to == "2024-01"

    def test_a_level_held_long_before_dates_no_post(self):
        change = decided(told(post="部长", rank=Rank.SECTION_HEAD, since={"rank_from": "2018-03"}))
        assert (change.standing.post_from, change.standing.rank_from) == ("", "2018-03")
        assert change.post is not None
        assert change.post.valid_to == FILE

    def test_a_day_within_another_post_is_left(self):
        posts = (Period(PostValue("科员", None), "", "2020-05"),)
        row = told(rank=Rank.SECTION_HEAD, since={"post_from": "2019-01"})
        change, left = decide_told(HELD, (posts, ()), row, TODAY)
        assert (left, change.standing.post_from) == (True, "2020-05")


def test_a_rank_that_is_beside_a_post_now_keeps_its_day():
    old = Standing("科员", "2019-05", Rank.PRINCIPAL_1, "2021-03")
    change = decided(told(post="副局长", rank=Rank.SECTION_DEPUTY, side_rank=Rank.PRINCIPAL_1), old)
    assert change.standing == Standing("副局长", "", Rank.SECTION_DEPUTY, "", Rank.PRINCIPAL_1, "2021-03")
    assert (change.rank, is_service_rank(old.rank)) == (None, True)
