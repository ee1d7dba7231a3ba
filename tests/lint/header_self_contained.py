#!/usr/bin/env python3
"""Every header compiles alone: whoever includes it needs to know nothing else.

Two things spare most of the time. The slow headers of the standard library are precompiled; header_includes.py finds those
that a header forgot. And headers are compiled in chains, each header behind those that it includes anyway: of the headers
in front of it nothing is new to it, as its own code stands below its includes, and the first one is alone. Where a chain
fails, each of its headers is compiled by itself."""
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from header_includes import DOCUMENT, all_includes, headers_that_stand_alone
from sources import Finding, main

PRECOMPILED = ("algorithm", "array", "atomic", "chrono", "condition_variable", "deque", "filesystem", "functional", "future", "map",
               "memory", "mutex", "optional", "set", "span", "string", "thread", "unordered_map", "variant", "vector")

# clang reads of a precompiled header only what is used, and keeps its instantiations: two to five times as fast as GCC here.
COMPILER = ["clang++", "-std=c++20", "-w"]


def precompile(scratch):
    os.makedirs(scratch, exist_ok=True)
    header = os.path.join(scratch, "standard.hpp")
    with open(header, "w", encoding="utf-8") as file:
        file.writelines(f"#include <{name}>\n" for name in PRECOMPILED)
    precompiled = header + ".pch"
    subprocess.run(COMPILER + ["-x", "c++-header", "-fpch-instantiate-templates", header, "-o", precompiled], check=True)
    return precompiled


def chains(included):
    """Each header once, in a list where every header includes those in front of it."""
    made = []
    for header in sorted(included, key=lambda header: len(included[header])):
        fitting = [chain for chain in made if chain[-1] in included[header]]
        if fitting:
            max(fitting, key=lambda chain: len(included[chain[-1]])).append(header)
        else:
            made.append([header])
    return made


def errors_of(root, precompiled, headers):
    content = "".join(f'#include "{header}"\n' for header in headers) * 2
    command = COMPILER + ["-I", root, "-include-pch", precompiled, "-fsyntax-only", "-x", "c++", "-"]
    result = subprocess.run(command, input=content, capture_output=True, text=True)
    return [] if result.returncode == 0 else [line for line in result.stderr.splitlines() if "error:" in line] or [result.stderr]


def findings_of(root, precompiled, chain):
    """What is wrong with the headers of a chain; with its last one if the chain fails and each header by itself does not."""
    errors_of_chain = errors_of(root, precompiled, chain)
    if not errors_of_chain:
        return []
    errors = {header: errors_of(root, precompiled, [header]) for header in chain}
    if not any(errors.values()):
        errors[chain[-1]] = errors_of_chain
    return [Finding(header, 1, f"does not compile alone: {found[0].split('error:')[-1].strip()}", DOCUMENT)
            for header, found in errors.items() if found]


def check(root, scratch=None):
    scratch = scratch or os.path.join(sys.argv[2] if len(sys.argv) > 2 else os.path.join(root, "build"), "lint-headers")
    precompiled = precompile(scratch)
    included = all_includes(root, headers_that_stand_alone(root))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for findings in pool.map(lambda chain: findings_of(root, precompiled, chain), chains(included)):
            yield from findings


if __name__ == "__main__":
    main(check)
