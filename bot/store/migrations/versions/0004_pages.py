"""What our pages keep: who opened one on a phone before, and how often a shared link was followed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "phones",
        sa.Column("person", sa.String(64), primary_key=True, nullable=False),
        sa.Column("since", sa.Float, nullable=False),
    )
    op.create_table(
        "visits",
        sa.Column("day", sa.String(10), primary_key=True, nullable=False),
        sa.Column("page", sa.String(64), primary_key=True, nullable=False),
        sa.Column("source", sa.String(24), primary_key=True, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("visits")
    op.drop_table("phones")
