"""Questions to the observations, and what may be added up.

The rules, in the order in which they are applied:

1. Where two tables tell the same figure (same period, region and dimensions), one of them counts: see `counting`.
2. Where a region and regions below it are both there, the coarsest level counts, that of the authority before others:
   a total is not added to its parts.
3. A measure is added up over a dimension only where its standard says so (`jumlahkan`). A dimension that has one value
   in what was asked is not added up. Anything else is refused: rates, prices and stocks over time are never summed.
4. A percentage whose standard tells its parts (rule `ratio`) is computed anew from the summed parts.
5. What is missing stays missing. A sum over regions says how many of them it has.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from ckan import model
from ckan.plugins.toolkit import _
from ckanext.satudata import clock, config
from ckanext.satudata.exceptions import BadQuestion, NotAdditive
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import counting, periods
from ckanext.satudata.observations.counting import Ranking
from ckanext.satudata.observations.model import published
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Standard
from sqlalchemy import text

LEVELS = {"provinsi": 2, "kabupaten_kota": 5, "kecamatan": 8, "desa_kelurahan": 13}
REGION, PERIOD, WEEKDAY = "kode_wilayah", "periode", "hari"
AGGREGATES = ("sum", "mean", "min", "max", "median")
COMPARISONS = ("previous", "year")
MOST = 50_000


@dataclass(frozen=True)
class Question:
    """What is asked of one measure.

    `filters` maps a dimension to a code, a list of codes, or {"not": [codes]}, {"before": day}, {"from": day};
    `within` keeps the regions at or below a kode wilayah; `period` is 2025, 2025-06/2025-09, latest, latest:12;
    `group_by` holds dimensions, `periode`, `tahun`, `bulan`, `hari` (1 Monday to 7), `kode_wilayah`, or
    `kode_wilayah:kecamatan` for a level. `aggregate` is one of AGGREGATES; `of` names the dimension whose median over
    the counted cases is wanted. With `by_source` each row tells in "resources" the tables that it comes from (ids),
    in "chosen" whether the walidata has chosen them; without `explain` it is not asked whose figures do not count.
    """

    standard: str
    measure: str
    filters: dict[str, Any] = field(default_factory=dict)
    within: str = ""
    period: str = ""
    group_by: tuple[str, ...] = ()
    aggregate: str = "sum"
    of: str = ""
    compare: str = ""
    by_source: bool = False
    explain: bool = True
    limit: int = MOST


@dataclass(frozen=True)
class Answer:
    """Rows {group …, "value", "regions"}, the unit, and the published sets of the measure.

    `counted` are the sets that the rows come from, `overruled` those of others that tell the same figures and do not
    count, for `reason` (see `counting`; "" where nobody else tells them).
    """

    rows: list[dict[str, Any]]
    unit: str
    sets: list[dict[str, Any]]
    aggregate: str
    regions_expected: int = 0
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    counted: list[dict[str, Any]] = field(default_factory=list)
    overruled: list[dict[str, Any]] = field(default_factory=list)
    reason: str = ""

    @property
    def explanation(self) -> str:
        """Whose figures do not count, and why, in a sentence; empty where nobody else tells them."""
        return counting.explained(self.reason, self.counted, self.overruled)

    @property
    def last_period(self) -> str:
        """The newest period of the sources, whatever was asked; empty when there is none."""
        return max((each["last_period"] for each in self.sets), default="")


class Known(dict[tuple[str, str], list[dict[str, Any]]]):
    """The published sets of each standard and measure at one moment; the authority is asked for once a standard."""

    def __init__(self) -> None:
        super().__init__()
        self._authorities: dict[str, set[str]] = {}

    def ranking(self, standard: Standard, measure: str) -> Ranking:
        """Return the sets of a measure in the order in which they count."""
        return counting.ranked(standard, self.get((standard.name, measure), []), self._authority)

    def _authority(self, standard: Standard) -> set[str]:
        if standard.name not in self._authorities:
            self._authorities[standard.name] = counting.authority(standard)
        return self._authorities[standard.name]


def known() -> Known:
    """Return all published sets, for who asks many questions of one moment."""
    found = Known()
    for each in published():
        found.setdefault((each["standard"], each["measure"]), []).append(each)
    return found


def run(question: Question, sets: Known | None = None) -> Answer:
    """Return the answer; `sets` are what `known` gave, else they are looked up.

    Raises BadQuestion, NotAdditive, UnknownStandard.
    """
    standard = standards.load(question.standard)
    _check(standard, question)
    ratio = next((each for each in standard.rules_of("ratio") if each["percentage"] == question.measure), None)
    try:
        answer = _run(standard, question, sets)
    except NotAdditive:
        if not ratio or question.aggregate != "sum":
            raise
        answer = _recomputed(standard, question, ratio, sets)
    return _compared(question, answer, sets) if question.compare else answer


def dimensions(standard: Standard) -> list[str]:
    """Return what a question about a standard may filter and group by."""
    own = [name for name in standard.dimensions if name not in ("tahun", "bulan") and name not in _dates(standard)]
    return [*own, *(each["name"] for each in standard.derived or [])]


def groups(standard: Standard) -> list[str]:
    """Return by what a question about a standard may group."""
    own = dimensions(standard)
    levels = [f"{REGION}:{level}" for level in LEVELS] if REGION in own else []
    return [*own, PERIOD, *periods.GRAINS, WEEKDAY, *levels]


def measure_of(standard: Standard, name: str) -> dict[str, Any]:
    """Return the entry of a measure. Raises BadQuestion."""
    found = next((each for each in standard.measures if each["field"] == name), None)
    if found is None:
        known = ", ".join(each["field"] for each in standard.measures)
        raise BadQuestion(
            _('"{0}" is no measure of the Standar Data "{1}". It has: {2}.').format(name, standard.name, known)
        )
    return found


def _dates(standard: Standard) -> list[str]:
    return [name for name in standard.dimensions if standard.field(name).type == "date"]


def _times(standard: Standard) -> list[str]:
    """Return the standard's own names of its dimensions of time."""
    return [name for name in ("tahun", "bulan") if name in standard.dimensions] + _dates(standard)


