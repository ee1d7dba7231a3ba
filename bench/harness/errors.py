"""The two ways a run ends early. Both carry a sentence for the person at the terminal."""


class BenchError(Exception):
    """Something is missing or does not work: a tool, a file, a command that failed."""


class WrongResult(BenchError):
    """A program answered, but what it published is not what it was given. No time may count after this."""


def expect(holds: bool, complaint: str) -> None:
    if not holds:
        raise WrongResult(complaint)
