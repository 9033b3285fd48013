"""The console: accounts, sessions, audit, revisions, and what became of a message under review."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(32), nullable=False, unique=True, index=True),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("disabled", sa.Float, nullable=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", sa.Float, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("account", sa.Integer, nullable=False, index=True),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("seen", sa.Float, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.Float, nullable=False, index=True),
        sa.Column("who", sa.String(32), nullable=False),
        sa.Column("action", sa.String(32), nullable=False, index=True),
        sa.Column("object", sa.String(128), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("author", sa.String(32), nullable=False),
        sa.Column("old_intent", sa.String(64), nullable=True),
        sa.Column("old_text", sa.Text, nullable=True),
        sa.Column("new_intent", sa.String(64), nullable=True),
        sa.Column("new_text", sa.Text, nullable=True),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("exported", sa.Float, nullable=True, index=True),
    )
    with op.batch_alter_table("messages") as batch:
        batch.add_column(sa.Column("state", sa.String(16), nullable=False, server_default="open"))
        batch.add_column(sa.Column("label", sa.String(64), nullable=True))
        batch.add_column(sa.Column("note", sa.String(200), nullable=True))
        batch.add_column(sa.Column("handled_by", sa.String(32), nullable=True))
        batch.add_column(sa.Column("handled", sa.Float, nullable=True))
        batch.create_index("ix_messages_state", ["state"])


def downgrade() -> None:
    with op.batch_alter_table("messages") as batch:
        batch.drop_index("ix_messages_state")
        for name in ("state", "label", "note", "handled_by", "handled"):
            batch.drop_column(name)
    for name in ("revisions", "audit", "sessions", "accounts"):
        op.drop_table(name)
