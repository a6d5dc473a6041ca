"""What defines a reading: the same file read by two equal `Reading`s gives the same records."""

from __future__ import annotations

from dataclasses import dataclass, field

from fiscalnlp.check import CheckSettings
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

    def __str__(self) -> str:
        """Say what a store notes of its documents, to read them again where it has changed."""
        said = [self.options.pdf_engine, f"ocr {self.options.ocr}"]
        if self.disable:
            said.append(f"without {' '.join(sorted(self.disable))}")
        if self.checks != CheckSettings():
            said.append(f"checks {self.checks.table()}")
        return ", ".join(said)
