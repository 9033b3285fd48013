"""Screens and kept answers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "screens",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("state", sa.JSON, nullable=False),
        sa.Column("updated", sa.Float, nullable=False),
    )
    op.create_table(
        "kept",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("question", sa.Text, nullable=True),
        sa.Column("reply", sa.JSON, nullable=True),
        sa.Column("created", sa.Float, nullable=False),
    )
    op.create_index("ix_kept_person", "kept", ["person"])


def downgrade() -> None:
    op.drop_table("kept")
    op.drop_table("screens")
