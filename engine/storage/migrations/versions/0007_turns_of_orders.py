"""A rank in the inbox: STOP and START have their turn before what waits.

Why: a message whose turn fails is tried again for more than a minute, and who says STOP behind it
went on receiving messages all that time.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the changes; what waits now keeps its order."""
    op.add_column(
        "inbox", sa.Column("rank", sa.Integer(), server_default=sa.text("'1'"), nullable=False)
    )
    op.drop_index("ix_inbox_head", table_name="inbox")
    op.create_index(
        "ix_inbox_head", "inbox", ["status", "tenant", "contact", "rank", "id"], unique=False
    )
