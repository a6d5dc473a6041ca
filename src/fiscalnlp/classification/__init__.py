"""What the state's classifications say: functional and economic classes, regions, disclosure tables.

The accessors load their data on first use and keep it: `functional_classes()`, `economic_classes()`,
`regions()`, `tables()`. `release()` says which version and editions they are, `data/codes/README.md` where
every row comes from; `attestation` holds the rows against what documents print.
"""

from fiscalnlp.classification.economic import EconomicClass, EconomicClassification, economic_classes
from fiscalnlp.classification.functional import (
    FunctionalClass,
    FunctionalClassification,
    Resolution,
    Succession,
    functional_classes,
)
from fiscalnlp.classification.regions import RegionIndex, regions
from fiscalnlp.classification.release import Release, Status, release
from fiscalnlp.classification.tables import TableForm, TableForms, tables

__all__ = [
    "EconomicClass",
    "EconomicClassification",
    "FunctionalClass",
    "FunctionalClassification",
    "RegionIndex",
    "Release",
    "Resolution",
    "Status",
    "Succession",
    "TableForm",
    "TableForms",
    "economic_classes",
    "functional_classes",
    "regions",
    "release",
    "tables",
]
