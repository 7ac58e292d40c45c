"""The scenario register: versions, states, and what is said of assumptions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "scenario_version",
        sa.Column("scenario", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("country", sa.String(8), nullable=False),
        sa.Column("area", sa.String(32), nullable=False),
        sa.Column("inputs", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("release", sa.String(64), nullable=False),
        sa.Column("results", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("scenario", "version", name="pk_scenario_version"),
        sa.CheckConstraint("version >= 1", name="ck_scenario_version_versions_count_from_one"),
        sa.CheckConstraint("length(trim(name)) > 0", name="ck_scenario_version_it_has_a_name"),
        sa.CheckConstraint("length(trim(who)) > 0", name="ck_scenario_version_somebody_saves"),
    )
    op.create_table(
        "scenario_state",
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("scenario", sa.String(12), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("line", name="pk_scenario_state"),
        sa.CheckConstraint(
            "state IN ('locked', 'unlocked', 'archived', 'taken back')",
            name="ck_scenario_state_a_state_is_known",
        ),
        sa.CheckConstraint("length(trim(who)) > 0", name="ck_scenario_state_somebody_decides"),
    )
    op.create_index("ix_scenario_state_scenario", "scenario_state", ["scenario"])
    op.create_table(
        "scenario_remark",
        sa.Column("remark", sa.Integer, nullable=False),
        sa.Column("scenario", sa.String(12), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("about", sa.String(32), nullable=False),
        sa.Column("answers", sa.Integer, nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("remark", name="pk_scenario_remark"),
        sa.CheckConstraint(
            "kind IN ('evidence', 'objection', 'answer')", name="ck_scenario_remark_a_kind_is_known"
        ),
        sa.CheckConstraint(
            "(kind = 'answer') = (answers IS NOT NULL)", name="ck_scenario_remark_an_answer_answers"
        ),
        sa.CheckConstraint("length(trim(text)) > 0", name="ck_scenario_remark_something_is_said"),
        sa.CheckConstraint("length(trim(who)) > 0", name="ck_scenario_remark_somebody_says_it"),
        sa.ForeignKeyConstraint(["answers"], ["scenario_remark.remark"], name="fk_scenario_remark_answers"),
    )
    op.create_index("ix_scenario_remark_scenario", "scenario_remark", ["scenario"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("scenario_remark")
    op.drop_table("scenario_state")
    op.drop_table("scenario_version")