def _check(standard: Standard, question: Question) -> None:
    measure_of(standard, question.measure)
    known, offered = dimensions(standard), groups(standard)
    for name in question.group_by:
        if name not in offered:
            raise BadQuestion(_('Cannot group by "{0}". There are: {1}.').format(name, ", ".join(offered)))
    for name in question.filters:
        if name not in known:
            raise BadQuestion(_('Cannot filter by "{0}". There are: {1}.').format(name, ", ".join(known)))
    if question.within and REGION not in known:
        raise BadQuestion(_('The Standar Data "{0}" has no regions.').format(standard.name))
    if question.aggregate not in AGGREGATES:
        raise BadQuestion(
            _('There is no aggregate "{0}". There are: {1}.').format(question.aggregate, ", ".join(AGGREGATES))
        )
    if question.compare and question.compare not in COMPARISONS:
        raise BadQuestion(
            _('Cannot compare with "{0}". There are: {1}.').format(question.compare, ", ".join(COMPARISONS))
        )
    if question.aggregate == "mean" and measure_of(standard, question.measure)["ukuran"] == "Persentase":
        raise NotAdditive(_("The mean of percentages is not the percentage of the whole. Ask for the parts instead."))
    spans = [each["name"] for each in standard.derived or [] if "working_days" in each]
    if question.aggregate == "median" and question.of not in spans:
        raise BadQuestion(_('A median needs "of", one of: {0}.').format(", ".join(spans)))


def span(asked: str, sets: list[dict[str, Any]]) -> tuple[str, str]:
    """Return first and last period that are asked for, empty where there is no bound."""
    last = max((each["last_period"] for each in sets), default="")
    if not asked or not last:
        return "", ""
    if asked.startswith("latest"):
        number = asked.removeprefix("latest").removeprefix(":") or "1"
        if not number.isdigit() or not int(number):
            raise BadQuestion(
                _('The period "{0}" is not understood. Write latest:12 for the last twelve.').format(asked)
            )
        return periods.shift(last, 1 - int(number)), last
    first, _slash, second = asked.partition("/")
    for each in filter(None, (first, second)):
        if not periods.is_period(each):
            example = "2025, 2025-06, 2025-06-30, 2024/2025, latest, latest:12"
            raise BadQuestion(_('The period "{0}" is not understood. Write one of: {1}.').format(asked, example))
    return first, second or first


