"""Former ranks that an import keeps: decided before anything is written, taken back with the import's other periods."""

from collections.abc import Mapping, Sequence

from trainingdesk.domain.codes import PostTrack, Rank
from trainingdesk.domain.roster.history import Former, Period, Standing, rank_present
from trainingdesk.domain.roster.legacy import LEFT, TOO_EARLY, began_later, legacy_period
from trainingdesk.domain.roster.matching import FormerRank
from trainingdesk.usecases.periods import write_formers
from trainingdesk.usecases.work import Work

_AT_ONCE = 500
_PERIODS = "post_period WHERE track = ?"


class ImportedLegacy:
    """The former ranks of one import.

    Attributes:
        said: row → the code of why its former rank was left, for the report.
    """

    def __init__(self, work: Work, ranks: Mapping[int, FormerRank], people: Mapping[int, int]) -> None:
        """``people`` says row → person, of those that come in."""
        self._work = work
        self._formers: list[tuple[int, Former]] = []
        self.said: dict[int, str] = {}
        #: person → since when they work, of those the roster knows
        self._began: dict[int, str] = {}
        rows = [row for row in ranks if row in people]
        for start in range(0, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            standings, periods = self._known([people[row] for row in part])
            for row in part:
                self._decide(row, people[row], ranks[row], standings, periods)

    def write(self, batch_id: int) -> None:
        """Write the periods, with the import they came with."""
        write_formers(self._work, self._formers, batch_id=batch_id)

    def _decide(
        self,
        row: int,
        person_id: int,
        rank: FormerRank,
        standings: Mapping[int, Standing],
        periods: Mapping[int, Sequence[tuple[str, Period]]],
    ) -> None:
        known = periods.get(person_id, ())
        if any(name == rank.words for name, _period in known):
            return  # kept before
        standing = standings.get(person_id, Standing("", "", None, ""))
        later = began_later(self._began.get(person_id, ""))
        former = None if later else legacy_period(rank, rank_present(standing), known)
        if former is None:
            self.said[row] = TOO_EARLY if later else LEFT
        else:
            self._formers.append((person_id, former))

    def _known(
        self, people: Sequence[int]
    ) -> tuple[dict[int, Standing], dict[int, list[tuple[str, Period]]]]:
        """Return person → what they hold, and → the former ranks with the former name of each."""
        marks, connection = ", ".join("?" * len(people)), self._work.connection
        columns = "id, rank, rank_from, side_rank, side_rank_from, work_start"
        found = connection.exec_driver_sql(
            f"SELECT {columns} FROM person WHERE id IN ({marks})",  # noqa: S608 - our own names
            tuple(people),
        )
        standings = {}
        for number, rank, since, side, side_since, began in found:
            standings[int(number)] = Standing("", "", _rank(rank), since, _rank(side), side_since)
            self._began[int(number)] = began
        periods: dict[int, list[tuple[str, Period]]] = {}
        statement = (
            f"SELECT person_id, legacy, valid_from, valid_to FROM {_PERIODS} AND person_id IN ({marks})"  # noqa: S608 - our own names
        )
        rows = connection.exec_driver_sql(statement, (PostTrack.RANK.value, *people))
        for number, name, begin, end in rows:
            periods.setdefault(int(number), []).append((str(name), Period(None, begin, end)))
        return standings, periods


def _rank(code: str | None) -> Rank | None:
    return Rank(code) if code else None
