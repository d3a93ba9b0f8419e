"""An open desk: one file, one gate, one acting user; what the window and the command line both hold."""

import math
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from trainingdesk.domain.access import DESK, Actor, Permission, signed_in
from trainingdesk.domain.errors import AccessDenied, Refused
from trainingdesk.persistence.engine import Engines, known_failures, open_engines
from trainingdesk.persistence.header import SCHEMA_VERSION, inspect_file, read_office
from trainingdesk.persistence.presence import Presence, alone
from trainingdesk.persistence.readmodels.accounts import password_is_given
from trainingdesk.persistence.readmodels.written import last_written, written_between
from trainingdesk.persistence.storage import check_place
from trainingdesk.shared.clock import Clock, system_clock
from trainingdesk.shared.passwords import password_matches
from trainingdesk.usecases.bus import Gate, Listener, as_of_now, need_permission
from trainingdesk.usecases.commands.sign_in import ChangePassword, NoteSignIn, find_user
from trainingdesk.usecases.demo.accounts import DEMO_PASSWORD
from trainingdesk.usecases.outcome import Changes, Outcome, Progress, no_progress
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import QUERIES, Command

if TYPE_CHECKING:
    from collections.abc import Iterator

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class NewDesk:
    """What a new desk needs to know.

    Attributes:
        office_name: as papers print it.
        number_prefix: short name in document numbers.
        login, user_name, password: the first user, clerk and administrator.
        cycle_start: first year of the five-year cycle, the present year when None.
    """

    office_name: str
    login: str
    user_name: str
    password: str
    number_prefix: str = ""
    cycle_start: int | None = None
    is_demo: bool = False


