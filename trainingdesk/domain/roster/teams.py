"""In which of the three teams somebody is (P1.5: 三支队伍): what is certain of a row, and what has to be asked.

A team that the row says, and a rank of one of the ladders, are certain. Else it is that of the unit, by what the unit is. A
professional title (职称) in a unit that has no technical staff says something else than the unit does: that is asked.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from trainingdesk.domain.codes import Rank, Team, UnitKind
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.matching import Bucket, Verdict
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.titles import NO_RANK, TEAM_OPEN, leads
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
    problems: Iterable[Problem],
    titled: Collection[int],
    kinds: Mapping[str, UnitKind],
    headers: Mapping[str, str],
) -> Iterator[Problem]:
    """Yield a question at every newcomer whose title speaks for another team than the unit does.

    Args:
        rows: the people of the file; verdicts: what each comes to, in the same order.
        problems: what is said of the rows, of titles that were taken for no rank among it.
        titled: running lines of the rows whose title may be their rank.
        kinds: full name of a unit of the roster → what it is.
        headers: field → the file's header.
    """
    unranked = {problem.row for problem in problems if problem.code == NO_RANK}
    header = headers.get("technical_title", "")
    for row, verdict in zip(rows, verdicts, strict=True) if titled or unranked else ():
        if verdict.bucket is not Bucket.NEW or row.team or row.side_rank or not row.technical_title:
            continue
        of_title = row.row in titled and row.rank and team_of_rank(Rank(row.rank)) is Team.TECHNICAL
        open_post = row.row in unranked and not row.rank and not leads(row.post)
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
