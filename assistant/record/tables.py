"""The tables of the record. A change here needs a step in `migrations.py` and the next `SCHEMA_VERSION`."""

import sqlalchemy as sa

SCHEMA_VERSION = "4"

metadata = sa.MetaData()

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
statements = sa.Table(
    "statements",
    metadata,
    sa.Column("id", sa.String(200), primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False, unique=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("state", sa.String(12), nullable=False, server_default="active"),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    # The wording that a reviewer released from quarantine: reading the same file again leaves it released.
    sa.Column("released_digest", sa.String(64), nullable=False, server_default=""),
    sa.Column("date", sa.Date, nullable=False, index=True),
    sa.Column("speaker", sa.String(200), nullable=False),
    sa.Column("speaker_folded", sa.String(200), nullable=False, index=True),
    sa.Column("lang", sa.String(2), nullable=False),
    sa.Column("form", sa.String(12), nullable=False),
    sa.Column("origin", sa.String(400), nullable=False, index=True),
    sa.Column("payload", sa.Text, nullable=False),
    # The text without accents and capitals: databases fold differently, or not at all.
    sa.Column("text_folded", sa.Text, nullable=False, server_default=""),
)
statement_topics = sa.Table(
    "statement_topics",
    metadata,
    sa.Column("statement_id", sa.String(200), sa.ForeignKey("statements.id"), primary_key=True),
    sa.Column("topic", sa.String(64), primary_key=True, index=True),
)
statement_history = sa.Table(
    "statement_history",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("statement_id", sa.String(200), nullable=False, index=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
)
sources = sa.Table(
    "sources",
    metadata,
    sa.Column("ref", sa.String(400), primary_key=True),
    sa.Column("digest", sa.String(64), nullable=False, index=True),
    sa.Column("statements", sa.Integer, nullable=False),
    # Where the file lay: a file whose date was corrected is still the same source.
    sa.Column("path", sa.Text, nullable=False, server_default=""),
)
unattributed = sa.Table(
    "unattributed",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("origin", sa.String(400), nullable=False, index=True),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("date", sa.Date, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("ref", sa.Text, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
links = sa.Table(
    "supersessions",
    metadata,
    sa.Column("older", sa.String(200), primary_key=True),
    sa.Column("newer", sa.String(200), primary_key=True),
    sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
)
events = sa.Table(
    "events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("action", sa.String(32), nullable=False),
    sa.Column("subject", sa.String(400), nullable=False, index=True),
    sa.Column("reason", sa.Text, nullable=False),
    # Who did it, as far as that is known.
    sa.Column("by", sa.String(200), nullable=False, server_default=""),
)
drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
)
# Every wording in which a draft was kept; `drafts` holds the last one.
draft_versions = sa.Table(
    "draft_versions",
    metadata,
    sa.Column("draft_id", sa.String(64), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("by", sa.String(200), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
)
# Where a draft stands on its way to being cleared; what was done to it on that way is in `events`.
clearances = sa.Table(
    "clearances",
    metadata,
    sa.Column("draft_id", sa.String(64), primary_key=True),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
)
outgoing = sa.Table(
    "outgoing",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("draft_id", sa.String(64), nullable=False),
    sa.Column("lang", sa.String(2), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("report", sa.Text, nullable=False),
)
