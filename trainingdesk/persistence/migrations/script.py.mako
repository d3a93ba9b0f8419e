"""${message}

Rules of a step: native ADD, RENAME and DROP COLUMN before batch; no mapped classes; no triggers; a test for each.
"""

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    ${upgrades if upgrades else "raise RuntimeError('an empty step')"}
