"""Who a row of a roster file is: a new person, one of the roster, perhaps one of them, or an error.

Held against each other in this order: the ID number; else name, birth and sex; else name and unit. Nothing that
could be a mistake is decided silently: another name under a known ID number, another ID number under a known name
and birth, a name that two people of a unit bear, a namesake in another unit. Field by field, blank never takes a
value away: what a row does not say stays as it is.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from trainingdesk.domain.codes import Rank
from trainingdesk.domain.errors import Problem
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.copied_days import copied_days
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.domain.roster.known_units import What
from trainingdesk.domain.roster.leading import lead_here
from trainingdesk.domain.roster.lent_here import lent_here
from trainingdesk.domain.roster.lines import ONE_SHEET, Lines
from trainingdesk.domain.roster.name_marks import says_mark
from trainingdesk.domain.roster.people import FIELDS, HELD_FIELDS, KnownPerson, ParsedPerson
from trainingdesk.domain.roster.political_since import other_party
from trainingdesk.domain.roster.said_beside import only_beside
from trainingdesk.domain.roster.schools import HIGHEST, of_lower_schooling, with_known_schools
from trainingdesk.domain.roster.which_row import PASSED, WhichRow
from trainingdesk.domain.roster.wording import says_nothing_new, spellings_of
from trainingdesk.shared.customary import beside_words


class Bucket(StrEnum):
    """What the import would do with a row, before the person has confirmed it."""

    NEW = "new"  #: 新增
    UPDATE = "update"  #: 更新
    SAME = "same"  #: 相同
    MAYBE = "maybe"  #: 疑似同一人: the person decides
    QUESTION = "question"  #: 待确认: a cell with two meanings
    ERROR = "error"  #: 错误: left out, with the reason


class FieldChange(NamedTuple):
    """One field a row would change.

    Attributes:
        field: its name, one of :data:`~trainingdesk.domain.roster.people.FIELDS`.
        old: the roster's value, "" for none.
        new: the row's value.
    """

    field: str
    old: str
    new: str


class Verdict(NamedTuple):
    """What a row comes to.

    Attributes:
        bucket: where it belongs.
        person_id: the person of the roster it was recognised as, 0 for none.
        changes: what would change of that person.
        candidates: who it may be (bucket ``maybe``), ids of the roster.
        reason: the code of the sentence that says why (buckets ``maybe`` and ``error``), else "".
        other_row: another row of the file that the reason is about, 0 for none.
    """

    bucket: Bucket
    person_id: int = 0
    changes: tuple[FieldChange, ...] = ()
    candidates: tuple[int, ...] = ()
    reason: str = ""
    other_row: int = 0


class Match(NamedTuple):
    """Who a row was found to be, if anybody.

    Attributes:
        person: the one it is, None when nobody or several.
        candidates: whom it may be, when that is for a person to decide.
        reason: why it is, the code of a sentence.
    """

    person: KnownPerson | None = None
    candidates: tuple[KnownPerson, ...] = ()
    reason: str = ""


class Stay(NamedTuple):
    """Somebody's being at a unit beside their own.

    Attributes:
        unit: its full name.
        how: 挂职, 借调, … as the file says it.
        post: the post there, "" for not said.
    """

    unit: str
    how: str
    post: str


class FormerRank(NamedTuple):
    """A rank from before the law of 2018 as a row says it; ``since`` is a month or a day, "" for not said."""

    words: str
    since: str


class UnitText(NamedTuple):
    """How a text in the column of units is read: its rows, what it is taken for, and the unit that is meant then.

    ``former`` says that the unit was found by a name that it bears no more: that is no new one.
    """

    rows: int
    what: What
    unit: str
    former: bool = False


class Naming(NamedTuple):
    """The rows that name a unit, by their running lines.

    Attributes:
        sure: those that come in unless they are left out.
        asked: those that come in once they are decided.
    """

    sure: frozenset[int]
    asked: frozenset[int]


@dataclass(frozen=True)
class ImportPlan:
    """What an import of a file would do; nothing is written before a person has seen it.

    Attributes:
        rows: the people of the file.
        verdicts: one for every row, in the same order.
        problems: the problems of reading and those of matching, by row.
        near: people who would be missing too if none of the rows beside them means them.
        missing: people of the units named in the file who are not in it: proposed as having left, never done silently.
        unit_texts: texts of units that are no spelling of the roster → how they are read.
        new_units: units the roster does not know, with the number of rows that name each.
        lines: where the rows stand; ``row`` is a running line through all sheets.
        closed: the units that do not exist any more.
        numbers: the running line of every row, in their order.
        seconded: row → where its person is seconded to, who stays in the books of their own unit.
        kept: (row, field) of what such a row says about the other place: it is not taken.
        legacy: row → the rank from before the law of 2018 that is kept among the former ones.
        which: row that is a person's second one in the file → which of the two counts.
        passed: places of rows that stay out for that reason; they stand among the unchanged ones.
        open_units: texts of units of which it has to be asked what they are: no row with one comes into a unit.
        levelled: rows with a level behind the post of which the person decides whom they mean: it ends no 职级 of theirs.
        lent: rows whose person another unit has in its books, or may have.
    """

    rows: Sequence[ParsedPerson]
    verdicts: Sequence[Verdict]
    problems: Sequence[Problem]
    missing: Sequence[int] = ()
    new_units: Mapping[str, int] = field(default_factory=dict)
    lines: Lines = ONE_SHEET
    closed: frozenset[str] = frozenset()
    numbers: Sequence[int] = ()
    seconded: Mapping[int, Stay] = field(default_factory=dict)
    kept: frozenset[tuple[int, str]] = frozenset()
    legacy: Mapping[int, FormerRank] = field(default_factory=dict)
    which: Mapping[int, WhichRow] = field(default_factory=dict)
    passed: Sequence[int] = ()
    near: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    unit_texts: Mapping[str, UnitText] = field(default_factory=dict)
    open_units: frozenset[str] = frozenset()
    levelled: frozenset[int] = frozenset()
    lent: frozenset[int] = frozenset()

    def place_of(self, row: int) -> int:
        """Return the place of a row by its running line; rows that wait on disk are not touched for it."""
        return bisect_left(self.numbers, row)

    def counts(self) -> dict[str, int]:
        """Return how many rows each bucket has, and ``left`` for the missing people; of a row for which another one counts none."""
        totals = dict.fromkeys((bucket.value for bucket in Bucket), 0)
        for verdict in self.verdicts:
            totals[verdict.bucket.value] += 1
        totals[Bucket.SAME.value] -= len(self.passed)
        totals["left"] = len(self.missing)
        return totals


_PLACES = {name: place for place, name in enumerate(ParsedPerson._fields)}
_COMPARED = tuple((_PLACES[name], name) for name in FIELDS if name != "unit")
_DAYS = frozenset({"birth", *HELD_FIELDS})
#: the first of the days at the end of the tuple that few files say
_LAST = _PLACES["unit_from"]
_NEW = Verdict(Bucket.NEW)
_NOBODY = Match()
#: names of so many characters are borne by several in a district
_COMMON = 2
#: of a row without a unit and without a birth: it may be somebody new only once its unit is said
NO_UNIT = "roster.maybe_no_unit"
#: of a path that may mean several units, and of a word that any unit may use
PATH_OPEN, GENERAL_OPEN = "roster.unit_path_open", "roster.unit_general"
#: the questions which unit a row is of
UNIT_OPEN = frozenset({PATH_OPEN, GENERAL_OPEN})


def changes_of(row: ParsedPerson, person: KnownPerson) -> tuple[FieldChange, ...]:
    """Return what a row says differently of a person.

    A blank changes nothing, a month is no change to a day in that month, and 学士 none to 文学学士. A birth that the ID
    number says is none where the number is known: the file that the month came from said no less.
    """
    if row[1:_LAST] == person[1:_LAST] and not any(row[_LAST:]):
        return ()
    said, row = row, for_person(with_known_schools(row, person), person)
    changes = []
    for place, name in _COMPARED:
        new = row[place]
        if new and new != person[place]:
            old = str(person[place])
            if name in _DAYS and old.startswith(str(new)):
                continue
            if name == "birth" and old and str(new).startswith(old) and new == full_birth(person):
                continue
            if name == "rank_from" and not row.rank and not person.rank:
                continue  # nobody knows of which rank
            if says_nothing_new(name, old, str(new)):
                continue
            if name == "note" and old and _is_added(str(new)):
                if str(new) in old:
                    continue
                new = f"{old}；{new}"  # what stood beside a rank or a status takes no note away
            if name in HIGHEST and of_lower_schooling(name, said, person):
                continue
            changes.append(FieldChange(name, old, str(new)))
    if row.unit and row.unit != person.unit and key_of(row.unit) != key_of(person.unit):
        changes.append(FieldChange("unit", person.unit, row.unit))
    return tuple(changes)


def _is_added(note: str) -> bool:
    """Return whether a note says only what another column may have left there, and takes no note away."""
    from_columns = only_beside(note, beside_words()) or says_mark(note) or lent_here(note).alone
    return from_columns or bool(other_party(note, spellings_of("political")))


def for_person(row: ParsedPerson, person: KnownPerson) -> ParsedPerson:
    """Return a row as it speaks of the person it means: its 职级, and since when it is held, where they belong for them.

    A day that was only copied along with a new post or rank is left out (:mod:`~trainingdesk.domain.roster.copied_days`).
    """
    said = with_ranks_of(row, person)
    blanks: dict[str, Any] = dict.fromkeys(copied_days(said, person), "")
    return said._replace(**blanks) if blanks else said


def with_ranks_of(row: ParsedPerson, person: KnownPerson) -> ParsedPerson:
    """Return a row with its 职级, and since when it is held, where they belong for the person it means.

    Of a file with one column of ranks, 任现职级时间 is of the rank beside the post where the person holds a leading post
    and a rank beside it, and so is a 职级 that the row says with the same post: else the post's level would be lost. A post
    that heads a unit, or is a deputy's, keeps its level so even where no rank stood beside it yet. For everybody else both are of the one rank they hold (公务员法 2018 第十八、十九条).
    """
    since = row.side_rank_from
    if row.side_rank:
        leading = person.side_rank or (person.rank and not is_service_rank(Rank(person.rank)))
        return row if leading else rank_alone(row)
    if not (since or row.rank):
        return row
    alone = row._replace(side_rank_from="") if since else row
    if not person.rank or is_service_rank(Rank(person.rank)):
        return alone
    if not person.side_rank and not lead_here(person.post, person.unit):
        return alone  # whether the level was that of a post that goes on, nobody knows
    single = since and row.rank_from == since
    if row.rank in {"", person.rank}:
        if not person.side_rank:
            return alone
        return row._replace(rank_from="") if single else row
    if not is_service_rank(Rank(row.rank)) or row.post not in {"", person.post}:
        return alone
    return row._replace(rank="", side_rank=row.rank, rank_from="" if single else row.rank_from)


def rank_alone(row: ParsedPerson) -> ParsedPerson:
    """Return a row of somebody without a leading post: the 职级 that a column of its own says is the rank itself."""
    if row.rank or not row.side_rank:
        return row
    since = row.side_rank_from or row.rank_from
    return row._replace(rank=row.side_rank, rank_from=since, side_rank="", side_rank_from="")


def full_birth(person: ParsedPerson | KnownPerson) -> str:
    """Return the birth as exactly as it is known: the ID number's day where there is one."""
    number = person.id_number
    return f"{number[6:10]}-{number[10:12]}-{number[12:14]}" if number else person.birth


