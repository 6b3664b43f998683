"""What a piece of work costs the database, in figures that no load of the machine changes."""

import contextlib
import json
from dataclasses import dataclass, field

from ckan import model
from sqlalchemy import event, text


@dataclass
class Cost:
    """The statements that were sent, in their order, and how many rows they gave back or changed, all together."""

    statements: list[str] = field(default_factory=list)
    rows: int = 0


@contextlib.contextmanager
def counted():
    """Count the statements of CKAN's database while the block runs."""
    cost = Cost()

    def note(_connection, cursor, statement, _parameters, _context, _many):
        cost.statements.append(statement)
        cost.rows += max(cursor.rowcount, 0)

    event.listen(model.meta.engine, "after_cursor_execute", note)
    try:
        yield cost
    finally:
        event.remove(model.meta.engine, "after_cursor_execute", note)


def rows_read(connection, statement, values, table):
    """Run a statement; return how many rows of a table PostgreSQL has looked at for it, those passed over as well."""
    explained = connection.execute(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}"), values).scalar_one()
    plan = json.loads(explained) if isinstance(explained, str) else explained
    return sum(_read(node, table) for node in _nodes(plan[0]["Plan"]))


def _nodes(node):
    yield node
    for part in node.get("Plans", []):
        yield from _nodes(part)


def _read(node, table):
    if node.get("Relation Name") != table or "Scan" not in node["Node Type"]:
        return 0
    passed = sum(count for name, count in node.items() if name.startswith("Rows Removed by"))
    return (node["Actual Rows"] + passed) * node["Actual Loops"]
