"""What an account may do, asked at every act; without mapped classes, so that the window's start need not wait for them."""

from sqlalchemy import Connection

from trainingdesk.domain.access import Role

_LAST_SET = (
    "SELECT actor_id FROM audit WHERE entity = 'user' AND entity_id = ?"
    " AND command IN ('AddUser', 'ResetPassword', 'ChangePassword') ORDER BY id DESC LIMIT 1"
)


def roles_now(connection: Connection, user_id: int) -> frozenset[Role] | None:
    """Return the roles an account holds at this moment, None when it is closed or gone."""
    row = connection.exec_driver_sql(
        "SELECT u.active, group_concat(r.role) FROM user u LEFT JOIN user_role r ON r.user_id = u.id WHERE u.id = ?",
        (user_id,),
    ).one()
    if not row[0]:
        return None
    return frozenset(Role(role) for role in row[1].split(",")) if row[1] else frozenset()


def password_is_given(connection: Connection, user_id: int) -> bool:
    """Return whether an account's password is one that another person gave it: it was read or heard by two.

    The log knows: who opens an account or resets a password stands there; one's own change is written by the desk.
    """
    row = connection.exec_driver_sql(_LAST_SET, (user_id,)).first()
    return row is not None and row[0] is not None and row[0] != user_id
