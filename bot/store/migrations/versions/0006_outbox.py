"""What leaves outside the passive reply: outbox, windows, grants, sources, mailings."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(64), nullable=False, index=True),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("until", sa.Float, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("claim", sa.String(32), nullable=True, index=True),
        sa.Column("lease", sa.Float, nullable=True),
        sa.Column("reason", sa.String(64), nullable=True),
        sa.Column("changed", sa.Float, nullable=False),
    )
    op.create_index("ix_outbox_next", "outbox", ["state", "at", "id"])
    op.create_table(
        "windows",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("trigger", sa.String(16), primary_key=True),
        sa.Column("opened", sa.Float, nullable=False),
        sa.Column("left", sa.Integer, nullable=False),
    )
    op.create_table(
        "grants",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("template", sa.String(64), primary_key=True),
        sa.Column("left", sa.Integer, nullable=False),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(64), nullable=True, index=True),
        sa.Column("scene", sa.String(64), nullable=False),
        sa.Column("how", sa.String(16), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_table(
        "mailings",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("lesson", sa.String(64), nullable=False),
        sa.Column("audience", sa.String(32), nullable=False),
        sa.Column("at", sa.Float, nullable=False, index=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("draft", sa.String(128), nullable=True),
        sa.Column("msg_id", sa.String(64), nullable=True),
        sa.Column("reached", sa.Integer, nullable=True),
        sa.Column("claim", sa.String(32), nullable=True),
        sa.Column("lease", sa.Float, nullable=True),
        sa.Column("reason", sa.String(64), nullable=True),
        sa.Column("changed", sa.Float, nullable=False),
    )


def downgrade() -> None:
    for name in ("mailings", "sources", "grants", "windows", "outbox"):
        op.drop_table(name)