class Desk:
    """An open desk.

    Attributes:
        path: its file.
        gate: every write goes through it.
        actor: the signed-in user; nobody until :meth:`sign_in`.
        password_is_given: whether the signed-in user's password came from an administrator; until one's own took its
            place, everything but that change is refused with ``user.password_given``.
    """

    def __init__(self, path: Path, engines: Engines, clock: Clock = system_clock) -> None:
        self.path = path
        self.engines = engines
        self.clock = clock
        self._presence = Presence(path)
        self.gate = Gate(engines, clock)
        self.actor: Actor | None = None
        self.password_is_given = False
        self._office: tuple[str, bool] | None = None
        self._own: set[str] = set()
        self._seen: int | None = None

    @property
    def office_name(self) -> str:
        """The office's name."""
        return self._office_facts()[0]

    @property
    def is_demo(self) -> bool:
        """Whether this is the generated demo district."""
        return self._office_facts()[1]

    def _office_facts(self) -> tuple[str, bool]:
        if self._office is None:
            # with SQLite alone: mapping the tables can wait for the sign-in
            self._office = read_office(self.path)
        return self._office

    def execute(self, command: Command, progress: Progress = no_progress) -> Outcome:
        """Send a command through the gate as the signed-in user.

        Raises AccessDenied ``user.password_given``, and what the gate raises.
        """
        outcome = self._send(command, self._at_work(), progress)
        if "office" in outcome.changes.entities:
            self._office = None
        return outcome

    def try_out(self, command: Command, progress: Progress = no_progress) -> Refused | None:
        """Return what a command would be refused for if it were sent now, None when it would be done.

        Nothing is changed. Raises AccessDenied ``user.password_given``, and EnvironmentProblem.
        """
        actor = self._at_work()
        try:
            self.gate.try_out(command, actor, progress)
        except Refused as refused:
            return refused
        return None

    def ask(self, read: "Callable[Concatenate[Reader, P], R]", *args: P.args, **kwargs: P.kwargs) -> R:
        """Answer a registered query as the signed-in user.

        Raises AccessDenied ``access.denied`` and ``user.password_given``, and what the query refuses.
        """
        permission, function = QUERIES[f"{read.__module__}.{read.__name__}"]
        with self._read(self.require(permission)) as reader:
            reader.actor = as_of_now(reader.connection, reader.actor)
            need_permission(reader.actor, permission)
            answer: R = function(reader, *args, **kwargs)
        return answer

    def sign_in(self, login: str, password: str) -> Actor:
        """Let a user in.

        Raises AccessDenied ``user.wrong_password`` (unknown logins sound the same), ``user.closed`` or
        ``user.wait`` with the seconds to wait after several wrong passwords.
        """
        with self._read() as reader, Session(reader.connection) as session:
            user = find_user(session, login)
            given = user is not None and password_is_given(reader.connection, user.id)
        if user is None:
            raise AccessDenied("user.wrong_password")
        if user.locked_until is not None and user.locked_until > self.clock():
            seconds = math.ceil((user.locked_until - self.clock()).total_seconds())
            raise AccessDenied("user.wait", seconds=seconds)
        right = password_matches(password, user.password_hash)
        self._send(NoteSignIn(user_id=user.id, succeeded=right), DESK)
        if not right:
            raise AccessDenied("user.wrong_password")
        if not user.active:
            raise AccessDenied("user.closed")
        self.password_is_given = given  # first: nobody acts in between
        self.actor = signed_in(user.id, user.login, user.name, frozenset(row.role for row in user.roles))
        return self.actor

    def check_password(self, password: str) -> bool:
        """Return whether a password is the signed-in user's (unlocking the idle window)."""
        actor = self._signed_in()
        try:
            self.sign_in(actor.login, password)
        except AccessDenied as denied:
            if denied.code == "user.wrong_password":
                return False
            raise
        return True

    def change_password(self, old: str, new: str) -> None:
        """Change the signed-in user's own password.

        Raises AccessDenied ``user.wrong_password``, and Refused ``user.password_same``, and ``user.password_shown`` for
        the one that the sign-in page of the demo district shows.
        """
        actor = self._signed_in()
        if not self.check_password(old):
            raise AccessDenied("user.wrong_password")
        if self.is_demo and old == DEMO_PASSWORD and not self.password_is_given:
            raise Refused("user.password_shown")
        if new == old:
            raise Refused("user.password_same")
        assert actor.user_id is not None
        self._send(ChangePassword(user_id=actor.user_id, password=new), DESK)
        self.password_is_given = False

    def sign_out(self) -> None:
        """Let nobody act until the next sign-in."""
        self.actor = None

    def require(self, permission: Permission) -> Actor:
        """Return the signed-in user.

        Raises AccessDenied ``access.denied`` without the permission, and ``user.password_given``.
        """
        actor = self._at_work()
        need_permission(actor, permission)
        return actor

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` after every commit, on the committing thread; returns the function that ends it."""
        return self.gate.subscribe(listener)

    def foreign_changes(self) -> Changes:
        """Return what others (a second window, the command line) wrote since the last call; the first finds nothing.

        Which records it was is not said: whoever shows such records reads all again.
        """
        with self._read() as reader:
            last = last_written(reader.connection)
            before, self._seen = self._seen, last
            if before is None or last <= before:
                return Changes("")
            written = written_between(reader.connection, before, last)
        own = self._own & {request for _entity, request in written}
        self._own -= own
        entities = {entity: frozenset[int]() for entity, request in written if request not in own}
        if "office" in entities:
            self._office = None
        return Changes("", entities)

    def reopen(self) -> None:
        """Open the file anew, after it was put back from a backup; nobody is signed in."""
        self.close()
        _bring_up_to_date(self.path)
        self.engines = open_engines(self.path)
        self._presence = Presence(self.path)
        self.gate.use(self.engines)
        self._office = None
        self._seen = None
        self.actor = None

    def close(self) -> None:
        """Close the file."""
        self.gate.close()
        self.engines.close()
        self._presence.leave()

    def _send(self, command: Command, actor: Actor, progress: Progress = no_progress) -> Outcome:
        self._own.add(command.request_id)  # before the commit: from then on it can be seen in the log
        return self.gate.execute(command, actor, progress)

    def _signed_in(self) -> Actor:
        if self.actor is None:
            raise AccessDenied("user.not_signed_in")
        return self.actor

    def _at_work(self) -> Actor:
        """Return the signed-in user, who acts by a password that no other person knows."""
        actor = self._signed_in()
        if self.password_is_given:
            raise AccessDenied("user.password_given")
        return actor

    @contextmanager
    def _read(self, actor: Actor = DESK) -> "Iterator[Reader]":
        with known_failures(), self.engines.reader.connect() as connection, connection.begin():
            yield Reader(connection, actor, self.clock())


def open_desk(path: Path, clock: Clock = system_clock) -> Desk:
    """Open a desk's file; an older one is brought up to date after a verified backup.

    Raises what :func:`~trainingdesk.persistence.header.inspect_file` and
    :func:`~trainingdesk.persistence.storage.check_place` raise.
    """
    _bring_up_to_date(path)
    return Desk(path, open_engines(path), clock)


def _bring_up_to_date(path: Path) -> None:
    version = inspect_file(path)
    check_place(path)
    if version < SCHEMA_VERSION:
        from trainingdesk.persistence.maintenance import backup_before_upgrade
        from trainingdesk.persistence.migrations.runner import upgrade_file

        with alone(path):
            upgrade_file(path, lambda: backup_before_upgrade(path))


def create_desk(
    path: Path, new: NewDesk, clock: Clock = system_clock, fill: Callable[[Desk], None] | None = None
) -> Desk:
    """Make a new desk's file, whole or not at all, and open it.

    ``fill`` puts more into it before it takes its place (the demo district). Raises Refused ``desk.exists``, what
    the place refuses, and what :class:`SetUpDesk` refuses.
    """
    from trainingdesk.persistence.migrations.runner import create_file
    from trainingdesk.usecases.commands.office import SetUpDesk

    if path.exists():
        raise Refused("desk.exists", file=str(path))

    def set_up(draft: Path) -> None:
        desk = Desk(draft, open_engines(draft), clock)
        try:
            desk.gate.execute(
                SetUpDesk(
                    office_name=new.office_name,
                    number_prefix=new.number_prefix,
                    cycle_start=new.cycle_start or clock().astimezone().year,
                    login=new.login,
                    user_name=new.user_name,
                    password=new.password,
                    is_demo=new.is_demo,
                ),
                DESK,
            )
            if fill is not None:
                fill(desk)
        finally:
            desk.close()

    create_file(path, set_up)
    return open_desk(path, clock)
