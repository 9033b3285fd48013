"""Kept questions that nobody has listened to yet, and by which push each came."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("kept", sa.Column("unheard", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("kept", sa.Column("push", sa.String(32), nullable=True))
    op.create_index("ux_kept_push", "kept", ["push"], unique=True)


def downgrade() -> None:
    op.drop_index("ux_kept_push", "kept")
    op.drop_column("kept", "push")
    op.drop_column("kept", "unheard")
