"""Content edited in the console."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("file", sa.String(96), nullable=False, index=True),
        sa.Column("base", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("authors", sa.JSON, nullable=False),
        sa.Column("edits", sa.Integer, nullable=False),
        sa.Column("changed", sa.Float, nullable=False),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("reviewer", sa.String(32), nullable=True),
        sa.Column("due", sa.Float, nullable=True),
        sa.Column("published", sa.Float, nullable=True),
        sa.Column("exported", sa.Float, nullable=True),
    )
    under_way = sa.text("state IN ('draft', 'review', 'waiting')")
    op.create_index(
        "ux_drafts_under_way", "drafts", ["file"], unique=True, sqlite_where=under_way, postgresql_where=under_way
    )


def downgrade() -> None:
    op.drop_table("drafts")