def births_agree(one: str, other: str) -> bool:
    """Return whether two known births can be one: a month agrees with every day in it."""
    return one.startswith(other) or other.startswith(one)


def sexes_agree(one: str, other: str) -> bool:
    """Return whether two people can be one by their sex; not known agrees with both."""
    return not one or not other or one == other


def decide_bucket(row: ParsedPerson, candidates: Sequence[KnownPerson]) -> Verdict:
    """Return what a row without errors comes to, held against the people who bear its ID number or its name.

    Two rows of one file are held against each other by :func:`~trainingdesk.domain.roster.import_plan.plan_import`.
    """
    return verdict_of(row, find_person(row, candidates) if candidates else _NOBODY)


def verdict_of(row: ParsedPerson, match: Match) -> Verdict:
    """Return what a row without errors comes to, by whom it was found to be."""
    if match.person is not None:
        changes = changes_of(row, match.person)
        return Verdict(Bucket.UPDATE if changes else Bucket.SAME, match.person.id, changes)
    if match.candidates:
        ids = tuple(person.id for person in match.candidates)
        changes = changes_of(row, match.candidates[0]) if len(ids) == 1 else ()
        return Verdict(Bucket.MAYBE, 0, changes, ids, match.reason)
    if not row.unit:
        return Verdict(Bucket.ERROR, reason="roster.unit_missing")
    return _NEW


