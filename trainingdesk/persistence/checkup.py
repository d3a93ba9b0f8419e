"""The check-up of a desk's file: what is wrong, as codes with the places, without changing anything.

Every check is one function over a plain read-only connection; ``CHECKS`` lists them in the order they are told. The
last one looks beside the file, at the desk's own backup.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path

from trainingdesk.domain.codes import Rank
from trainingdesk.domain.errors import EnvironmentProblem, Problem
from trainingdesk.domain.roster.base import position_of
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.domain.roster.strokes import name_order
from trainingdesk.persistence.audit import GENESIS, row_hash
from trainingdesk.persistence.header import environment_problem
from trainingdesk.persistence.maintenance import list_backups
from trainingdesk.persistence.schema import schema_statements
from trainingdesk.shared.clock import instant_text
from trainingdesk.shared.text import Label

#: how many findings of one check are told one by one
MOST = 20

#: requests in whose trail one person did two different steps of one round; a round begins with its submission
SAME_PERSON = (
    "SELECT a.request_id FROM fee_step a JOIN fee_step b ON b.request_id = a.request_id"
    " AND b.actor_id = a.actor_id AND b.action <> a.action AND b.id > a.id"
    " WHERE a.action IN ('submit', 'review', 'approve', 'pay') AND b.action IN ('review', 'approve', 'pay')"
    " AND NOT EXISTS (SELECT 1 FROM fee_step s WHERE s.request_id = a.request_id AND s.action = 'submit'"
    " AND s.id > a.id AND s.id < b.id)"
)

Check = Callable[[sqlite3.Connection], Iterator[Problem]]


def check_file(path: Path, checks: "list[Check] | None" = None) -> list[Problem]:
    """Return everything that is wrong with a desk's file, in plain codes; an empty list is a sound desk.

    A file too damaged to be read is itself a finding. Raises EnvironmentProblem when it can't be opened at all.
    """
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise environment_problem(error) or EnvironmentProblem("desk.cannot_open") from error
    found: list[Problem] = []
    with closing(connection):
        connection.execute("PRAGMA busy_timeout=5000")
        try:
            connection.execute("BEGIN")
            for check in checks or [*CHECKS, partial(log_in_backup, path=path)]:
                part = list(check(connection))
                found.extend(part[:MOST])
                if len(part) > MOST:
                    found.append(Problem("check.more", {"count": len(part) - MOST}))
                if check is whole_file and part:
                    break
        except sqlite3.DatabaseError as error:
            found.append(Problem("check.unreadable", {"what": str(error)}))
    return found


def whole_file(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Every page of the file is readable and every index agrees with its table."""
    for row in connection.execute("PRAGMA integrity_check(5)"):
        if row[0] != "ok":
            yield Problem("check.integrity", {"what": str(row[0])})


def _shape(statement: str) -> str:
    return re.sub(r"[\s\"]+", "", statement)


def schema(connection: sqlite3.Connection) -> Iterator[Problem]:
    """The tables and indexes are the ones this program made."""
    present = {
        _shape(row[0]) for row in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    }
    for statement in schema_statements():
        if _shape(statement) not in present:
            name = re.sub(r"\s+", " ", statement)[:60].split("(")[0].strip()
            yield Problem("check.schema", {"what": name})


