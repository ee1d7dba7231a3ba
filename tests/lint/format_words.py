#!/usr/bin/env python3
"""What is particular to a package format is asked of its PackageFormat. Nobody else writes a format's word or compares a
format, or a new kind of package would have to be taught to the whole tree."""
import re

from sources import Finding, line_of, main, product_sources, read, without_comments_and_literals

DOCUMENT = "docs/decisions/0059-one-class-per-package-format.md"

# Where the words are spelled, and the readers and writers of the formats.
ALLOWED = ("base/words.hpp", "repo-format/")

LITERAL = re.compile(r'"(?:deb|rpm)"')
VALUE = re.compile(r"\b(?:Format|VersionOrder)::(?:deb|rpm)\b")


def check(root):
    for path in product_sources(root):
        if path.startswith(ALLOWED):
            continue
        text = read(root, path)
        for match in LITERAL.finditer(text):
            yield Finding(path, line_of(text, match.start()), f"{match[0]} is known to PackageFormat alone", DOCUMENT)
        code = without_comments_and_literals(text)
        for match in VALUE.finditer(code):
            yield Finding(path, line_of(code, match.start()), f"{match[0]} is known to PackageFormat alone", DOCUMENT)


if __name__ == "__main__":
    main(check)
