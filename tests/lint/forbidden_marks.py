#!/usr/bin/env python3
"""Nothing is left for later: no marks of unfinished work, no test switched off."""
import re

from sources import PRODUCT_FOLDERS, TEST_FOLDERS, Finding, files_below, line_of, main, read

DOCUMENT = "CONTRIBUTING.md, nothing is left for later"
SUFFIXES = (".cpp", ".hpp", ".sql", ".sh", ".py", ".cmake", "CMakeLists.txt", ".toml", ".service", ".conf")
FOLDERS = PRODUCT_FOLDERS + TEST_FOLDERS + ("cmake", "scripts", "config", "web")

# Spelled in pieces, so that this file does not find itself.
MARKS = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
OFF = re.compile(r"\b(DIS" r"ABLED_\w+|GTEST_" r"SKIP)\b")

# An accepting run of the golden files reports its tests as skipped, so that it never looks green.
MAY_SKIP = ("tests/support/golden.cpp", "tests/support/golden.hpp")


def check(root):
    for path in files_below(root, FOLDERS, SUFFIXES):
        text = read(root, path)
        for match in MARKS.finditer(text):
            yield Finding(path, line_of(text, match.start()), f"mark {match.group(1)}", DOCUMENT)
        for match in OFF.finditer(text):
            if path not in MAY_SKIP:
                yield Finding(path, line_of(text, match.start()), f"{match.group(1)} switches a test off", DOCUMENT)


if __name__ == "__main__":
    main(check)
