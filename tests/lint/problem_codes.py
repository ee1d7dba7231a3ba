#!/usr/bin/env python3
"""Every problem code that the product gives is told in docs/http-api.md and occurs in a test, as clients decide by it; and
every entry of the table in base/problem.hpp is given somewhere. Codes that are the name of a fault are held by
problem_test.cpp."""
import os
import re

from sources import Finding, files_below, line_of, main, product_sources, read

DOCUMENT = "docs/http-api.md, rules for all requests"
TABLE = os.path.join("base", "problem.hpp")
GIVEN = re.compile(r'(?<=[(])"([a-z-]+)"_problem')  # of an error; tables of operations only name them
ROW = re.compile(r'^    \{"([a-z-]+)", (\w+),', re.MULTILINE)


def check(root):
    path = os.path.join("docs", "http-api.md")
    documented = set(re.findall(r"`([a-z-]+)`", read(root, path))) if os.path.exists(os.path.join(root, path)) else set()
    tests = [read(root, path) for path in files_below(root, ("tests",), (".cpp", ".sh"))]
    tested = set(re.findall(r'(?<=[": ])[a-z]+(?:-[a-z]+)*\b', "\n".join(tests)))
    given = set()
    for path in product_sources(root):
        if path == TABLE:
            continue
        text = read(root, path)
        for match in GIVEN.finditer(text):
            code, line = match[1], line_of(text, match.start())
            given.add(code)
            if code not in documented:
                yield Finding(path, line, f"the problem code {code} is not documented", DOCUMENT)
            if code not in tested:
                yield Finding(path, line, f"no test has the problem code {code}", DOCUMENT)
    yield from unused(root, given)


def unused(root, given):
    if not os.path.exists(os.path.join(root, TABLE)):
        return
    text = read(root, TABLE)
    for match in ROW.finditer(text):
        if match[1] not in given and match[1].replace("-", "_") != match[2]:
            yield Finding(TABLE, line_of(text, match.start(1)), f"nothing gives the problem {match[1]}", DOCUMENT)


if __name__ == "__main__":
    main(check)
