#!/usr/bin/env python3
"""documented_commands.py FILE PART...: the commands that FILE shows, as a script to be sourced. A part is the number of a block
```sh (1, 2, 3 …), "table" for the complete commands of the client in tables, or "yaml:NUMBER" for what a build runs by that
block ```yaml. Each command must succeed; behind "# prints: " stands what its output must contain. `documented TEXT` is
called before each command, and `not_as_documented WHAT` where it fails; the output is in "$work/output"."""
import re
import shlex
import subprocess
import sys

PLACEHOLDER = re.compile(r"…|\b[A-Z][A-Z0-9]{2,}\b|\{\w+\}")


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def complete(command):
    """Whether a shell needs no further line."""
    return not command.endswith("\\\n") and subprocess.run(["sh", "-n"], input=command, text=True, stderr=subprocess.DEVNULL,
                                                           check=False).returncode == 0


def commands(block):
    command = ""
    for line in block.splitlines(keepends=True):
        command += line
        if complete(command):
            if command.strip():
                yield command.rstrip("\n")
            command = ""
    if command:
        raise SystemExit(f"no complete command: {command}")


def of_tables(text):
    for row in re.findall(r"^\|.*\|$", text, re.M):
        yield from (code for code in re.findall(r"`(slipway [^`]+)`", row) if not PLACEHOLDER.search(code))


def of_yaml(block):
    """The lines of `run:` and `script:`: what stands behind it, an indented text or a list."""
    lines = iter(block.splitlines())
    inside = None
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if inside is not None and indent > inside:
            yield re.sub(r"^\s*- ", "", line).strip()
            continue
        inside = None
        found = re.match(r"\s*(?:- )?(?:run|script|before_script): *(.*)$", line)
        if found and found.group(1) not in ("", "|"):
            yield found.group(1)
        elif found:
            inside = indent


def render(command):
    expected = re.search(r"# prints: (.*)$", command)
    yield f"documented {shlex.quote(command)}"
    yield f"{{ {command}\n}} >\"$work/output\" 2>&1 || not_as_documented {shlex.quote('it fails: ' + command)}"
    if expected:
        yield f"grep -qF -- {shlex.quote(expected.group(1))} \"$work/output\" ||"
        yield f"    not_as_documented {shlex.quote('it prints something else: ' + command)}"


def part_of(text, part):
    kind, _, number = part.rpartition(":")
    if part == "table":
        return of_tables(text)
    if kind == "yaml":
        return of_yaml(blocks(text, "yaml")[int(number) - 1])
    return commands(blocks(text, "sh")[int(part) - 1])


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        text = file.read()
    for part in sys.argv[2:]:
        found = list(part_of(text, part))
        if not found:
            raise SystemExit(f"{sys.argv[1]}: {part} has no command")
        for command in found:
            print("\n".join(render(command)))


if __name__ == "__main__":
    main()
