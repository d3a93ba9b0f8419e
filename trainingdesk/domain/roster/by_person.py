"""What a row says once it is known whom it means: a title that is no rank, a level that ends no rank."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set

from trainingdesk.domain.codes import Rank
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.domain.roster.known_people import KnownPeople
from trainingdesk.domain.roster.lines import Lines
from trainingdesk.domain.roster.listed_again import with_status_back
from trainingdesk.domain.roster.matching import FieldChange, ImportPlan, Verdict, changes_of
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.domain.roster.titles import is_only_title


def titled_rows(numbers: Iterable[int], fields: Mapping[str, Set[str]], lines: Lines) -> set[int]:
    """Return which rows, by their running lines, are of sheets with titles and no ranks.

    ``fields``: sheet → what its columns say.
    """
    sheets = {name for name, said in fields.items() if "technical_title" in said and "rank" not in said}
    return {number for number in numbers if lines.cell(number)[0] in sheets} if sheets else set()


def rows_by_person(
    rows: Sequence[ParsedPerson],
    verdicts: Sequence[Verdict],
    people: KnownPeople,
    titled: Collection[int],
    levelled: Collection[int],
) -> Mapping[int, ParsedPerson]:
    """Return place → row for the rows that say something else of whom they mean than by themselves.

    Args:
        rows: the people of the file; verdicts: whom each means, in the same order.
        people: everybody in the roster.
        titled: running lines of the rows whose title may be their rank.
        levelled: those whose level stands in brackets behind the post.
    """
    found: dict[int, ParsedPerson] = {}
    for place, row in enumerate(rows if titled or levelled else ()):
        if not row.rank or (row.row not in titled and row.row not in levelled):
            continue
        verdict = verdicts[place]
        meant = (verdict.person_id,) if verdict.person_id else verdict.candidates
        if row.row in titled and meant and is_only_title(row, map(people.__getitem__, meant)):
            found[place] = row._replace(rank="")
        elif row.row in levelled and verdict.person_id:
            found[place] = beside_rank(row, people[verdict.person_id])
    return {place: row for place, row in found.items() if row != rows[place]}


def beside_rank(row: ParsedPerson, person: KnownPerson) -> ParsedPerson:
    """Return a row that says a post's level, 副局长（副处级）, with the 职级 that the person holds beside it.

    The level of a leading post and the 职级 are two ladders (公务员法 2018 第十七至十九条): a level ends no 职级.
    """
    if row.side_rank or is_service_rank(Rank(row.rank)):
        return row
    if not person.rank or not is_service_rank(Rank(person.rank)):
        return row
    return row._replace(side_rank=person.rank, side_rank_from=person.rank_from)


def changes_for(plan: ImportPlan, row: ParsedPerson, person: KnownPerson) -> tuple[FieldChange, ...]:
    """Return what a row of a plan says differently of a person whom it was decided, or may be decided, to mean."""
    said = beside_rank(row, person) if row.row in plan.levelled and row.rank else row
    return with_status_back(row, person, changes_of(said, person))
