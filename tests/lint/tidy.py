#!/usr/bin/env python3
"""clang-tidy over the product's translation units, on every core; one whose text, headers and rules are unchanged since
it was found clean is skipped. Where a build compiles sources together, so does this: most of its time goes into headers.
Not a ctest: scripts/test runs it.

usage: tidy.py ROOT BUILD_DIRECTORY"""
import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from sources import PRODUCT_FOLDERS, files_below, read

# clang 14 takes half a minute for each of these: they instantiate Asio and Beast. The sanitizer run and
# coroutine_rules.py are their watchmen.
TOO_HEAVY = ("server/net/",)


def commands_without_precompiled(build, cache):
    """A copy of the build's commands that clang can follow: it cannot read what GCC precompiled. Returns its entries."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        entries = json.load(file)
    for entry in entries:
        entry["command"] = re.sub(r"-Winvalid-pch -include \S+", "", entry["command"])
    with open(os.path.join(cache, "compile_commands.json"), "w", encoding="utf-8") as file:
        json.dump(entries, file)
    return entries


def members(root, source):
    """The product's sources that one translation unit compiles: itself, or what CMake put together (SLIPWAY_UNITY)."""
    if "/Unity/unity_" not in source:
        return [os.path.relpath(source, root)]
    with open(source, encoding="utf-8") as file:
        return [os.path.relpath(path, root) for path in re.findall(r'^#include "(.*)"$', file.read(), re.MULTILINE)]


def translation_units(root, entries):
    """The translation units that hold sources of the product, each with these."""
    product = set(files_below(root, PRODUCT_FOLDERS, (".cpp",)))
    units = {}
    for entry in entries:
        sources = [path for path in members(root, entry["file"]) if path in product]
        if sources and not sources[0].startswith(TOO_HEAVY):
            units[entry["file"]] = sources
    return units


def digest_of(root, paths):
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.encode() + b"\0" + read(root, path).encode() + b"\0")
    return digest.hexdigest()


def tidy(cache, unit):
    command = ["clang-tidy", "--quiet", "-p", cache, "--extra-arg=-Wno-unknown-warning-option",
               "--extra-arg=-Wno-everything", unit]
    return subprocess.run(command, capture_output=True, text=True)


def main():
    root, build = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    cache = os.path.join(root, "build", "tidy-cache")
    os.makedirs(cache, exist_ok=True)
    entries = commands_without_precompiled(build, cache)
    rules = digest_of(root, [".clang-tidy"] + files_below(root, PRODUCT_FOLDERS, (".hpp",)))

    def look_at(unit, sources):
        mark = os.path.join(cache, hashlib.sha256((rules + digest_of(root, sources)).encode()).hexdigest())
        if os.path.exists(mark):
            return None
        result = tidy(cache, unit)
        if result.returncode == 0:
            open(mark, "w", encoding="utf-8").close()
            return None
        return result.stdout + result.stderr

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        units = translation_units(root, entries)
        reports = [report for report in pool.map(look_at, units.keys(), units.values()) if report]
    for report in reports:
        print(report)
    sys.exit(1 if reports else 0)


if __name__ == "__main__":
    main()
