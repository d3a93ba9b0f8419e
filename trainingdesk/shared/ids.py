"""Identifiers that are made outside the database."""

from uuid import uuid4


def new_request_id() -> str:
    """Return a fresh request id: the same command sent twice under one id is carried out once."""
    return uuid4().hex
