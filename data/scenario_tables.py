"""The workspace's tables of saved scenarios: versions, and the journals of their states and remarks."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String, Table, Text

from data import workspace
from data.decisions import LONGEST_NAME

version = Table(
    "scenario_version",
    workspace.metadata,
    Column("scenario", String(12), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", String(LONGEST_NAME), nullable=False),
    Column("country", String(8), nullable=False),
    Column("area", String(32), nullable=False),
    Column("inputs", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("release", String(64), nullable=False),
    Column("results", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("who", String(LONGEST_NAME), nullable=False),
    Column("at", String(32), nullable=False),
    CheckConstraint("version >= 1", name="versions_count_from_one"),
    CheckConstraint("length(trim(name)) > 0", name="it_has_a_name"),
    CheckConstraint("length(trim(who)) > 0", name="somebody_saves"),
)
state = Table(
    "scenario_state",
    workspace.metadata,
    Column("line", Integer, primary_key=True),
    Column("scenario", String(12), nullable=False, index=True),
    Column("state", String(12), nullable=False),
    Column("reason", Text, nullable=False),
    Column("who", String(LONGEST_NAME), nullable=False),
    Column("at", String(32), nullable=False),
    CheckConstraint("state IN ('locked', 'unlocked', 'archived', 'taken back')", name="a_state_is_known"),
    CheckConstraint("length(trim(who)) > 0", name="somebody_decides"),
)
remark = Table(
    "scenario_remark",
    workspace.metadata,
    Column("remark", Integer, primary_key=True),
    Column("scenario", String(12), nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("about", String(32), nullable=False),
    Column("answers", Integer, ForeignKey("scenario_remark.remark"), nullable=True),
    Column("text", Text, nullable=False),
    Column("who", String(LONGEST_NAME), nullable=False),
    Column("at", String(32), nullable=False),
    CheckConstraint("kind IN ('evidence', 'objection', 'answer')", name="a_kind_is_known"),
    CheckConstraint("(kind = 'answer') = (answers IS NOT NULL)", name="an_answer_answers"),
    CheckConstraint("length(trim(text)) > 0", name="something_is_said"),
    CheckConstraint("length(trim(who)) > 0", name="somebody_says_it"),
)
