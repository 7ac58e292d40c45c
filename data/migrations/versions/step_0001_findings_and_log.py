"""Decisions on findings and the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "finding_decision",
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("finding", sa.String(64), nullable=False),
        sa.Column("decision", sa.String(8), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("release", sa.String(64), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("line", name="pk_finding_decision"),
        sa.CheckConstraint(
            "decision IN ('accept', 'reopen')", name="ck_finding_decision_a_decision_is_known"
        ),
        sa.CheckConstraint("length(trim(reason)) > 0", name="ck_finding_decision_a_reason_is_given"),
        sa.CheckConstraint("length(trim(who)) > 0", name="ck_finding_decision_somebody_decides"),
    )
    op.create_index("ix_finding_decision_finding", "finding_decision", ["finding"])
    op.create_table(
        "log",
        sa.Column("entry", sa.Integer, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("what", sa.String(64), nullable=False),
        sa.Column("release", sa.String(64), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("entry", name="pk_log"),
        sa.CheckConstraint("length(trim(what)) > 0", name="ck_log_something_was_done"),
        sa.CheckConstraint("length(trim(who)) > 0", name="ck_log_somebody_did_it"),
    )


def downgrade() -> None:
    """Take both away."""
    op.drop_table("log")
    op.drop_table("finding_decision")
