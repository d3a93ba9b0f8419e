"""The command line as a fixture."""

from tests.app.line import run

__all__ = ["run"]
