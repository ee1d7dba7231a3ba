"""What a row hands back: figures of Slipway and of its peers, and the targets they are held against."""
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

SLIPWAY = "Slipway"
NOT_INSTALLED = "not installed"

# Targets that were set for a whole Debian release say nothing about a small trial run.
FULL_SIZE = 50_000


@dataclass
class Figure:
    """The samples of one program, all of the result's unit. A program that is not there has a remark and no samples."""
    subject: str
    samples: list[float] = field(default_factory=list)
    remark: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def median(self) -> float | None:
        return median(self.samples) if self.samples else None


@dataclass(frozen=True)
class Target:
    """`limit`: what Slipway's median must reach. `peer` and `ratio`: how many times better than that peer it must be.
    `full_size_only`: it was set for a whole Debian release."""
    text: str
    limit: float | None = None
    peer: str | None = None
    ratio: float | None = None
    full_size_only: bool = False


@dataclass
class Result:
    """One line of the table. `verified` is set by the row when everything that was timed had been checked."""
    row: str
    what: str
    unit: str
    figures: list[Figure]
    targets: list[Target] = field(default_factory=list)
    more_is_better: bool = False
    verified: bool = False

    def figure(self, subject: str) -> Figure | None:
        return next((figure for figure in self.figures if figure.subject == subject), None)

    def ratio(self, peer: str) -> float | None:
        """How many times better Slipway is than the peer: above one is better, whatever the unit."""
        ours, theirs = self.figure(SLIPWAY), self.figure(peer)
        if ours is None or theirs is None or not ours.median or not theirs.median:
            return None
        return ours.median / theirs.median if self.more_is_better else theirs.median / ours.median

    def meets(self, target: Target, packages: int) -> bool | None:
        """None where the target does not apply: a trial run, a peer that is missing."""
        if target.full_size_only and packages < FULL_SIZE:
            return None
        if target.peer is not None:
            ratio = self.ratio(target.peer)
            return None if ratio is None else ratio >= target.ratio
        ours = self.figure(SLIPWAY)
        if ours is None or ours.median is None:
            return None
        return ours.median >= target.limit if self.more_is_better else ours.median <= target.limit


def as_document(result: Result, packages: int) -> dict[str, Any]:
    """The form in the JSON file."""
    document = asdict(result)
    for entry, figure in zip(document["figures"], result.figures):
        entry["median"] = figure.median
        entry["ratio"] = None if figure.subject == SLIPWAY else result.ratio(figure.subject)
    for entry, target in zip(document["targets"], result.targets):
        entry["met"] = result.meets(target, packages)
    return document


def from_document(document: dict[str, Any]) -> Result:
    """The inverse of as_document; what follows from the rest is computed again."""
    def without(entry: dict[str, Any], *derived: str) -> dict[str, Any]:
        return {key: value for key, value in entry.items() if key not in derived}
    figures = [Figure(**without(entry, "median", "ratio")) for entry in document["figures"]]
    targets = [Target(**without(entry, "met")) for entry in document["targets"]]
    return Result(figures=figures, targets=targets, **without(document, "figures", "targets"))
