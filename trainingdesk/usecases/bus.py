"""The one gate that every write goes through.

In this order: permission → a repeated request answered from memory → BEGIN IMMEDIATE → handler → log → COMMIT →
notice. It is the only place that commits.

An answer that must not lie in the file (a number that was revealed) is not remembered: ``handles(…, remember=False)``.
Such a request, sent twice, is refused with ``request.not_repeatable``; who wants the answer again asks anew, and the
log has a row of its own for each time.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection
from sqlalchemy.engine import RootTransaction
from sqlalchemy.orm.exc import StaleDataError

from trainingdesk.domain.access import Actor, Permission, permissions_of
from trainingdesk.domain.errors import AccessDenied, Conflict, Refused
from trainingdesk.persistence.audit import AuditTrail, with_audit
from trainingdesk.persistence.engine import Engines, give_pages_back, known_failures
from trainingdesk.persistence.readmodels.accounts import roles_now
from trainingdesk.shared.clock import Clock, instant_text
from trainingdesk.shared.memory import give_back, no_cycle_search
from trainingdesk.shared.text import Label
from trainingdesk.usecases.outcome import Changes, Outcome, Progress, no_progress
from trainingdesk.usecases.registry import Command, entry
from trainingdesk.usecases.work import Work

#: A command that wrote more rows of the log leaves memory behind that is worth giving back: 50 MB after 100,000.
MANY = 10_000

Listener = Callable[[Changes], None]

_KNOWN = "SELECT command, actor_id, result FROM request WHERE request_id = ?"
_REMEMBER = (
    "INSERT INTO request (request_id, command, actor_id, at, result, audit_seq) VALUES (?, ?, ?, ?, ?, ?)"
)


def need_permission(actor: Actor, permission: Permission) -> None:
    """Raise AccessDenied ``access.denied`` when somebody may not do this."""
    if permission not in actor.permissions:
        raise AccessDenied("access.denied", permission=Label(f"permission.{permission}"))


def as_of_now(connection: Connection, actor: Actor) -> Actor:
    """Return somebody with the roles of this moment; raises AccessDenied ``user.closed``.

    What a person may do is asked of the desk at every act: an account that was closed, or a role that was taken
    away, in another window counts at once.
    """
    if actor.user_id is None:
        return actor
    roles = roles_now(connection, actor.user_id)
    if roles is None:
        raise AccessDenied("user.closed")
    return actor if roles == actor.roles else replace(actor, roles=roles, permissions=permissions_of(roles))


class Gate:
    """Carries out commands one at a time, whatever thread they come from."""

    def __init__(self, engines: Engines, clock: Clock) -> None:
        self._engines = engines
        self._clock = clock
        self._lock = threading.RLock()
        self._connection: Connection | None = None
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` after every commit; returns the function that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def execute(self, command: Command, actor: Actor, progress: Progress = no_progress) -> Outcome:
        """Carry out a command and return what came of it.

        Raises AccessDenied ``access.denied``, Conflict ``request.reused``, Refused ``request.not_repeatable``, what the
        handler refuses, and EnvironmentProblem; in every such case the data are as they were.
        """
        outcome = self._carry_out(command, actor, progress, keep=True)
        if not outcome.repeated:
            for listener in list(self._listeners):
                listener(outcome.changes)
        return outcome

    def try_out(self, command: Command, actor: Actor, progress: Progress = no_progress) -> None:
        """Carry a command out and take all of it back at once: it was not done, and nobody is told.

        Raises what :meth:`execute` would raise now. It says before a question whether what is asked for can be done,
        by the very rules that will be asked then; it takes as long as the command itself.
        """
        self._carry_out(command, actor, progress, keep=False)

    def _carry_out(self, command: Command, actor: Actor, progress: Progress, *, keep: bool) -> Outcome:
        """Carry a command out, and ``keep`` what it did with its log, or take all of it back; tells nobody."""
        place = entry(command)
        need_permission(actor, place.permission)
        # the log of 100,000 rows is written behind the handler
        with self._lock, known_failures(), no_cycle_search():
            connection = self._writer()
            transaction = connection.begin()
            work: Work | None = None
            try:
                known = connection.exec_driver_sql(_KNOWN, (command.request_id,)).first()
                if known is not None:
                    transaction.rollback()
                    return self._remembered(command, actor, known, remembered=place.remember)
                actor = as_of_now(connection, actor)
                need_permission(actor, place.permission)
                name = type(command).__name__
                work = self._work(connection, command, actor, progress)
                now, trail = work.now, work.trail
                result = place.handle(work, command)
                work.close()
                if keep:
                    last = trail.write()
                    answer = json.dumps(result if place.remember else {}, ensure_ascii=False)
                    row = (command.request_id, name, actor.user_id, instant_text(now), answer, last)
                    with_audit(connection, lambda: connection.exec_driver_sql(_REMEMBER, row))
                    # the search index writes its pages when the transaction ends
                    with_audit(connection, transaction.commit)
            except BaseException as error:
                self._roll_back(connection, transaction)
                if isinstance(error, StaleDataError):
                    raise Conflict("record.stale_now") from error
                raise
            else:
                if not keep:
                    self._roll_back(connection, transaction)
            finally:
                if work is not None:
                    work.release()
            if trail.written > MANY and self._connection is not None:
                give_pages_back(self._connection)
                give_back()
        entities = {kind: frozenset(ids) for kind, ids in trail.touched.items()}
        return Outcome(result, Changes(name, entities, command.initiator))

    def _work(self, connection: Connection, command: Command, actor: Actor, progress: Progress) -> Work:
        now = self._clock()
        trail = AuditTrail(connection, now, actor.user_id, type(command).__name__, command.request_id)
        return Work(connection, actor, now, trail, progress)

    def use(self, engines: Engines) -> None:
        """Write to another file from now on; listeners stay."""
        self.close()
        self._engines = engines

    def close(self) -> None:
        """Let the writer's connection go."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _writer(self) -> Connection:
        if self._connection is None:
            self._connection = self._engines.writer.connect()
        return self._connection

    def _roll_back(self, connection: Connection, transaction: RootTransaction) -> None:
        try:
            if transaction.is_active:
                transaction.rollback()
        finally:
            # after a full disk or an I/O error the connection is not trusted again
            self._connection = None
            connection.invalidate()
            connection.close()

    @staticmethod
    def _remembered(
        command: Command, actor: Actor, known: tuple[str, int | None, str], *, remembered: bool
    ) -> Outcome:
        if known[0] != type(command).__name__ or known[1] != actor.user_id:
            raise Conflict("request.reused")
        if not remembered:
            raise Refused("request.not_repeatable")
        return Outcome(json.loads(known[2]), Changes(known[0]), repeated=True)
