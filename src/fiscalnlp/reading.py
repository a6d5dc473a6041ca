"""What defines a reading: the same file read by two equal `Reading`s gives the same records."""

from __future__ import annotations

from dataclasses import dataclass, field

from fiscalnlp import __version__
from fiscalnlp.check import CheckSettings
from fiscalnlp.classification import release
from fiscalnlp.data.own import own_digest
from fiscalnlp.model.records import CONTRACT_VERSION
from fiscalnlp.read import ReadOptions


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are read and checked: hashable, and sent from process to process.

    Args:
        options: how sources are read.
        disable: families of records that are left out.
        checks: rules that are left out, other tolerances and severities.
    """

    options: ReadOptions = field(default_factory=ReadOptions)
    disable: tuple[str, ...] = ()
    checks: CheckSettings = field(default_factory=CheckSettings)

    @classmethod
    def of(cls, how: ReadOptions | Reading) -> Reading:
        """Return `how`, where it is options alone with everything else as usual."""
        return how if isinstance(how, Reading) else cls(how)

    @property
    def reader(self) -> str:
        """What journals and stores note of a document: where it is another, the document is read again."""
        words = [
            f"fiscalnlp {__version__}",
            f"contract {CONTRACT_VERSION}",
            f"classification {release().version}",
            self.options.pdf_engine,
            f"ocr {self.options.ocr}",
        ]
        if self.disable:
            words.append(f"without {' '.join(sorted(self.disable))}")
        if self.checks != CheckSettings():
            words.append(f"checks {self.checks.table()}")
        if own := own_digest():
            words.append(f"own patterns {own}")
        return ", ".join(words)
