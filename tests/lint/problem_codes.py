#!/usr/bin/env python3
"""Every code of a problem, the `code` of `urn:slipway:{code}`, that the product gives is told in docs/http-api.md and
occurs in a test: clients decide by it. Codes that are the name of a fault are held by problem_test.cpp."""
import os
import re

from sources import Finding, files_below, line_of, main, product_sources, read

DOCUMENT = "docs/http-api.md, rules for all requests"
CODE = re.compile(r'\.as\("([a-z-]+)"\)')


def check(root):
    path = os.path.join("docs", "http-api.md")
    documented = set(re.findall(r"`([a-z-]+)`", read(root, path))) if os.path.exists(os.path.join(root, path)) else set()
    tests = [read(root, path) for path in files_below(root, ("tests",), (".cpp", ".sh"))]
    tested = set(re.findall(r'(?<=[": ])[a-z]+(?:-[a-z]+)*\b', "\n".join(tests)))
    for path in product_sources(root):
        text = read(root, path)
        for match in CODE.finditer(text):
            code, line = match[1], line_of(text, match.start())
            if code not in documented:
                yield Finding(path, line, f"the problem code {code} is not documented", DOCUMENT)
            if code not in tested:
                yield Finding(path, line, f"no test has the problem code {code}", DOCUMENT)


if __name__ == "__main__":
    main(check)