def find_person(row: ParsedPerson, candidates: Sequence[KnownPerson]) -> Match:
    """Return whom a row means among the people who bear its ID number or its name."""
    if row.id_number:
        for person in candidates:
            if person.id_number == row.id_number:
                if person.name == row.name:
                    return Match(person)
                return Match(None, (person,), "roster.maybe_other_name")
    birth = full_birth(row)
    namesakes = [p for p in candidates if p.name == row.name and sexes_agree(p.sex, row.sex)]
    if not namesakes:
        return _NOBODY
    unit = key_of(row.unit)
    if birth:
        found = _by_birth(row, birth, unit, namesakes)
        if found is not None:
            return found
    return _by_unit(row, birth, unit, namesakes)


def find_keyed(row: ParsedPerson, person: KnownPerson, others: Sequence[KnownPerson]) -> Match:
    """Return whom a row with the hidden key of a person means.

    A new ID number is a change of that person, and so is a new name that the ID number or the full birth confirms. A new
    name that nothing confirms may be somebody else who was typed over the row, and a row whose name and number are
    another's was sorted without its key. ``others`` are the people who bear its ID number or its name.
    """
    number = row.id_number
    if number and number == person.id_number:
        return Match(person)
    holder = next((one for one in others if number and one.id_number == number), None)
    if holder is not None:
        if holder.name == row.name:
            return Match(holder)
        return Match(None, (person, holder), "roster.maybe_key_contradicts")
    if row.name == person.name:
        return Match(person)
    meant = find_person(row, [one for one in others if one.id != person.id])
    named = (meant.person,) if meant.person is not None else meant.candidates
    if named:
        return Match(None, (person, *named), "roster.maybe_key_contradicts")
    births = full_birth(row), full_birth(person)
    if (number and person.id_number) or (all(births) and not births_agree(*births)):
        return Match(None, (person,), "roster.maybe_typed_over")
    if births[0] == births[1] and len(births[0]) == len("1972-05-16"):
        return Match(person)
    return Match(None, (person,), "roster.maybe_renamed")


