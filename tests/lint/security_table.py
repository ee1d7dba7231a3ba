#!/usr/bin/env python3
"""The tables of SECURITY.md and docs/field-cases.md are true: each row names a test in its last column, and every test
and path that stands in a row exists. A test is `Suite.Name` of GoogleTest, the `name` of an add_test, `e2e.name`, or a
path; `*` at the end stands for any."""
import fnmatch
import os
import re

from sources import Finding, files_below, main, read

DOCUMENT = "docs/testing.md, Lints"
TABLES = ("SECURITY.md", "docs/field-cases.md")
GTEST = re.compile(r"\bTEST(?:_F|_P)?\(\s*(\w+)\s*,\s*(\w+)\s*\)|\bTYPED_TEST(?:_P)?\(\s*(\w+)\s*,\s*(\w+)\s*\)")
TEST_NAME = re.compile(r"^[\w/]+(?:\.[\w/]+)*\.[\w/]*\*?$")


def tests_of(root):
    names = set()
    for path in files_below(root, ("tests",), (".cpp", ".hpp")):
        for match in GTEST.finditer(read(root, path)):
            names.add(".".join(part for part in match.groups() if part))
    for path in files_below(root, ("tests", "fuzz", "bench"), ("CMakeLists.txt",)):
        # A name made in a loop, "faults.${suite}", stands for any.
        names |= {re.sub(r"\$\{\w+\}", "*", name) for name in re.findall(r"add_test\(NAME\s+([\w.${}]+)", read(root, path))}
        names |= {f"fuzz.{name}" for name in re.findall(r"slipway_fuzz\((\w+)\s+\w+\.cpp", read(root, path))}
    for path in files_below(root, ("tests/e2e",), (".sh",)):
        names.add("e2e." + os.path.basename(path)[:-len(".sh")])
    return names


def exists(root, name, tests):
    """`Prefix/Suite.Name/0` is an instance of a test whose source says `Suite.Name`."""
    if os.path.exists(os.path.join(root, name)):
        return True
    parts = name.split(".")
    plain = ".".join(parts[:-2] + [parts[-2].split("/")[-1], parts[-1].split("/")[0]]) if len(parts) > 1 else name
    if name.endswith("*"):
        return any(test.startswith(name[:-1]) for test in tests)
    return name in tests or plain in tests or any("*" in test and fnmatch.fnmatch(name, test) for test in tests)


def rows(text):
    """(line number, cells) of every row of a table, without heads and rules."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        below = lines[number] if number < len(lines) else ""
        is_head = re.match(r"^\|[ :|-]+$", below)
        if line.startswith("|") and not is_head and not re.match(r"^\|[ :|-]+$", line):
            yield number, [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def check_table(root, path, tests):
    if not os.path.exists(os.path.join(root, path)):
        yield Finding(path, 1, f"there is no {path}", DOCUMENT)
        return
    for line, cells in rows(read(root, path)):
        named = [name for name in re.findall(r"`([^`]+)`", cells[-1]) if TEST_NAME.match(name) or "/" in name]
        if not named:
            yield Finding(path, line, "this row names no test", DOCUMENT)
        for name in named:
            if not exists(root, name, tests):
                yield Finding(path, line, f"there is no test {name}", DOCUMENT)
        for name in re.findall(r"`([\w./-]+/[\w./-]+\.[a-z]+|[\w.-]+/)`", "|".join(cells[:-1])):
            if not name.startswith("/") and not os.path.exists(os.path.join(root, name)):
                yield Finding(path, line, f"there is no {name}", DOCUMENT)


def check(root):
    tests = tests_of(root)
    for path in TABLES:
        yield from check_table(root, path, tests)


if __name__ == "__main__":
    main(check)
