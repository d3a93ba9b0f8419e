"""Opening a desk for the command line: the acting user's password comes from a prompt or the environment."""

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trainingdesk.domain.errors import DeskError, Refused
from trainingdesk.shared.text import _
from trainingdesk.usecases.demo.accounts import DEMO_ADMINISTRATOR, DEMO_CLERK, DEMO_PASSWORD
from trainingdesk.usecases.desk import Desk, open_desk

#: environment variables of the acting user
USER_VARIABLE = "TRAININGDESK_USER"
PASSWORD_VARIABLE = "TRAININGDESK_PASSWORD"  # noqa: S105 - the name of a variable


def read_password(prompt: str) -> str:
    """Return the password from the environment, or ask for it; raises Refused ``user.no_password``."""
    given = os.environ.get(PASSWORD_VARIABLE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Refused("user.no_password")
    return getpass.getpass(prompt)


def read_new_password(login: str) -> str:
    """Return a new password, typed twice at a terminal or one line of a pipe.

    Never of the environment: it would be set there for longer than it takes, and is the old one's place. Raises Refused
    ``user.passwords_differ``.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    new = getpass.getpass(_("New password of {login}: ").format(login=login))
    if getpass.getpass(_("Once more: ")) != new:
        raise Refused("user.passwords_differ")
    return new


#: a desk's file in these cases lets nobody sign in: a backup can still be put in its place
_LOST = {"desk.corrupt", "desk.io_error", "desk.missing", "desk.not_a_desk"}


@contextmanager
def acting_desk(arguments: Namespace) -> Iterator[Desk]:
    """Open the desk named by ``--db`` with ``--user`` signed in.

    On the demo district nobody needs to be named: its clerk acts, with the password that its sign-in page shows.
    """
    with _signed_in(arguments) as (desk, _password):
        yield desk


def change_own_password(arguments: Namespace) -> str:
    """Change the password of ``--user``, and return the sign-in name.

    Raises what :func:`read_new_password` and :meth:`~trainingdesk.usecases.desk.Desk.change_password` raise.
    """
    with _signed_in(arguments) as (desk, password):
        assert desk.actor is not None
        login = desk.actor.login
        desk.change_password(password, read_new_password(login))
        return login


@contextmanager
def _signed_in(arguments: Namespace) -> Iterator[tuple[Desk, str]]:
    """Open the desk with somebody signed in, and hand it over together with the password."""
    desk = open_desk(arguments.db)
    try:
        login = arguments.user or os.environ.get(USER_VARIABLE, "")
        if not login and desk.is_demo:
            login, password = DEMO_CLERK, DEMO_PASSWORD
        elif not login:
            raise Refused("user.not_named")
        else:
            password = read_password(_("Password of {login}: ").format(login=login))
        desk.sign_in(login, password)
        yield desk, password
    finally:
        desk.close()


def restore_as(arguments: Namespace, backup: Path) -> Path:
    """Put a backup in the desk's place as ``--user`` and return where the present file went.

    A desk that is gone, or too damaged to sign in on, takes the accounts of the backup itself.
    """
    from trainingdesk.usecases.safekeeping import restore_backup, restore_over_damaged

    try:
        with acting_desk(arguments) as desk:
            if desk.is_demo and not arguments.user:
                desk.sign_in(DEMO_ADMINISTRATOR, DEMO_PASSWORD)
            return restore_backup(desk, backup)
    except DeskError as problem:
        if problem.code not in _LOST:
            raise
    login = arguments.user or os.environ.get(USER_VARIABLE, "")
    if not login:
        raise Refused("user.not_named")
    password = read_password(_("Password of {login}: ").format(login=login))
    return restore_over_damaged(arguments.db, backup, login, password)
