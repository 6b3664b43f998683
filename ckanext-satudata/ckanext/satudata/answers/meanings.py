"""What a phrase of a question may mean, the terms that say so, and the offices that some of them name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any


class Meaning(Enum):
    """What a phrase means; the value is how much one word of it explains."""

    # of a standard
    CONCEPT = 10
    MEASURE = 11
    GROUP = 12
    COMPUTED = 13
    MEDIAN = 10.5
    CODE = 8
    PART = 7
    PART_GROUP = 7.5
    PART_COMPUTED = 7.6
    DIMENSION = 5
    CONTEXT = 3
    VAGUE = 2
    # of all
    PLACE = 9
    OUTSIDE = 8.5
    OFFICE = 9.5
    LEVEL = 6
    PERIOD = 9.2
    AGE = 9.3
    LARGEST = 6.2
    SMALLEST = 6.3
    WITHOUT = 6.1
    RANKING = 6.4
    TREND = 6.5
    CHANGE = 6.6
    COMPARE = 5.9
    SHARE = 6.7
    OF_WHOLE = 5.8
    MEAN = 5.7
    APART = 5.5
    TIME = 4.5
    FORECAST = 5.6
    PERSONAL = 14
    STANDARD_PAGE = 5.4
    PROFILE_PAGE = 5.3
    OFFICE_PAGE = 5.2
    PAGE = 12.5
    COURTESY = 1.5
    FILLER = 1


# what may stand in the file of words, and what it means
LISTS = {
    "filler": Meaning.FILLER,
    "largest": Meaning.LARGEST,
    "smallest": Meaning.SMALLEST,
    "without": Meaning.WITHOUT,
    "ranking": Meaning.RANKING,
    "trend": Meaning.TREND,
    "change": Meaning.CHANGE,
    "compare": Meaning.COMPARE,
    "share": Meaning.SHARE,
    "of_whole": Meaning.OF_WHOLE,
    "mean": Meaning.MEAN,
    "each": Meaning.APART,
    "forecast": Meaning.FORECAST,
    "personal": Meaning.PERSONAL,
    "courtesy": Meaning.COURTESY,
    "standard_page": Meaning.STANDARD_PAGE,
    "profile_page": Meaning.PROFILE_PAGE,
    "office_page": Meaning.OFFICE_PAGE,
}


@dataclass(frozen=True)
class Term:
    """One meaning of a phrase.

    `value` is the name of a measure, dimension, derived dimension or office, the number of a group or computed figure,
    or the length of a level's codes; `codes` are those of a dimension, or of places.
    """

    meaning: Meaning
    standard: str = ""
    value: Any = None
    codes: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Office:
    """An organization: `kode_opd` is the code by which figures name it, "" where it has none; what people call it."""

    id: str
    name: str
    title: str
    kode_opd: str
    names: tuple[str, ...] = ()
