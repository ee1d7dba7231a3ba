#!/usr/bin/env python3
"""on_terminal.py ANSWER COMMAND...: runs the command on a terminal of its own, types ANSWER once it asks, and prints what the
terminal showed. ANSWER is a line, or "Ctrl-D". Ends with the status of the command, or with 124 after a minute."""
import os
import pty
import select
import signal
import sys
import time

QUESTION = b"[y/N] "
CTRL_D = b"\x04"


def watch(terminal, typed, deadline):
    """What the terminal shows until the command ends; nothing after the deadline."""
    shown, has_asked = b"", False
    while select.select([terminal], [], [], max(0.0, deadline - time.monotonic()))[0]:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux says so when nobody has the other side open
            return shown
        if not piece:
            return shown
        shown += piece
        if not has_asked and shown.endswith(QUESTION):
            has_asked = True
            os.write(terminal, typed)
    return None


def main():
    answer, command = sys.argv[1], sys.argv[2:]
    child, terminal = pty.fork()
    if child == 0:
        try:
            os.execvp(command[0], command)
        finally:
            os._exit(127)
    shown = watch(terminal, CTRL_D if answer == "Ctrl-D" else answer.encode() + b"\n", time.monotonic() + 60)
    if shown is None:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    sys.stdout.write((shown or b"").decode(errors="replace").replace("\r\n", "\n"))
    return 124 if shown is None else os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
