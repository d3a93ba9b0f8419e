"""What an account may do, asked at every act; without mapped classes, so that the window's start need not wait for them."""

from sqlalchemy import Connection

from trainingdesk.domain.access import Role


def roles_now(connection: Connection, user_id: int) -> frozenset[Role] | None:
    """Return the roles an account holds at this moment, None when it is closed or gone."""
    row = connection.exec_driver_sql(
        "SELECT u.active, group_concat(r.role) FROM user u LEFT JOIN user_role r ON r.user_id = u.id WHERE u.id = ?",
        (user_id,),
    ).one()
    if not row[0]:
        return None
    return frozenset(Role(role) for role in row[1].split(",")) if row[1] else frozenset()
