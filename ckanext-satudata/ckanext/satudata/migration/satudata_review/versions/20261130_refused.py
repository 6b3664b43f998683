"""Refused files are submissions: what waits of them is moved here from the history of checks."""

import sqlalchemy as sa
from alembic import op

revision = "20261130refused"
down_revision = "20261130bulk"

CHECKS = "satudata_report"
# what a check's record said of its file before, and the state and the last event of its submission
MOVED = {"draft": ("refused", "refused"), "published": ("dropped", "settled"), "deleted": ("dropped", "dropped")}
# how many problems of a level a report has counted
COUNT = """(SELECT coalesce(sum(value::int), 0) FROM jsonb_each_text(report->'counts') WHERE key IN
    (SELECT one->>'type' FROM jsonb_array_elements(report->'problems') one WHERE one->>'level' {0} 'error'))"""
SUBMISSIONS = f"""
    INSERT INTO satudata_submission (id, package_id, version, state, created, changed, user_id, is_first, base, digest,
        summary, reason, note, pembina_id, check_id)
    SELECT 'r' || id, coalesce(package_id, ''), 1, :state, created, created, coalesce(user_id, ''), false, '{{}}', '',
        jsonb_build_object('fields', 0, 'files', 1, 'file', filename, 'errors', {COUNT.format("=")},
            'warnings', {COUNT.format("<>")}), '', '', '', id
    FROM satudata_report WHERE state = :before
"""
EVENTS = """
    INSERT INTO satudata_submission_event (submission_id, version, moment, user_id, what, text, reasons)
    SELECT 'r' || id, 1, created, coalesce(user_id, ''), :what, '', '[]' FROM satudata_report WHERE state = :before
"""


def upgrade() -> None:
    """Name the check of a submission, and move what was kept as a draft of the check."""
    op.add_column("satudata_submission", sa.Column("check_id", sa.UnicodeText, nullable=False, server_default=""))
    op.create_index("idx_satudata_submission_check", "satudata_submission", ["check_id"])
    connection = op.get_bind()
    # on a portal that is new the tables of the check may come later; then there is nothing to move
    if not sa.inspect(connection).has_table(CHECKS):
        return
    for before, (state, what) in MOVED.items():
        connection.execute(sa.text(SUBMISSIONS), {"state": state, "before": before})
        for event in dict.fromkeys(("refused", what)):
            connection.execute(sa.text(EVENTS), {"what": event, "before": before})
    connection.execute(sa.text("UPDATE satudata_report SET state = 'refused' WHERE state <> 'valid'"))


def downgrade() -> None:
    """Give the checks back what became of their files."""
    connection = op.get_bind()
    if sa.inspect(connection).has_table(CHECKS):
        text = (
            "UPDATE satudata_report SET state = CASE submission.state WHEN 'refused' THEN 'draft' ELSE 'deleted' END "
            "FROM satudata_submission submission WHERE submission.check_id = satudata_report.id"
        )
        connection.execute(sa.text(text))
    connection.execute(sa.text("DELETE FROM satudata_submission WHERE check_id <> ''"))
    op.drop_index("idx_satudata_submission_check", "satudata_submission")
    op.drop_column("satudata_submission", "check_id")
