"""Conversations as an officer may read them, handovers to a human, the officers' settings; to whom a duty was passed.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(64), nullable=False, index=True),
        sa.Column("began", sa.Float, nullable=False),
        sa.Column("last", sa.Float, nullable=False, index=True),
        sa.Column("role", sa.String(32), nullable=True),
        sa.Column("kinds", sa.Text, nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("reviewed", sa.Float, nullable=True),
        sa.Column("reviewed_by", sa.String(32), nullable=True),
        sa.Column("note", sa.Text, nullable=True),
    )
    op.create_table(
        "lines",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(64), nullable=False, index=True),
        sa.Column("conversation", sa.Integer, nullable=False, index=True),
        sa.Column("at", sa.Float, nullable=False, index=True),
        sa.Column("day", sa.Integer, nullable=False, index=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("said", sa.Text, nullable=True),
        sa.Column("shown", sa.Text, nullable=True),
        sa.Column("how", sa.String(16), nullable=False),
        sa.Column("intent", sa.String(64), nullable=True),
        sa.Column("page", sa.String(64), nullable=True),
        sa.Column("section", sa.String(64), nullable=True),
        sa.Column("disclosure", sa.String(64), nullable=True),
        sa.Column("ms", sa.Integer, nullable=True),
        sa.Column("by", sa.String(32), nullable=True),
    )
    op.create_table(
        "handovers",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("officer", sa.String(32), nullable=False),
        sa.Column("began", sa.Float, nullable=False),
        sa.Column("last", sa.Float, nullable=False),
    )
    op.create_table(
        "desk",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("value", sa.JSON, nullable=False),
    )
    with op.batch_alter_table("duties") as batch:
        batch.add_column(sa.Column("passed_to", sa.String(100), nullable=True))
    with op.batch_alter_table("accounts") as batch:
        batch.add_column(sa.Column("source", sa.String(64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("accounts") as batch:
        batch.drop_column("source")
    with op.batch_alter_table("duties") as batch:
        batch.drop_column("passed_to")
    for name in ("desk", "handovers", "lines", "conversations"):
        op.drop_table(name)
