"""Cache for the SELECTs that `package_create` repeats for every dataset of a batch.

It looks some twenty times whether a row has the id that it is about to give, and reads owner and user anew each time:
more than half of a harvest's time went there. Here one SELECT finds which ids and names of a batch are taken; then
a SELECT for a free one returns no row without the database, and one for a user or group the cached rows.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ckan import model
from sqlalchemy import Column, event, inspect
from sqlalchemy.engine import IteratorResult, Result
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.loading import merge_frozen_result
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, BooleanClauseList

# what no dataset changes
STABLE_TABLES = {model.User.__table__.name, model.Group.__table__.name}
EQUALITIES = {operators.eq, operators.in_op}


@contextlib.contextmanager
def cached_lookups(packages: Collection[str], names: Collection[str], resources: Collection[str]) -> Iterator[None]:
    """Within the block, answer SELECTs for new datasets from the cache.

    `packages` and `resources` are ids, `names` those of the datasets. One SELECT each finds which of them are taken.
    """
    package, resource = model.Package.__table__, model.Resource.__table__
    # CKAN looks for a name among the ids, too
    both = {*packages, *names}
    with _caching({
        package.c.id: _free(package.c.id, both),
        package.c.name: _free(package.c.name, both),
        resource.c.id: _free(resource.c.id, resources),
    }):  # fmt: skip
        yield


@contextlib.contextmanager
def cached_reads(packages: Collection[str]) -> Iterator[None]:
    """Within the block, answer without the database what showing these datasets asks each time."""
    relation = model.PackageRelationship.__table__
    # the session forgets what nobody holds
    held = model.Session.query(model.Package).filter(model.Package.id.in_(packages)).all()
    columns = (relation.c.subject_package_id, relation.c.object_package_id)
    with _caching({column: _free(column, packages) for column in columns}):
        yield
    del held


def _free(column: Column[str], values: Collection[str]) -> set[str]:
    """Return the values that no row has."""
    taken = model.Session.query(column).filter(column.in_(values))
    return set(values) - {value for (value,) in taken}


@contextlib.contextmanager
def _caching(missing: Mapping[Column[str], set[str]]) -> Iterator[None]:
    session, cache = model.Session(), _QueryCache(missing)
    event.listen(session, "do_orm_execute", cache.answer)
    event.listen(session, "before_flush", cache.note)
    try:
        yield
    finally:
        event.remove(session, "do_orm_execute", cache.answer)
        event.remove(session, "before_flush", cache.note)


class _QueryCache:
    """The keys that no row has, and the results of SELECTs from tables that no dataset changes."""

    def __init__(self, missing: Mapping[Column[str], set[str]]) -> None:
        self._missing = {_name(column): values for column, values in missing.items()}
        self._made: set[tuple[str, str]] = set()
        self._written_tables: set[str] = set()
        self._answers: dict[Any, Any] = {}

    def answer(self, state: ORMExecuteState) -> Result[Any] | None:
        """Return the cached result of a statement; None lets the session execute it."""
        if not state.is_select:
            # such a statement may make any row of its table
            self._written_tables.add(getattr(getattr(state.statement, "table", None), "name", ""))
            return None
        question: Any = state.statement
        conditions = _equalities(getattr(question, "whereclause", None), state.parameters)
        if any(self._is_missing(column, value) for column, value in conditions) and _is_plain(question):
            return IteratorResult(SimpleResultMetaData(("nothing",)), iter(()))
        return self._same(state, question._generate_cache_key()) if _is_lasting(question) else None

    def note(self, session: Session, _context: object, _instances: object) -> None:
        """Note the rows that are about to be inserted: their keys are no longer free."""
        for instance in session.new:
            table = inspect(instance).mapper.local_table.name
            self._made.update((table, value) for value in vars(instance).values() if isinstance(value, str))

    def _same(self, state: ORMExecuteState, question: Any) -> Result[Any]:
        key = (
            question.key,
            repr(state.parameters),
            tuple(parameter.effective_value for parameter in question.bindparams),
        )
        if key not in self._answers:
            self._answers[key] = state.invoke_statement().freeze()
        frozen = self._answers[key]
        if not state.is_orm_statement:
            return frozen()
        return merge_frozen_result(state.session, state.statement, frozen, load=False)()  # type: ignore[no-untyped-call]

    def _is_missing(self, column: Column[str], values: Collection[str]) -> bool:
        table = column.table.name
        if table in self._written_tables:
            return False
        keys = {_name(column), *(_name(key.column) for key in column.foreign_keys)}
        missing = (self._missing[key] for key in keys if key in self._missing)
        return any(
            all(value in missing_values and (table, value) not in self._made for value in values)
            for missing_values in missing
            if values
        )


def _equalities(clause: Any, parameters: Any) -> Iterator[tuple[Column[str], Collection[str]]]:
    """Yield the columns of which a condition wants certain values, and these."""
    if isinstance(clause, BooleanClauseList) and clause.operator is operators.and_:
        for part in clause.clauses:
            yield from _equalities(part, parameters)
        return
    if not isinstance(clause, BinaryExpression) or clause.operator not in EQUALITIES:
        return
    column, parameter = clause.left, clause.right
    if not isinstance(column, Column) or not isinstance(parameter, BindParameter):
        return
    values_of_parameters = parameters if isinstance(parameters, Mapping) else {}
    value = values_of_parameters.get(parameter.key, parameter.effective_value)
    values: Iterable[Any] = value if isinstance(value, list | tuple | set) else [value]
    if all(isinstance(text, str) for text in values):
        yield column, list(values)


def _is_lasting(statement: Any) -> bool:
    """Return whether a question is for one table that no dataset changes, joined with none."""
    tables = statement.columns_clause_froms
    return len(tables) == 1 and getattr(tables[0], "name", "") in STABLE_TABLES and not statement._setup_joins


def _is_plain(statement: Any) -> bool:
    """Return whether a question asks for rows as they are: the count of nothing is a row, too."""
    return all(isinstance(column, Column) for column in statement.selected_columns)


def _name(column: Column[str]) -> tuple[str, str]:
    return column.table.name, column.name
