"""What the state's classifications say: functional and economic classes, regions, disclosure tables.

The accessors load their data on first use and keep it: `functional_classes()`, `economic_classes()`,
`regions()`, `tables()`. `data/codes/README.md` says where every row comes from.
"""

from fiscalnlp.classification.economic import EconomicClass, EconomicClassification, economic_classes
from fiscalnlp.classification.functional import (
    FunctionalClass,
    FunctionalClassification,
    Resolution,
    functional_classes,
)
from fiscalnlp.classification.regions import RegionIndex, regions
from fiscalnlp.classification.tables import TableForm, TableForms, tables

__all__ = [
    "EconomicClass",
    "EconomicClassification",
    "FunctionalClass",
    "FunctionalClassification",
    "RegionIndex",
    "Resolution",
    "TableForm",
    "TableForms",
    "economic_classes",
    "functional_classes",
    "regions",
    "tables",
]
