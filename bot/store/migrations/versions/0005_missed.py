"""Questions of quizzes that come back until they are learnt: missed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "missed",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("quiz", sa.String(64), primary_key=True),
        sa.Column("question", sa.String(32), primary_key=True),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("missed")