def fits_key(row: ParsedPerson, person: KnownPerson) -> bool:
    """Return whether what a row says is what is known of its key's person, in name and in number or birth."""
    if row.name != person.name:
        return False
    if row.id_number and person.id_number:
        return row.id_number == person.id_number
    return births_agree(full_birth(row), full_birth(person))


def _by_birth(row: ParsedPerson, birth: str, unit: str, namesakes: Sequence[KnownPerson]) -> Match | None:
    """Name and birth: one is found, two are asked about; with another ID number it is asked too."""
    agreeing = [p for p in namesakes if (known := full_birth(p)) and births_agree(birth, known)]
    compatible = [p for p in agreeing if not row.id_number or not p.id_number]
    if len(compatible) > 1:
        here = [p for p in compatible if key_of(p.unit) == unit]
        compatible = here if len(here) == 1 else compatible
    if len(compatible) == 1:
        if _by_month_alone(row, birth, compatible[0]):
            return Match(None, tuple(compatible), "roster.maybe_by_month")
        return Match(compatible[0])
    if compatible:
        return Match(None, tuple(compatible), "roster.maybe_namesakes")
    if agreeing:
        return Match(None, tuple(agreeing), "roster.maybe_other_id")
    return None


def _by_month_alone(row: ParsedPerson, birth: str, person: KnownPerson) -> bool:
    """Return whether a common name and a month of birth are all that a row and somebody of another unit have in common.

    In a district there are several 朱明 of one year; a name of three characters and a month are rarely two people's.
    """
    if len(row.name) > _COMMON or not row.unit or key_of(row.unit) == key_of(person.unit):
        return False
    if len(min(birth, full_birth(person), key=len)) > len("1972-05"):
        return False
    held = ((row.post, person.post), (row.phone, person.phone))
    return not any(mine and mine == theirs for mine, theirs in held)


def _by_unit(row: ParsedPerson, birth: str, unit: str, namesakes: Sequence[KnownPerson]) -> Match:
    """Name and unit, where a birth is unknown on one side or on both."""
    open_ones = [p for p in namesakes if not birth or not full_birth(p)]
    here = [p for p in open_ones if unit and key_of(p.unit) == unit]
    if len(here) == 1:
        return Match(here[0])
    if here:
        return Match(None, tuple(here), "roster.maybe_namesakes")
    if open_ones:
        reason = "roster.maybe_other_unit" if unit else "roster.maybe_namesakes"
        if not unit and len(open_ones) == 1:
            reason = NO_UNIT
        return Match(None, tuple(open_ones), reason)
    if unit:
        # both births known and different: another person, unless the ID numbers can't say so
        here = [p for p in namesakes if key_of(p.unit) == unit and not (row.id_number and p.id_number)]
        if here:
            return Match(None, tuple(here), "roster.maybe_other_birth")
    return _NOBODY


def naming_of(plan: ImportPlan) -> dict[str, Naming]:
    """Return the rows that name the units which a file calls by a new name; none where it does so with no unit."""
    renamed = {one.unit for one in plan.unit_texts.values() if one.what is What.RENAMED}
    if not renamed:
        return {}
    sure: dict[str, set[int]] = {unit: set() for unit in renamed}
    asked: dict[str, set[int]] = {unit: set() for unit in renamed}
    for row, verdict in zip(plan.rows, plan.verdicts, strict=True):
        stay = plan.seconded.get(row.row)
        waits = verdict.bucket in {Bucket.MAYBE, Bucket.QUESTION}
        # of a row for which another one of the same person counts nothing comes in
        if verdict.bucket is not Bucket.ERROR and verdict.reason not in PASSED:
            for unit in renamed.intersection({row.unit, stay.unit if stay else ""}):
                (asked if waits else sure)[unit].add(row.row)
    return {unit: Naming(frozenset(sure[unit]), frozenset(asked[unit])) for unit in renamed}
