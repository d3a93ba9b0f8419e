"""In which of the three teams somebody is (P1.5: 三支队伍)."""

from trainingdesk.domain.codes import Rank, Team


def team_of_rank(rank: Rank) -> Team:
    """Return the team whose people hold a rank."""
    if rank.value.startswith("technical_"):
        return Team.TECHNICAL
    return Team.BUSINESS if rank.value.startswith("business_") else Team.PARTY_GOVERNMENT
