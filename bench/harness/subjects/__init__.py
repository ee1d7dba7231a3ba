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
