"""Signing in and one's own password; a module of its own because the window's start waits for it, and for no other."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Refused
from trainingdesk.persistence.tables.accounts import User
from trainingdesk.shared.passwords import MIN_PASSWORD, hash_password
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.work import Work

#: wrong passwords in a row that are let through without waiting
FREE_TRIES = 3
#: longest wait after a wrong password, in seconds
LONGEST_WAIT = 300


def find_user(session: Session, login: str) -> User | None:
    """Return the account with a login, its roles loaded, None when there is none."""
    found: User | None = session.scalar(
        select(User).where(User.login == login.strip().lower()).options(selectinload(User.roles))
    )
    return found


def check_password(password: str) -> None:
    """Raise Refused ``user.password_short`` for a password that is too short."""
    if len(password) < MIN_PASSWORD:
        raise Refused("user.password_short", least=MIN_PASSWORD)


@dataclass(frozen=True, kw_only=True)
class ChangePassword(Command):
    """Change one's own password; the desk has checked the old one."""

    user_id: int
    password: str


@handles(ChangePassword, Permission.DESK_OWN)
def change_password(work: Work, command: ChangePassword) -> Result:
    """Change the password of the user who is signed in."""
    user = work.load(User, command.user_id)
    check_password(command.password)
    user.password_hash = hash_password(command.password)
    return {"user_id": user.id}


@dataclass(frozen=True, kw_only=True)
class NoteSignIn(Command):
    """Note that somebody signed in, or tried to."""

    user_id: int
    succeeded: bool


@handles(NoteSignIn, Permission.DESK_OWN)
def note_sign_in(work: Work, command: NoteSignIn) -> Result:
    """Count wrong passwords and slow the next try: 5 s after the third, doubling up to five minutes."""
    user = work.session.get_one(User, command.user_id)
    work.note("user", user.id, "signed_in" if command.succeeded else "sign_in_failed")
    if command.succeeded:
        user.failed_count, user.locked_until = 0, None
    else:
        user.failed_count += 1
        user.locked_until = _locked_until(user.failed_count, work.now)
    return {"failed": user.failed_count}


def _locked_until(failed: int, now: datetime) -> datetime | None:
    if failed < FREE_TRIES:
        return None
    return now + timedelta(seconds=min(LONGEST_WAIT, 5 * 2 ** (failed - FREE_TRIES)))
