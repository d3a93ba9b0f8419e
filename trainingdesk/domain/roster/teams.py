"""In which of the three teams somebody is (P1.5: 三支队伍): what is certain of a row, and what has to be asked.

A team that the row says, and a rank of one of the ladders, are certain. Else it is that of the unit, by what the unit is. A
professional title (职称) in a unit that has no technical staff says something else than the unit does: that is asked.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from trainingdesk.domain.codes import Rank, Team, UnitKind
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.known_people import KnownPeople
from trainingdesk.domain.roster.matching import Bucket, Verdict
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.titles import TEAM_OPEN, leads
from trainingdesk.domain.roster.unit_kinds import team_in
from trainingdesk.shared.text import Label


def team_of_rank(rank: Rank) -> Team:
    """Return the team whose people hold a rank."""
    if rank.value.startswith("technical_"):
        return Team.TECHNICAL
    return Team.BUSINESS if rank.value.startswith("business_") else Team.PARTY_GOVERNMENT


def assumed_team(row: ParsedPerson, kinds: Mapping[str, UnitKind]) -> str:
    """Return the team that a newcomer is taken to be in by what the unit is, "" where the row says it itself."""
    if row.team or row.rank or row.side_rank:
        return ""
    return team_in(row.unit, kinds.get(row.unit, UnitKind.ORGAN)).value


def open_teams(
    rows: Sequence[ParsedPerson],
    verdicts: Sequence[Verdict],
    people: KnownPeople,
    titled: Collection[int],
    titles: Mapping[str, str],
    kinds: Mapping[str, UnitKind],
    headers: Mapping[str, str],
) -> Iterator[Problem]:
    """Yield a question at every newcomer whose title speaks for another team than the unit does.

    Whoever is perhaps somebody is asked about too: they come in when it is decided that they are new.

    Args:
        rows: the people of the file; verdicts: what each comes to, in the same order.
        people: everybody in the roster.
        titled: running lines of the rows whose title may be their rank.
        titles: title, as ``cells.key_of`` makes it → the rank of technical staff that it says, other ranks among them.
        kinds: full name of a unit of the roster → what it is.
        headers: field → the file's header.
    """
    header = headers.get("technical_title", "")
    for row, verdict in zip(rows, verdicts, strict=True) if header else ():
        if not row.technical_title or row.team or row.side_rank or not _may_come_in(row, verdict, people):
            continue
        said = titles.get(key_of(row.technical_title)) if not row.rank else row.rank
        if not said or team_of_rank(Rank(said)) is not Team.TECHNICAL:
            continue
        of_title = row.row in titled and row.rank
        # a column of ranks that is blank in the row says nothing of the team
        open_post = not row.rank and not leads(row.post)
        team = team_in(row.unit, kinds.get(row.unit, UnitKind.ORGAN))
        if team is Team.TECHNICAL or not (of_title or open_post):
            continue
        # the same title in the same unit is one question
        params: dict[str, object] = {
            "about": "team",
            "value": row.technical_title,
            "unit": row.unit,
            "apart": row.unit,
            "team": Label(f"team.{team}"),
        }
        params["choices"] = [Team.TECHNICAL.value, team.value]
        yield Problem(TEAM_OPEN, params, header, row.row, row.technical_title, Severity.QUESTION)


def _may_come_in(row: ParsedPerson, verdict: Verdict, people: KnownPeople) -> bool:
    """Return whether a row is somebody new, or may be decided to be."""
    if verdict.bucket is Bucket.NEW:
        return True
    return verdict.bucket is Bucket.MAYBE and bool(row.unit) and people.holder(row.id_number) is None