def _run(standard: Standard, question: Question, known_sets: Known | None) -> Answer:
    measure = measure_of(standard, question.measure)
    asked = (question.standard, question.measure)
    sets = published(*asked) if known_sets is None else known_sets.get(asked, [])
    if not sets:
        return Answer([], measure["satuan"], [], question.aggregate)
    ranking = counting.ranked(standard, sets) if known_sets is None else known_sets.ranking(standard, question.measure)
    sets = ranking.sets
    labels = _labels(sets)
    builder = _Statement(standard, question, ranking)
    found = model.Session.execute(text(builder.sql()), builder.values).mappings().all()
    mixed = sorted({name for row in found for name in builder.held if row[builder.held[name]]})
    if mixed and question.aggregate == "sum":
        raise NotAdditive(
            _('"{0}" cannot be added up over {1}. Group by it, or ask for one value of it.').format(
                standard.field(question.measure).title, ", ".join(mixed)
            )
        )
    names = builder.groups
    tables = {each["id"]: each["resource_id"] for each in builder.read}
    rows = [
        {
            **{name: row[f"g{index}"] for index, name in enumerate(names)},
            "value": row["value"],
            "regions": row["regions"],
            **(_origin(row, tables) if question.by_source else {}),
        }
        for row in found
    ]
    # a median of working days is days, whatever is counted
    unit = "hari" if question.aggregate == "median" else measure["satuan"]
    answer = Answer(rows, unit, sets, question.aggregate, builder.expected, labels, counted=sets)
    return _told(answer, builder, found) if ranking.is_contested and rows else answer


def _told(answer: Answer, builder: _Statement, found: Any) -> Answer:
    """Add to an answer which of several agencies' sets counted."""
    used = {each for row in found for each in row["used"]}
    chosen = any(row["chosen"] for row in found)
    counted = builder.ranking.of(used)
    owners = {each["owner_org"] for each in counted}
    others = [each for each in builder.read if each["owner_org"] not in owners and builder.question.explain]
    there = set(model.Session.execute(text(builder.there()), builder.values).scalars()) if others else set()
    overruled = [each for each in others if each["id"] in there]
    reason = builder.ranking.reason(used, chosen) if overruled else ""
    return replace(answer, counted=counted, overruled=overruled, reason=reason)


def _origin(row: Any, tables: dict[int, str]) -> dict[str, Any]:
    """Return {"resources": ids of the tables, "chosen"} of a row: where only one set was read, it is that one's."""
    used = row.get("sets", tables)
    return {"resources": sorted({tables[each] for each in used}), "chosen": bool(row.get("chosen"))}


