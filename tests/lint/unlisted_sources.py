#!/usr/bin/env python3
"""Every source file takes part: a .cpp stands in a CMakeLists.txt above it, a header is included by somebody, a client
test is registered. A test file that no target names would never run, and nobody would notice."""
import os
import re

from sources import Finding, all_sources, files_below, main, read

DOCUMENT = "CONTRIBUTING.md, sources are listed"


def listed_in(root, folder):
    """Paths, relative to root, of the sources that folder/CMakeLists.txt names."""
    path = os.path.join(folder, "CMakeLists.txt")
    if not os.path.exists(os.path.join(root, path)):
        return set()
    text = re.sub(r"#[^\n]*", "", read(root, path))
    return {os.path.normpath(os.path.join(folder, name)) for name in re.findall(r"[\w./+-]+\.cpp", text)}


def folders_above(path):
    while path:
        path = os.path.dirname(path)
        yield path


def check(root):
    sources = all_sources(root)
    included = set()
    for path in sources:
        included |= set(re.findall(r'#\s*include\s*"([^"]+)"', read(root, path)))
    listed = {}
    for path in sources:
        for folder in folders_above(path):
            if folder not in listed:
                listed[folder] = listed_in(root, folder)
        if path.endswith(".cpp") and not any(path in listed[folder] for folder in folders_above(path)):
            yield Finding(path, 1, "no CMakeLists.txt names this file", DOCUMENT)
        if path.endswith(".hpp") and path not in included and not any(
                text_names(root, folder, path) for folder in folders_above(path)):
            yield Finding(path, 1, "nothing includes this header", DOCUMENT)
    for path in files_below(root, ("tests/e2e",), (".sh",)):
        stem = os.path.basename(path)[:-len(".sh")]
        listing = os.path.join(os.path.dirname(path), "CMakeLists.txt")
        if stem != "lib" and not (os.path.exists(os.path.join(root, listing)) and
                                  re.search(rf"\b{re.escape(stem)}\b", read(root, listing))):
            yield Finding(path, 1, "no CMakeLists.txt names this script", DOCUMENT)


def text_names(root, folder, header):
    """Whether a CMakeLists.txt names the header itself, as it does for a precompiled one."""
    path = os.path.join(folder, "CMakeLists.txt")
    return os.path.exists(os.path.join(root, path)) and os.path.relpath(header, folder or ".") in read(root, path)


if __name__ == "__main__":
    main(check)