def links(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Every record that another one points to is there."""
    for table, row, parent, _number in connection.execute("PRAGMA foreign_key_check"):
        yield Problem("check.link", {"table": table, "row": row, "parent": parent})


def log_chain(connection: sqlite3.Connection) -> Iterator[Problem]:
    """The log counts without gaps, every row seals the one before, and its end is the one the requests remember."""
    seal, expected = GENESIS, 0
    columns = "id, at, actor_id, command, request_id, entity, entity_id, kind, detail, hash"
    for row in connection.execute(f"SELECT {columns} FROM audit ORDER BY id"):  # noqa: S608 - a constant
        expected += 1
        if row[0] != expected:
            yield Problem("check.log_gap", {"first": expected, "last": row[0] - 1})
            return
        if row_hash(seal, row[:-1]) != row[-1]:
            yield Problem("check.log_changed", {"row": row[0], "at": row[1]})
            return
        seal = row[-1]
    remembered = connection.execute("SELECT coalesce(max(audit_seq), 0) FROM request").fetchone()[0]
    if remembered > expected:
        yield Problem("check.log_cut", {"last": expected, "remembered": remembered})


def ledger(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Every balance is the sum so far, counter-entries mirror what they take back, and the log says the same."""
    balance = 0
    amounts: dict[int, int] = {}
    rows = connection.execute("SELECT id, amount, balance, counter_of FROM ledger_entry ORDER BY id")
    for number, amount, stated, counter_of in rows:
        balance += amount
        amounts[number] = amount
        if stated != balance:
            yield Problem("check.ledger_balance", {"entry": number})
            balance = stated
        if counter_of is not None and amounts.get(counter_of) != -amount:
            yield Problem("check.ledger_counter", {"entry": number, "counter_of": counter_of})
    logged = connection.execute(
        "SELECT entity_id, detail FROM audit WHERE entity = 'ledger_entry' AND kind = 'created'"
    ).fetchall()
    for number, detail in logged:
        if number not in amounts:
            yield Problem("check.ledger_missing", {"entry": number})
        elif json.loads(detail).get("amount", [None, None])[1] != amounts[number]:
            yield Problem("check.ledger_amount", {"entry": number})


def fees(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Totals are the sums of their lines, paid requests are booked once, and nobody did two steps of one request."""
    for (number,) in connection.execute(
        "SELECT r.number FROM fee_request r LEFT JOIN fee_line l ON l.request_id = r.id"
        " GROUP BY r.id HAVING coalesce(sum(l.amount), 0) <> r.total"
    ):
        yield Problem("check.fee_total", {"number": number})
    for (number,) in connection.execute(
        "SELECT r.number FROM fee_request r LEFT JOIN ledger_entry e ON e.request_id = r.id"
        " AND e.kind IN ('payment', 'counter') WHERE r.state = 'paid'"
        " GROUP BY r.id HAVING coalesce(-sum(e.amount), 0) <> r.total"
    ):
        yield Problem("check.fee_booked", {"number": number})
    for (number,) in connection.execute(
        "SELECT number FROM fee_request WHERE requester_id IN (reviewer_id, approver_id) OR reviewer_id = approver_id"  # noqa: S608 - a constant
        f" UNION SELECT r.number FROM fee_request r JOIN ({SAME_PERSON}) t ON t.request_id = r.id"
    ):
        yield Problem("check.fee_self", {"number": number})


def certificates(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Numbers have no gaps, only people who completed a class hold one, and one valid one each."""
    for series, count, last in connection.execute(
        "SELECT series, count(*), max(sequence) FROM certificate GROUP BY series"
    ):
        if count != last:
            yield Problem("check.certificate_gap", {"series": series, "count": last - count})
        drawn = connection.execute("SELECT last FROM number_series WHERE series = ?", (series,)).fetchone()
        if drawn is None or drawn[0] != last:
            yield Problem("check.certificate_series", {"series": series})
    for (number,) in connection.execute(
        "SELECT c.number FROM certificate c JOIN enrolment e ON e.id = c.enrolment_id"
        " WHERE c.state = 'valid' AND e.completed IS NOT 1"
    ):
        yield Problem("check.certificate_unearned", {"number": number})
    for (number,) in connection.execute(
        "SELECT max(number) FROM certificate WHERE state = 'valid' GROUP BY enrolment_id HAVING count(*) > 1"
    ):
        yield Problem("check.certificate_twice", {"number": number})


def papers(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Issued papers are byte for byte what was issued."""
    for number, title, content, stated in connection.execute(
        "SELECT number, title, content, sha256 FROM issued_paper"
    ):
        if sha256(content).hexdigest() != stated:
            yield Problem("check.paper_changed", {"number": number or title})


def attendance(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Marks belong to people of that class, and a closed class has a verdict on everybody."""
    for (number,) in connection.execute(
        "SELECT m.id FROM attendance_mark m JOIN half_day_session s ON s.id = m.session_id"
        " JOIN enrolment e ON e.id = m.enrolment_id WHERE e.class_id <> s.class_id"
    ):
        yield Problem("check.mark_stray", {"mark": number})
    for (code,) in connection.execute(
        "SELECT DISTINCT c.code FROM training_class c JOIN enrolment e ON e.class_id = c.id"
        " WHERE c.state = 'closed' AND e.withdrawn_at IS NULL AND e.completed IS NULL"
    ):
        yield Problem("check.class_undecided", {"class_code": code})


def verdicts(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Grades and verdicts are the ones the log recorded last; one that was never recorded is not there."""
    for field, code in (("grade", "check.grade_changed"), ("completed", "check.verdict_changed")):
        logged = (
            f"SELECT json_extract(a.detail, '$.{field}[1]') FROM audit a WHERE a.entity = 'enrolment'"  # noqa: S608 - constants
            f" AND a.entity_id = e.id AND json_type(a.detail, '$.{field}') IS NOT NULL ORDER BY a.id DESC LIMIT 1"
        )
        for name, class_code in connection.execute(
            "SELECT p.name, c.code FROM enrolment e JOIN person p ON p.id = e.person_id"  # noqa: S608 - constants
            f" JOIN training_class c ON c.id = e.class_id WHERE e.{field} IS NOT ({logged}) ORDER BY e.id"
        ):
            yield Problem(code, {"name": name, "class_code": class_code})


def plans(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Every row of a plan adds up to its base, and no earlier year is below a later one, in a row or in total."""
    for title, unit in connection.execute(
        "SELECT p.title, u.name FROM plan_row r JOIN plan_version p ON p.id = r.plan_id"
        " JOIN unit u ON u.id = r.unit_id JOIN plan_cell c ON c.row_id = r.id"
        " GROUP BY r.id HAVING sum(c.target) <> r.base"
    ):
        yield Problem("check.plan_row", {"title": title, "unit": unit})
    for title, unit, year in connection.execute(
        "SELECT p.title, u.name, min(b.year) FROM plan_row r JOIN plan_version p ON p.id = r.plan_id"
        " JOIN unit u ON u.id = r.unit_id JOIN plan_cell a ON a.row_id = r.id"
        " JOIN plan_cell b ON b.row_id = r.id AND b.year = a.year + 1"
        " WHERE b.target > a.target GROUP BY r.id"
    ):
        yield Problem("check.plan_order", {"title": title, "unit": unit, "year": year})
    sums = (
        "SELECT r.plan_id AS plan_id, c.year AS year, sum(c.target) AS target FROM plan_row r"
        " JOIN plan_cell c ON c.row_id = r.id GROUP BY r.plan_id, c.year"
    )
    for title, year in connection.execute(
        f"WITH total AS ({sums}) SELECT p.title, min(b.year) FROM total a"  # noqa: S608 - a constant
        " JOIN total b ON b.plan_id = a.plan_id AND b.year = a.year + 1"
        " JOIN plan_version p ON p.id = a.plan_id WHERE b.target > a.target GROUP BY p.id"
    ):
        yield Problem("check.plan_total_order", {"title": title, "year": year})


#: every track's periods and present value as (person, track, first day, first day of another value); the last day of a
#: secondment belongs to it; a month is its first day, "" stands before all
_TRACKS = (
    "SELECT person_id, 'unit' AS track, substr(valid_from || '-01', 1, 10) AS a, substr(valid_to || '-01', 1, 10) AS b"
    " FROM unit_period UNION ALL SELECT person_id, 'status', substr(valid_from || '-01', 1, 10),"
    " substr(valid_to || '-01', 1, 10) FROM status_period UNION ALL SELECT person_id, 'team',"
    " substr(valid_from || '-01', 1, 10), substr(valid_to || '-01', 1, 10) FROM team_period UNION ALL SELECT person_id, track,"
    " substr(valid_from || '-01', 1, 10), substr(valid_to || '-01', 1, 10) FROM post_period UNION ALL"
    " SELECT person_id, 'secondment', valid_from, coalesce(date(valid_to, '+1 day'), '9999-12-31') FROM secondment"
)
_SERVICE = ", ".join(f"'{rank.value}'" for rank in Rank if is_service_rank(rank))
_LEVELLED = f"rank NOT IN ({_SERVICE}) AND rank_from > post_from AND (post_from <> '' OR post = '')"
_LAST_POST = "SELECT max(substr(valid_to || '-01', 1, 10)) FROM post_period WHERE person_id = person.id AND track = 'post'"
#: nobody said since when the level is held, and it is newer than the post: a period of the track ended later; or there is
#: none any more, and one with a level ended later
_LEVEL_UNDATED = (
    f"(rank NOT IN ({_SERVICE}) AND rank_from = '' AND substr(post_from || '-01', 1, 10) < ({_LAST_POST}))"
    f" OR ((rank IS NULL OR rank IN ({_SERVICE})) AND substr(post_from || '-01', 1, 10) <"
    f" ({_LAST_POST} AND rank IS NOT NULL))"
)
#: since when the present of each track holds, as ``domain.roster.history`` takes it from the person
_PRESENT = (
    "SELECT id AS person_id, 'unit' AS track, unit_from AS a FROM person"  # noqa: S608 - a constant
    " UNION ALL SELECT id, 'team', team_from FROM person"
    " UNION ALL SELECT id, 'status', coalesce(status_from, '') FROM person"
    f" UNION ALL SELECT id, 'post', CASE WHEN {_LEVELLED} THEN rank_from"
    f" WHEN {_LEVEL_UNDATED} THEN '' ELSE post_from END FROM person"
    f" UNION ALL SELECT id, 'rank', CASE WHEN rank IN ({_SERVICE}) THEN rank_from ELSE side_rank_from END FROM person"
)


def history(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Nobody is in two units, teams, posts, ranks, statuses or secondments on one day, and no period ends before it begins."""

    def told(code: str, name: str, track: str, begin: str, end: str) -> Problem:
        days = {"begin": begin if begin[0].isdigit() else "…", "end": "…" if end[0] == "9" else end}
        return Problem(code, {"name": name, "track": Label(f"history_track.{track}"), **days})

    for row in connection.execute(
        f"SELECT p.name, t.track, t.a, t.b FROM ({_TRACKS}) t JOIN person p ON p.id = t.person_id"  # noqa: S608
        " WHERE t.a >= t.b ORDER BY p.id"
    ):
        yield told("check.history_backwards", *row)
    # in order of their beginnings, one that begins before the one before it has ended reaches into it
    for name, track, begin, end, previous in connection.execute(
        f"SELECT p.name, t.track, t.a, t.b, t.before FROM (SELECT person_id, track, a, b,"  # noqa: S608
        " max(b) OVER (PARTITION BY person_id, track ORDER BY a, b ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
        f" AS before FROM (SELECT * FROM ({_TRACKS}) UNION ALL SELECT person_id, track, substr(a || '-01', 1, 10),"
        f" '9999-12-31' FROM ({_PRESENT})"
        f" WHERE a <> '' AND person_id IN (SELECT person_id FROM ({_TRACKS})))) t"
        " JOIN person p ON p.id = t.person_id WHERE t.before > t.a ORDER BY p.id"
    ):
        yield told("check.history_day_twice", name, track, begin, min(end, previous))


def units(connection: sqlite3.Connection) -> Iterator[Problem]:
    """No unit that exists is managed by one that does not any more."""
    for unit, parent in connection.execute(
        "SELECT u.name, p.name FROM unit u JOIN unit p ON p.id = u.parent_id WHERE u.active AND NOT p.active ORDER BY u.id"
    ):
        yield Problem("check.unit_below_closed", {"unit": unit, "parent": parent})


#: who is in a group from a day to a day, the first one outside
_MEMBERS = (
    "SELECT m.id, p.name, m.kind, m.person_id, m.valid_from AS a, coalesce(m.valid_to, '9999-12-31') AS b"
    " FROM group_membership m JOIN person p ON p.id = m.person_id"
)


def groups(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Nobody is in a group twice on one day, and no entry ends before it begins."""
    for name, kind in connection.execute(f"SELECT name, kind FROM ({_MEMBERS}) WHERE a >= b"):  # noqa: S608
        yield Problem("check.group_backwards", {"name": name, "group": Label(f"group_kind.{kind}")})
    for name, kind in connection.execute(
        f"SELECT DISTINCT x.name, x.kind FROM ({_MEMBERS}) x JOIN ({_MEMBERS}) y"  # noqa: S608
        " ON y.person_id = x.person_id AND y.kind = x.kind AND y.id > x.id AND x.a < y.b AND y.a < x.b"
    ):
        yield Problem("check.group_twice", {"name": name, "group": Label(f"group_kind.{kind}")})


def reserve(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Nobody is on the reserve list but by a passed round and training, or an exception another person approved."""
    candidates = "FROM reserve_candidate c JOIN person p ON p.id = c.person_id WHERE"
    for (name,) in connection.execute(
        "SELECT p.name FROM group_membership m JOIN person p ON p.id = m.person_id WHERE m.kind = 'reserve'"  # noqa: S608
        " AND m.id NOT IN (SELECT membership_id FROM reserve_candidate WHERE membership_id IS NOT NULL)"
        f" UNION ALL SELECT p.name {candidates} c.membership_id IS NOT NULL AND NOT coalesce((SELECT r.passed FROM"
        " reserve_round r WHERE r.candidate_id = c.id ORDER BY r.round DESC LIMIT 1), 0)"
        f" UNION ALL SELECT p.name {candidates} (c.state = 'admitted') <> coalesce((SELECT m.valid_to IS NULL"
        " FROM group_membership m WHERE m.id = c.membership_id), 0)"
    ):
        yield Problem("check.reserve_not_admitted", {"name": name})
    for (name,) in connection.execute(
        f"SELECT p.name {candidates} c.membership_id IS NOT NULL AND c.missing IS NOT NULL AND"
        " (c.override_by IS NULL OR c.override_by IS json_extract(c.missing, '$.requested_by'))"
    ):
        yield Problem("check.reserve_exception", {"name": name})


def search_index(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Everybody can be found, and nobody who is not there."""
    missing = connection.execute(
        "SELECT count(*) FROM person WHERE id NOT IN (SELECT rowid FROM person_search)"
    ).fetchone()[0]
    stray = connection.execute(
        "SELECT count(*) FROM person_search WHERE rowid NOT IN (SELECT id FROM person)"
    ).fetchone()[0]
    if missing or stray:
        yield Problem("check.search", {"missing": missing, "stray": stray})


def orders(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Everybody stands in the lists where their name, rank, post and unit say."""
    keys: dict[str, tuple[str, str]] = {}
    stale: list[str] = []
    for number, name, rank, since, post, unit, place, *named in connection.execute(
        "SELECT p.id, p.name, p.rank, p.rank_from, p.post, u.name, p.position, p.stroke_key, p.pinyin_key"
        " FROM person p JOIN unit u ON u.id = p.unit_id ORDER BY p.id"
    ):
        if name not in keys:
            keys[name] = name_order().keys(name)
        if place != position_of(rank, number, since, post, unit) or tuple(named) != tuple(keys[name]):
            stale.append(name)
    if stale:
        yield Problem("check.order", {"count": len(stale), "name": stale[0]})


def stays(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Nobody who has retired or left is still lent to anybody; who is still in a group is told on the page of groups."""
    for name, place in connection.execute(
        "SELECT p.name, coalesce(u.name, s.place) FROM secondment s JOIN person p ON p.id = s.person_id"
        " LEFT JOIN unit u ON u.id = s.unit_id WHERE p.status IN ('retired', 'left')"
        " AND coalesce(s.valid_to, '9999-12-31') >= iif(coalesce(p.status_from, '') = '', '9999-12-31',"
        " substr(p.status_from || '-01', 1, 10)) ORDER BY p.id, s.id"
    ):
        yield Problem("check.stay_of_gone", {"name": name, "place": place or "–"})


def log_in_backup(connection: sqlite3.Connection, path: Path) -> Iterator[Problem]:
    """The log goes on from the one in the desk's own newest backup.

    A log that was cut off together with the requests that remember it is whole by itself; only what was kept
    elsewhere can tell. Backups made before the last restore are passed over: the desk was put back behind them.
    """
    desk = connection.execute("SELECT desk_id FROM office").fetchone()
    restored = connection.execute(
        "SELECT coalesce(max(at), '') FROM audit WHERE entity = 'office' AND kind = 'restored'"
    ).fetchone()[0]
    for backup in list_backups(path):
        if instant_text(backup.at) <= restored:
            return
        try:
            with closing(sqlite3.connect(f"{backup.path.absolute().as_uri()}?mode=ro", uri=True)) as kept:
                if kept.execute("SELECT desk_id FROM office").fetchone() != desk:
                    continue
                end = kept.execute("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
        except sqlite3.DatabaseError:
            continue  # a damaged backup is told where backups are verified; an older one may still tell
        if end and connection.execute("SELECT hash FROM audit WHERE id = ?", end[:1]).fetchone() != end[1:]:
            yield Problem("check.log_backup", {"row": end[0], "file": backup.path.name})
        return


#: in the order they are told; the first one stops the rest when the file itself can't be trusted
CHECKS: list[Check] = [
    whole_file,
    schema,
    links,
    log_chain,
    ledger,
    fees,
    certificates,
    papers,
    attendance,
    verdicts,
    plans,
    history,
    units,
    groups,
    reserve,
    search_index,
    orders,
    stays,
]