def _labels(sets: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    labels: dict[str, dict[str, str]] = {}
    for each in reversed(sets):
        for name, codes in each["labels"].items():
            # a code that names itself is there to be found, and hides no name that another table knows
            labels.setdefault(name, {}).update({code: title for code, title in codes.items() if title != code})
    return labels


def _may_have(each: dict[str, Any], filters: dict[str, Any]) -> bool:
    """Tell whether a set can have what is asked for: where its labels tell all codes of a dimension, one of them.

    So a question about one traffic counter does not read the tables of all others.
    """
    for name, wanted in filters.items():
        known = each["labels"].get(name)
        if known is None or isinstance(wanted, dict):
            continue
        if known.keys().isdisjoint(str(code) for code in (wanted if isinstance(wanted, list) else [wanted])):
            return False
    return True


class _Statement:
    """The SQL of a question; `held` maps each dimension that may not be added up to the column that tells it was."""

    def __init__(self, standard: Standard, question: Question, ranking: Ranking) -> None:
        self.standard = standard
        self.question = question
        self.ranking = ranking
        self.sets = ranking.sets
        self.read = [each for each in self.sets if _may_have(each, question.filters)]
        self.values: dict[str, Any] = {"sets": [each["id"] for each in self.read], "limit": question.limit}
        self.groups = list(question.group_by)
        self.held: dict[str, str] = {}
        self.level = next((LEVELS[name.partition(":")[2]] for name in self.groups if name.startswith(f"{REGION}:")), 0)
        self.keeps_region = REGION in self.groups

    @property
    def expected(self) -> int:
        """How many regions a whole has, 0 where regions are not added up or the sources are of several levels."""
        levels = {level for each in self.sets for level in each["levels"] if level > max(self.level, 5)}
        if self.keeps_region or len(levels) != 1 or REGION in self.question.filters:
            return 0
        top = self.question.within or config.wilayah()
        return _count(top, min(levels))

    def sql(self) -> str:
        """Return the statement; its rows have g0…, value, regions and the flags of `held`."""
        columns = [self._group(name) for name in self.groups]
        listed = [f"{column} AS g{index}" for index, column in enumerate(columns)]
        flags = [f"min({sql}) IS DISTINCT FROM max({sql}) AS {name}" for name, sql in self._must_be_one().items()]
        regions = "count(DISTINCT region) AS regions"
        origin = ["array_agg(DISTINCT set_id) AS sets"] if self.question.by_source and len(self.read) > 1 else []
        whose = ["array_agg(DISTINCT set_id) AS used", "bool_or(grade = 0) AS chosen"]
        asked = whose if self.ranking.is_contested else []
        chosen = ", ".join([*listed, f"{self._value()} AS value", regions, *origin, *flags, *asked])
        grouped = ", ".join(str(index + 1) for index in range(len(columns)))
        tail = f"GROUP BY {grouped} ORDER BY {grouped}" if grouped else "HAVING count(*) > 0"
        return f"SELECT {chosen} FROM ({self._source()}) o {self._lateral()} {tail} LIMIT :limit"

    def _value(self) -> str:
        if self.question.aggregate == "median":
            return f"percentile_cont(0.5) WITHIN GROUP (ORDER BY ({_dimension(self.question.of)})::numeric)"
        return {"sum": "sum", "mean": "avg", "min": "min", "max": "max"}[self.question.aggregate] + "(value)"

    def _lateral(self) -> str:
        # a median over cases counts each of them once
        return (
            "CROSS JOIN LATERAL generate_series(1, value::int) counted" if self.question.aggregate == "median" else ""
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
            return f"left(region, {self.level})"
        return _dimension(name)

    def _must_be_one(self) -> dict[str, str]:
        """Return the SQL of what may have only one value in each group, by the name of the flag that tells."""
        allowed = set(measure_of(self.standard, self.question.measure)["jumlahkan"])
        found: dict[str, str] = {}
        for name in self._dropped():
            if name in allowed or (allowed and name in self._derived()):
                continue
            flag = f"h{len(found)}"
            self.held[name] = flag
            found[flag] = self._part(name)
        return found

    def _derived(self) -> set[str]:
        return {each["name"] for each in self.standard.derived or []}

    def _dropped(self) -> list[str]:
        """Return the dimensions that are neither grouped by nor grouped at their own grain."""
        kept = set(self.groups)
        dropped = [name for name in dimensions(self.standard) if name not in kept]
        grain = max((len(each["last_period"]) for each in self.sets), default=0)
        wanted = max((grain if name == PERIOD else periods.GRAINS.get(name, 0) for name in self.groups), default=0)
        times = _times(self.standard)
        # one grouped by the month still adds the days up, one grouped by the year the months
        finer = {"tahun": periods.YEAR, "bulan": periods.MONTH, **dict.fromkeys(_dates(self.standard), periods.DAY)}
        return dropped + [name for name in times if finer[name] > wanted]

    def _part(self, name: str) -> str:
        if name == REGION:
            return "coalesce(region, '')"
        if name == "tahun":
            return "left(period, 4)"
        if name in _times(self.standard):
            return "period"
        return f"coalesce({_dimension(name)}, '')"

    def _source(self) -> str:
        columns = ["set_id", "period", "region", "dimensions", "value"]
        graded = self.ranking.is_contested
        inner = f"SELECT {', '.join(columns)} FROM satudata_observation WHERE {self._where()}"
        if graded:
            inner = self._graded(inner)
        if len(self.read) > 1:
            order = "grade, array_position(:sets, set_id)" if graded else "array_position(:sets, set_id)"
            once = f"row_number() OVER (PARTITION BY period, region, dimensions ORDER BY {order}) AS once"
            inner = f"SELECT * FROM (SELECT *, {once} FROM ({inner}) a) b WHERE once = 1"
        levels = {level for each in self.sets for level in each["levels"]}
        if not self.keeps_region and len(levels) > 1:
            part = f"PARTITION BY period, dimensions, left(region, {self.level})"
            order = "grade, length(region)" if graded else "length(region)"
            top = f"rank() OVER ({part} ORDER BY {order}) AS top"
            inner = f"SELECT * FROM (SELECT *, {top} FROM ({inner}) c) d WHERE top = 1"
        return inner

    def _graded(self, inner: str) -> str:
        """Add `grade` to the figures: 0 chosen by the walidata, 1 of the authority, 2 of others."""
        first = {each["id"] for each in self.sets[: self.ranking.authoritative]}
        self.values["authority"] = [each["id"] for each in self.read if each["id"] in first]
        grade = "CASE WHEN set_id = ANY(:authority) THEN 1 ELSE 2 END"
        if not self.ranking.has_choices:
            return f"SELECT *, {grade} AS grade FROM ({inner}) e"
        self.values["packages"] = [each["package_id"] for each in self.read]
        self.values["standard"], self.values["measure"] = self.standard.name, self.question.measure
        own = "(CAST(:packages AS text[]))[array_position(:sets, set_id)]"
        return (
            f"SELECT e.*, CASE WHEN c.package_id = {own} THEN 0 ELSE {grade} END AS grade FROM ({inner}) e"
            " LEFT JOIN satudata_observation_choice c ON c.standard = :standard AND c.measure = :measure"
            " AND c.period = e.period AND c.region = coalesce(e.region, '') AND c.dimensions = e.dimensions"
        )

    def there(self) -> str:
        """Return the statement for the ids of all sets that tell any figure of the question, counted or not."""
        return f"SELECT DISTINCT set_id FROM satudata_observation WHERE {self._where()}"

    def _where(self) -> str:
        return " AND ".join(["set_id = ANY(:sets)", *self._conditions()])

    def _conditions(self) -> list[str]:
        found = []
        first, last = span(self.question.period, self.sets)
        if first:
            self.values["first"], self.values["last"] = first, f"{last}\uffff"
            found.append("period >= :first AND period <= :last")
        if self.question.within:
            self.values["within"] = self.question.within
            found.append("(region = :within OR region LIKE :within || '.%')")
        if self.level:
            found.append(f"length(region) >= {self.level}")
        for index, (name, wanted) in enumerate(self.question.filters.items()):
            found.append(self._condition("region" if name == REGION else _dimension(name), wanted, f"f{index}"))
        return found

    def _condition(self, column: str, wanted: Any, key: str) -> str:
        if isinstance(wanted, dict):
            [(operator, value)] = wanted.items() if len(wanted) == 1 else [("", "")]
            if operator == "not":
                self.values[key] = [str(each) for each in (value if isinstance(value, list) else [value])]
                return f"({column} IS NULL OR NOT {column} = ANY(:{key}))"
            if operator in DAYS:
                self.values[key] = clock.today().isoformat() if value == "today" else str(value)
                return f"{column} {DAYS[operator]} :{key}"
            raise BadQuestion(
                _("A filter is a code, a list of codes, or one of: {0}.").format(
                    '{"not": …}, {"before": …}, {"from": …}'
                )
            )
        self.values[key] = [str(each) for each in (wanted if isinstance(wanted, list) else [wanted])]
        return f"{column} = ANY(:{key})"


@functools.cache
def _count(top: str, level: int) -> int:
    """Return how many regions of a level lie in another one, counted once: the code list has 91 thousand."""
    codes = codelists.load("wilayah").codes
    return sum(1 for code in codes if len(code) == level and code.startswith(f"{top}."))


DAYS = {"before": "<", "from": ">="}


def _dimension(name: str) -> str:
    # names come from standards, never from the question: `_check` has seen to it
    return f"dimensions->>'{name}'"


def _recomputed(standard: Standard, question: Question, ratio: dict[str, Any], sets: Known | None) -> Answer:
    """Return a percentage from its summed parts; a group that lacks one of them has no value."""
    plain = replace(question, compare="")
    part, whole = (_run(standard, replace(plain, measure=ratio[name]), sets) for name in ("part", "whole"))
    key = question.group_by
    wholes = {tuple(row[name] for name in key): row for row in whole.rows}
    rows = []
    for row in part.rows:
        base = wholes.get(tuple(row[name] for name in key))
        if base and base["value"]:
            both = sorted({*row.get("resources", []), *base.get("resources", [])})
            origin = {"resources": both} if question.by_source else {}
            rows.append({**row, "value": row["value"] / base["value"] * 100, **origin})
    unit = measure_of(standard, question.measure)["satuan"]
    both_sets, counted = (_of_both(getattr(part, name), getattr(whole, name)) for name in ("sets", "counted"))
    return replace(part, rows=rows, unit=unit, aggregate="ratio", sets=both_sets, counted=counted)


def _of_both(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the sets of one part, and those of the other that lie in other tables."""
    tables = {each["resource_id"] for each in one}
    return [*one, *(each for each in other if each["resource_id"] not in tables)]


def _compared(question: Question, answer: Answer, sets: Known | None) -> Answer:
    """Add `previous`, `change` and `change_percent` to each row; all are None where the earlier figure is missing.

    With `by_source` also `previous_resources`, the tables of the earlier figure.
    """
    time = next((name for name in question.group_by if name == PERIOD or name in periods.GRAINS), None)
    earlier = periods.year_before if question.compare == "year" else lambda period: periods.shift(period, -1)
    if time:
        asked = replace(question, compare="", period=_earlierspan(question, answer, earlier))
    else:
        first, last = span(question.period, answer.sets)
        if not answer.rows:
            return answer
        if not first or first != last:
            raise BadQuestion(_("To compare, ask for one period or group by one."))
        asked = replace(question, compare="", period=earlier(last))
    before = run(asked, sets)
    key = question.group_by
    known = {tuple(row[name] for name in key): row for row in [*before.rows, *(answer.rows if time else [])]}
    rows = []
    for row in answer.rows:
        own = known.get(tuple(earlier(row[name]) if name == time else row[name] for name in key), {})
        origin = {"previous_resources": own.get("resources", [])} if question.by_source else {}
        rows.append({**row, **_change(row["value"], own.get("value")), **origin})
    return replace(answer, rows=rows)


def _earlierspan(question: Question, answer: Answer, earlier: Any) -> str:
    first, last = span(question.period, answer.sets)
    return f"{earlier(first)}/{earlier(last)}" if first else ""


def _change(value: Decimal, previous: Decimal | None) -> dict[str, Decimal | None]:
    if previous is None:
        return {"previous": None, "change": None, "change_percent": None}
    percent = (value - previous) / abs(previous) * 100 if previous else None
    return {"previous": previous, "change": value - previous, "change_percent": percent}


def label(standard: Standard, labels: dict[str, dict[str, str]], name: str, code: Any) -> str:
    """Return what people call a code of a dimension; the code itself where nobody has said."""
    if code is None:
        return ""
    column = name.partition(":")[0]
    if column == REGION:
        wilayah = codelists.load("wilayah")
        return wilayah.codes[code].name if wilayah.is_valid(code) else code
    known = [each.name for each in standard.fields]
    listed = standard.field(column).codelist if column in known else None
    if listed:
        codes = codelists.load(listed)
        return codes.codes[code].name if codes.is_valid(code) else code
    return labels.get(column, {}).get(str(code), str(code))
