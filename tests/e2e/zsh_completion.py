#!/usr/bin/env python3
"""Types a line and a tab at the prompt of a zsh that knows a completion script, and prints what then stands on its screen.

    zsh_completion.py SCRIPT LINE"""
import os
import pty
import select
import sys
import time

READY, DONE = b"ready>", b"that is all"


def read_until(terminal, mark):
    screen, deadline = b"", time.monotonic() + 30
    while mark not in screen and time.monotonic() < deadline:
        if select.select([terminal], [], [], 1)[0]:
            screen += os.read(terminal, 4096)
    return screen


process, terminal = pty.fork()
if process == 0:
    os.environ.update(TERM="dumb", ZDOTDIR=os.environ["HOME"])
    os.execvp("zsh", ["zsh", "--no-rcs", "-i"])
os.write(terminal, b"autoload -Uz compinit; compinit -u -D; PROMPT='rea''dy>'; source '" + sys.argv[1].encode() + b"'\n")
read_until(terminal, READY)
# Behind the tab everything is erased and said aloud: whatever the tab did has been shown by then.
os.write(terminal, sys.argv[2].encode() + b"\t\x01echo \x05; echo that is ''all\n")
screen = read_until(terminal, DONE)
os.write(terminal, b"exit\n")
os.waitpid(process, 0)
sys.stdout.buffer.write(screen.replace(b"\r", b""))
