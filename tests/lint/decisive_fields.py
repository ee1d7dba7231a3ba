#!/usr/bin/env python3
"""A header field that the server reads of a request as one value is among those that may come only once: else a proxy
and this server, or two places of it, could take different ones."""
import os
import re

from sources import Finding, files_below, line_of, main, read

LIST = os.path.join("server", "http", "decisive_fields.cpp")
DOCUMENT = "docs/decisions/0036-what-was-decided-is-handed-on.md"
READING = re.compile(r'headers\.find\(\s*"([^"]+)"')
OF_A_FORMS_PART = {"content-disposition"}  # there nothing may come twice


def check(root):
    listed = set()
    if os.path.exists(os.path.join(root, LIST)):
        listed = {name.lower() for name in re.findall(r'"([A-Za-z0-9-]+)"', read(root, LIST))}
    for path in files_below(root, ("server",), (".cpp", ".hpp")):
        text = read(root, path)
        for match in READING.finditer(text):
            name = match[1]
            if name.lower() not in listed | OF_A_FORMS_PART:
                yield Finding(path, line_of(text, match.start()), f"{name} is read, and may come twice", DOCUMENT)


if __name__ == "__main__":
    main(check)
