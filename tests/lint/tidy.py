#!/usr/bin/env python3
"""clang-tidy over the product's .cpp files, on every core; a file whose text, headers and rules are unchanged since it
was found clean is skipped. Not a ctest: scripts/test runs it.

usage: tidy.py ROOT BUILD_DIRECTORY"""
import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from sources import PRODUCT_FOLDERS, files_below, read

# clang 14 takes half a minute for each of these: they instantiate Asio and Beast. The sanitizer run and
# coroutine_rules.py are their watchmen.
TOO_HEAVY = ("server/net/",)


def listed_sources(root, build):
    """The product's sources that are part of the build: nothing is known about how to read any other."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        built = {os.path.relpath(entry["file"], root) for entry in json.load(file)}
    return [path for path in files_below(root, PRODUCT_FOLDERS, (".cpp",))
            if path in built and not path.startswith(TOO_HEAVY)]


def digest_of(root, paths):
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.encode() + b"\0" + read(root, path).encode() + b"\0")
    return digest.hexdigest()


def tidy(root, build, path):
    command = ["clang-tidy", "--quiet", "-p", build, "--extra-arg=-Wno-unknown-warning-option",
               "--extra-arg=-Wno-everything", os.path.join(root, path)]
    return subprocess.run(command, capture_output=True, text=True)


def main():
    root, build = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    cache = os.path.join(root, "build", "tidy-cache")
    os.makedirs(cache, exist_ok=True)
    rules = digest_of(root, [".clang-tidy"] + files_below(root, PRODUCT_FOLDERS, (".hpp",)))

    def look_at(path):
        mark = os.path.join(cache, hashlib.sha256((rules + digest_of(root, [path])).encode()).hexdigest())
        if os.path.exists(mark):
            return None
        result = tidy(root, build, path)
        if result.returncode == 0:
            open(mark, "w", encoding="utf-8").close()
            return None
        return result.stdout + result.stderr

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        reports = [report for report in pool.map(look_at, listed_sources(root, build)) if report]
    for report in reports:
        print(report)
    sys.exit(1 if reports else 0)


if __name__ == "__main__":
    main()
