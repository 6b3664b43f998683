"""The SQL of a question: one statement over the figures of the sources that can have what is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.satudata import clock
from ckanext.satudata.exceptions import N_, BadQuestion
from ckanext.satudata.observations import additivity, past, periods
from ckanext.satudata.observations.counting import Ranking
from ckanext.satudata.observations.question import LEVELS, PERIOD, REGION, WEEKDAY, Question, span
from ckanext.satudata.observations.source import Source
from ckanext.satudata.standards.model import YEAR, Standard
from ckanext.satudata.tables.symbols import HIDDEN as SUPPRESSED
from ckanext.satudata.tables.symbols import SPAN, TOTAL

HIDDEN = f"coalesce(symbol = '{SUPPRESSED}', false)"
DAYS = {"before": "<", "from": ">="}
AGGREGATES = {"sum": "sum", "mean": "avg", "min": "min", "max": "max"}


class Statement:
    """The SQL of a question; its rows have g0…, value, regions, and what the other attributes say.

    `read` are the sources that it reads, `values` its parameters. `must_be_one` maps each dimension that may not be
    added up to the column that tells whether it was. Where several organizations tell the measure rows also have
    `used` (ids of sources) and `chosen` (by the walidata).
    """

    def __init__(self, standard: Standard, question: Question, ranking: Ranking) -> None:
        self.standard = standard
        self.question = question
        self.ranking = ranking
        self.sources = ranking.sources
        self.read = [source for source in self.sources if _may_have(source, question.filters)]
        self.values: dict[str, Any] = {"sets": [source.id for source in self.read], "limit": question.limit}
        grain = max((len(source.last_period) for source in self.sources), default=0)
        held = additivity.must_be_one(standard, question.measure, question.group_by, grain)
        self.must_be_one = {name: f"h{index}" for index, name in enumerate(held)}
        self.end_of = additivity.end_of(standard, question, grain)
        self.is_suppressed = bool(question.as_of) or any(source.suppressed for source in self.read)
        self.has_symbols = self.is_suppressed or any(source.marked for source in self.read)
        self.span_length = self._span_length(grain)
        self.relation = "satudata_observation"
        if question.as_of:
            self.values["moment"] = past.end_of(question.as_of)
            self.relation = f"{past.AS_OF} told"

    @property
    def sql(self) -> str:
        """The statement."""
        columns = [self._group(name) for name in self.question.group_by]
        listed = [f"{column} AS g{index}" for index, column in enumerate(columns)]
        flags = [
            f"min({part}) IS DISTINCT FROM max({part}) AS {flag}"
            for flag, part in ((flag, self._part(name)) for name, flag in self.must_be_one.items())
        ]
        regions = "count(DISTINCT region) AS regions"
        if self.is_suppressed:
            regions = "greatest(max(regions), count(DISTINCT region)) AS regions"
        origin = ["array_agg(DISTINCT set_id) AS sets"] if self.question.by_source and len(self.read) > 1 else []
        whose = ["array_agg(DISTINCT set_id) AS used", "bool_or(grade = 0) AS chosen"]
        provenance = whose if self.ranking.is_contested else []
        hidden = [f"bool_or({HIDDEN}) AS suppressed"] if self.is_suppressed else []
        # a sum has the symbol that each of its figures has
        same = "count(DISTINCT coalesce(symbol, '')) = 1"
        hidden += [f"CASE WHEN {same} THEN max(symbol) END AS symbol"] if self.has_symbols else []
        ends = ("begun", "reached") if self.span_length else ("period", "period")
        first, last = f"min({ends[0]}) AS first", f"max({ends[1]}) AS last"
        figures = [f"{self._value()} AS value", regions, first, last, *hidden]
        replaced = ["max(replaced) AS replaced"] if self.question.history else []
        chosen = ", ".join([*listed, *figures, *origin, *flags, *provenance, *replaced])
        grouped = ", ".join(str(index + 1) for index in range(len(columns)))
        tail = f"GROUP BY {grouped} ORDER BY {grouped}" if grouped else "HAVING count(*) > 0"
        return f"SELECT {chosen} FROM ({self._figures()}) o {self._replaced()} {self._lateral()} {tail} LIMIT :limit"

    @property
    def newest_sql(self) -> str:
        """The statement for the newest period that has a figure of what is asked, whatever its time."""
        return f"SELECT max(period) FROM {self.relation} WHERE {self._where()}"

    @property
    def contributing_sql(self) -> str:
        """The statement for the ids of all sources that hold any figure of the question, counted or not."""
        return f"SELECT DISTINCT set_id FROM {self.relation} WHERE {self._where()}"

    @property
    def periods_sql(self) -> str:
        """The statement for all periods that have a figure of what is asked, in their order.

        It goes from one period of a source to the next by the index (set_id, period, region), and reads a row of each
        where DISTINCT would read them all.
        """
        step = f"SELECT period FROM {self.relation} WHERE set_id = source AND {self._where()}"
        return (
            "WITH RECURSIVE walk(source, reached) AS ("
            f" SELECT source, ({step} ORDER BY period LIMIT 1) FROM unnest(CAST(:sets AS int[])) source"
            f" UNION ALL SELECT source, ({step} AND period > reached ORDER BY period LIMIT 1)"
            " FROM walk WHERE reached IS NOT NULL)"
            " SELECT DISTINCT reached FROM walk WHERE reached IS NOT NULL ORDER BY reached"
        )

    def _value(self) -> str:
        """Return the SQL of the figure; there is none of a group that has a suppressed one."""
        value = self._aggregate()
        return f"CASE WHEN NOT bool_or({HIDDEN}) THEN {value} END" if self.is_suppressed else value

    def _aggregate(self) -> str:
        if self.question.aggregate == "median":
            return f"percentile_cont(0.5) WITHIN GROUP (ORDER BY ({_dimension(self.question.of)})::numeric)"
        return f"{AGGREGATES[self.question.aggregate]}(value)"

    def _replaced(self) -> str:
        """Return the join with what tells when a figure has taken the place of another."""
        if not self.question.history:
            return ""
        return f"LEFT JOIN {past.REPLACED.format(past.UNTIL_MOMENT if self.question.as_of else '')}"

    def _lateral(self) -> str:
        # a median over cases counts each of them once
        return (
            "CROSS JOIN LATERAL generate_series(1, coalesce(value, 1)::int) counted"
            if self.question.aggregate == "median"
            else ""
        )

    def _group(self, name: str) -> str:
        if name == PERIOD:
            return "period"
        if name in periods.GRAINS:
            return f"left(period, {periods.GRAINS[name]})"
        if name == WEEKDAY:
            return "extract(isodow FROM period::date)::int"
        if name == REGION:
            return "region"
        if name.startswith(f"{REGION}:"):
            return f"left(region, {self.question.level})"
        return _dimension(name)

    def _part(self, name: str) -> str:
        """Return the SQL of a dimension that may have one value in each group."""
        if name == REGION:
            return "coalesce(region, '')"
        if name == YEAR:
            return "left(period, 4)"
        if name in self.standard.times:
            return "period"
        return f"coalesce({_dimension(name)}, '')"

    def _figures(self) -> str:
        """Return the SELECT of the figures that count: each once, and no whole beside its parts."""
        graded = self.ranking.is_contested
        symbols = ", symbol, regions" if self.has_symbols else ""
        columns = f"set_id, period, region, dimensions, value{symbols}"
        inner = f"SELECT {columns} FROM {self.relation} WHERE {self._where()}"
        if graded:
            inner = self._graded(inner)
        if len(self.read) > 1:
            order = "grade, array_position(:sets, set_id)" if graded else "array_position(:sets, set_id)"
            once = f"row_number() OVER (PARTITION BY period, region, dimensions ORDER BY {order}) AS once"
            inner = f"SELECT * FROM (SELECT *, {once} FROM ({inner}) a) b WHERE once = 1"
        if self.span_length:
            inner = self._with_spans(inner)
        if self.end_of:
            last = f"rank() OVER (PARTITION BY {self.end_of} ORDER BY period DESC) AS nearest"
            inner = f"SELECT * FROM (SELECT *, {last} FROM ({inner}) e) f WHERE nearest = 1"
        levels = {level for source in self.sources for level in source.levels}
        if REGION not in self.question.group_by and (len(levels) > 1 or self.is_suppressed):
            part = f"PARTITION BY period, dimensions, left(region, {self.question.level})"
            order = "grade, length(region)" if graded else "length(region)"
            top = f"rank() OVER ({part} ORDER BY {order}) AS top"
            inner = f"SELECT * FROM (SELECT *, {top} FROM ({inner}) c) d WHERE top = 1"
        return inner

    def _span_length(self, grain: int) -> int:
        """Return the length of the periods whose sums a question asks for where parts are suppressed, else 0.

        Only one source is asked so: another one may have periods that are not in the sum of this one.
        """
        groups, aggregate = self.question.group_by, self.question.aggregate
        if not self.is_suppressed or len(self.read) != 1 or aggregate != "sum" or {PERIOD, WEEKDAY} & {*groups}:
            return 0
        begin = self.question.period.partition("/")[0]
        lengths = [periods.GRAINS[name] for name in groups if name in periods.GRAINS]
        length = max(lengths, default=len(begin) if periods.is_period(begin) else periods.GRAINS["tahun"])
        return length if length < grain else 0

    def _with_spans(self, inner: str) -> str:
        """Use the published sum of a year or a month in place of its periods, where some of these are suppressed.

        The figures get `begun` and `reached`, the first and the last of the periods that are summed.
        """
        place = "coalesce(region, '')"
        top = (
            place
            if REGION in self.question.group_by
            else f"left({place}, {self.question.level or LEVELS['kabupaten_kota']})"
        )
        part = f"PARTITION BY dimensions, {top}, left(period, {self.span_length})"
        is_sum = f"symbol IS NOT DISTINCT FROM '{SPAN}'"
        columns = [
            f"bool_or({is_sum} AND {place} = {top}) OVER ({part}) AS is_told",
            f"min(period) FILTER (WHERE NOT {is_sum}) OVER ({part}) AS begun",
            f"max(period) FILTER (WHERE NOT {is_sum}) OVER ({part}) AS reached",
        ]
        kept = f"CASE WHEN is_told THEN {is_sum} AND {place} = {top} ELSE NOT {is_sum} END"
        return f"SELECT * FROM (SELECT *, {', '.join(columns)} FROM ({inner}) g) h WHERE {kept}"

    def _graded(self, inner: str) -> str:
        """Add `grade` to the figures: 0 chosen by the walidata, 1 of the authority, 2 of others."""
        first = {source.id for source in self.sources[: self.ranking.authoritative]}
        self.values["authority"] = [source.id for source in self.read if source.id in first]
        grade = "CASE WHEN set_id = ANY(:authority) THEN 1 ELSE 2 END"
        if not self.ranking.has_choices:
            return f"SELECT *, {grade} AS grade FROM ({inner}) e"
        self.values["packages"] = [source.package_id for source in self.read]
        self.values["standard"], self.values["measure"] = self.standard.name, self.question.measure
        package = "(CAST(:packages AS text[]))[array_position(:sets, set_id)]"
        return (
            f"SELECT e.*, CASE WHEN c.package_id = {package} THEN 0 ELSE {grade} END AS grade FROM ({inner}) e"
            " LEFT JOIN satudata_observation_choice c ON c.standard = :standard AND c.measure = :measure"
            " AND c.period = e.period AND c.region = coalesce(e.region, '') AND c.dimensions = e.dimensions"
        )

    def _where(self) -> str:
        conditions = ["set_id = ANY(:sets)"]
        if self.is_suppressed and REGION in {*self.question.group_by, *self.question.filters}:
            # who asks for single regions gets those of the tables
            conditions.append(f"symbol IS DISTINCT FROM '{TOTAL}'")
        first, last = span(self.question.period, self.sources)
        if self.is_suppressed:
            conditions.append(self._spans_condition(last))
        if first:
            self.values["first"], self.values["last"] = first, f"{last}\uffff"
            conditions.append("period >= :first AND period <= :last")
        if self.question.within:
            self.values["within"] = self.question.within
            conditions.append("(region = :within OR region LIKE :within || '.%')")
        if self.question.level:
            conditions.append(f"length(region) >= {self.question.level}")
        for index, (name, value) in enumerate(self.question.filters.items()):
            column = "region" if name == REGION else _dimension(name)
            conditions.append(self._condition(column, value, f"f{index}"))
        return " AND ".join(conditions)

    def _spans_condition(self, last: str) -> str:
        """Return the condition that keeps sums over periods out, but for those that lie wholly in what is asked."""
        plain = f"symbol IS DISTINCT FROM '{SPAN}'"
        if not self.span_length:
            return plain
        conditions = [f"length(period) = {self.span_length}"]
        if last:
            self.values["until"] = last[: self.span_length]
            # of the year that a span ends in the middle of there is no sum
            conditions.append(f"period {'<' if len(last) > self.span_length else '<='} :until")
        if REGION in {*self.question.group_by, *self.question.filters}:
            self.values["levels"] = [*self.read[0].levels]
            conditions.append("length(region) = ANY(CAST(:levels AS int[]))")
        return f"({plain} OR ({' AND '.join(conditions)}))"

    def _condition(self, column: str, allowed: Any, key: str) -> str:
        """Return the condition of one filter, whose value becomes the parameter `key`. Raises BadQuestion."""
        if not isinstance(allowed, dict):
            self.values[key] = _codes(allowed)
            return f"{column} = ANY(:{key})"
        [(operator, value)] = allowed.items() if len(allowed) == 1 else [("", "")]
        if operator == "not":
            self.values[key] = _codes(value)
            return f"({column} IS NULL OR NOT {column} = ANY(:{key}))"
        if operator in DAYS:
            self.values[key] = clock.today().isoformat() if value == "today" else str(value)
            return f"{column} {DAYS[operator]} :{key}"
        operators = '{"not": …}, {"before": …}, {"from": …}'
        raise BadQuestion(N_("A filter is a code, a list of codes, or one of: {0}."), operators)


def _may_have(source: Source, filters: Mapping[str, Any]) -> bool:
    """Return whether a source can have what is asked for: where its labels tell all codes of a dimension, one of them.

    So a question about one traffic counter does not read the tables of all others.
    """
    for name, value in filters.items():
        codes = source.labels.get(name)
        if codes is not None and not isinstance(value, dict) and codes.keys().isdisjoint(_codes(value)):
            return False
    return True


def _codes(value: Any) -> list[str]:
    return [str(code) for code in (value if isinstance(value, list) else [value])]


def _dimension(name: str) -> str:
    # names come from standards, never from the question: `question.check` has seen to it
    return f"dimensions->>'{name}'"
