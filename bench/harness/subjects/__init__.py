"""What is measured: Slipway and its peers, all with the same two verbs, `take_in` and `publish`, and with `check`."""
from typing import Protocol

from harness.corpus import Package
from harness.processes import Usage


class Subject(Protocol):
    """A repository made by one program. `count` is how many packages it was given."""
    name: str
    count: int

    def take_in(self, packages: list[Package]) -> Usage:
        """Many at once, into a new repository or a grown one; signed and published at the end."""

    def publish(self, package: Package) -> Usage:
        """One more."""

    def check(self, package: Package) -> None:
        """The package is published, and so are all others: WrongResult if not."""


class StagedSubject(Subject, Protocol):
    """One that can also bring what it has, all of it, to further channels."""

    def promote(self, channel: str) -> Usage:
        """The channel, a new one or one that was promoted to before, gets what `dev` has."""

    def roll_back(self, channel: str) -> Usage:
        """The channel gets what it had before its last promotion."""

    def check_channel(self, channel: str, package: Package, count: int) -> str:
        """As `check`, where the channel must have `count` packages. Returns the digest of its index."""
