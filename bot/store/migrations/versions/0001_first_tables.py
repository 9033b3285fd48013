"""The first tables: people, profiles, talks, progress, attempts, messages, kept."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("created", sa.Float, nullable=False),
    )
    for name, column in (("profiles", "facts"), ("talks", "state")):
        op.create_table(
            name,
            sa.Column("person", sa.String(64), primary_key=True),
            sa.Column(column, sa.JSON, nullable=False),
            sa.Column("updated", sa.Float, nullable=False),
        )
    op.create_table(
        "progress",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("lesson", sa.String(64), primary_key=True),
        sa.Column("opened", sa.Float, nullable=False),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(64), nullable=False, index=True),
        sa.Column("quiz", sa.String(64), nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("right", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("ended", sa.Float, nullable=False),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(64), nullable=False, index=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("intent", sa.String(64), nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("ranking", sa.JSON, nullable=False),
        sa.Column("picked", sa.String(64), nullable=True),
        sa.Column("created", sa.Float, nullable=False, index=True),
    )
    op.create_table(
        "kept",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(64), nullable=False, index=True),
        sa.Column("question", sa.Text, nullable=True),
        sa.Column("reply", sa.JSON, nullable=True),
        sa.Column("created", sa.Float, nullable=False),
    )


def downgrade() -> None:
    for name in ("kept", "messages", "attempts", "progress", "talks", "profiles", "people"):
        op.drop_table(name)
