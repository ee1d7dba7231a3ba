"""What the run is doing: one line that changes on a terminal, plain lines elsewhere."""
import shutil
import sys
import time
from typing import TextIO


class Progress:
    def __init__(self, stream: TextIO = sys.stderr):
        self._stream = stream
        self._begun = time.monotonic()
        self._row = ""
        self._last = 0.0

    def begin(self, row: str, number: int, of: int) -> None:
        """A new row: its name stands in front of all that follows."""
        self._row = f"[{number}/{of}] {row}: " if of else ""

    def say(self, text: str) -> None:
        """A step. On a terminal it replaces the former one."""
        self._write(f"{self._clock()} {self._row}{text}")

    def count(self, text: str, done: int, of: int) -> None:
        """A step with a number that grows: at most ten times a second on a terminal, at its end elsewhere."""
        now = time.monotonic()
        if done < of and (not self._stream.isatty() or now - self._last < 0.1):
            return
        self._last = now
        self.say(f"{text} {done:,} of {of:,}")

    def clear(self) -> None:
        if self._stream.isatty():
            self._stream.write("\r\033[K")
            self._stream.flush()

    def note(self, text: str) -> None:
        """A line that stays."""
        self.clear()
        self._stream.write(text + "\n")
        self._stream.flush()

    def _clock(self) -> str:
        seconds = int(time.monotonic() - self._begun)
        return f"{seconds // 60:3}:{seconds % 60:02}"

    def _write(self, line: str) -> None:
        if not self._stream.isatty():
            self._stream.write(line + "\n")
        else:
            width = shutil.get_terminal_size().columns - 1
            self._stream.write("\r\033[K" + line[:width])
        self._stream.flush()
