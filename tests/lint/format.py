#!/usr/bin/env python3
"""clang-format agrees with every C++ file."""
import os
import re
import subprocess

from sources import Finding, all_sources, main

DOCUMENT = ".clang-format; clang-format -i mends it"


def check(root):
    sources = all_sources(root)
    if not sources:
        return
    command = ["clang-format", "--dry-run", "--style=file:" + os.path.join(os.path.dirname(__file__), "../../.clang-format")]
    result = subprocess.run(command + sources, cwd=root, capture_output=True, text=True)
    if result.returncode != 0 and "code should be clang-formatted" not in result.stderr:
        raise RuntimeError(result.stderr)
    for path, line in re.findall(r"^(\S+?):(\d+):\d+: (?:warning|error): code should be clang-formatted", result.stderr, re.M):
        yield Finding(path, int(line), "not formatted", DOCUMENT)


if __name__ == "__main__":
    main(check)
