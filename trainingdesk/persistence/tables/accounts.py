"""Who signs in, and with which roles; apart from the rest of the office because the sign-in needs nothing else."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingdesk.domain.access import Role
from trainingdesk.persistence.base import DERIVED, SECRET, STRICT, Record, Versioned
from trainingdesk.persistence.types import Code, Flag, Instant


class User(Versioned, Record):
    """A person who signs in on this desk."""

    __tablename__ = "user"
    __table_args__ = (UniqueConstraint("login"), STRICT)

    #: the name typed at sign-in, lower case
    login: Mapped[str]
    #: the person's own name, printed on papers
    name: Mapped[str]
    #: scrypt parameters, salt and key as one text
    password_hash: Mapped[str] = mapped_column(info=SECRET)
    #: false once the account is closed; accounts are never deleted
    active: Mapped[bool] = mapped_column(Flag)
    #: wrong passwords in a row since the last right one
    failed_count: Mapped[int] = mapped_column(info=DERIVED)
    #: until when sign-in is slowed down, None for not at all
    locked_until: Mapped[datetime | None] = mapped_column(Instant, info=DERIVED)
    #: the roles held
    roles: Mapped[list["UserRole"]] = relationship(
        back_populates="user", lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )


class UserRole(Record):
    """One role held by one user."""

    __tablename__ = "user_role"
    __table_args__ = (UniqueConstraint("user_id", "role"), STRICT)

    #: who holds it
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    #: the role
    role: Mapped[Role] = mapped_column(Code(Role))
    #: the holder
    user: Mapped[User] = relationship(back_populates="roles", lazy="raise")
