#!/usr/bin/env python3
"""Every header compiles alone: whoever includes it needs to know nothing else. Objects go to the build folder, through
ccache where present, so that only changed headers cost time. Headers that show Asio are left out: each takes ten seconds,
and only the few sources of server/net/ include them."""
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from sources import PRODUCT_FOLDERS, Finding, files_below, main, read

DOCUMENT = "docs/conventions.md, headers"


def first_error(output, header):
    for line in output.splitlines():
        if "error:" in line:
            return line.split("error:", 1)[1].strip()
    return f"{header} does not compile"


def compile_alone(root, scratch, header):
    stem = os.path.join(scratch, header.replace("/", "_"))
    content = f'#include "{header}"\n#include "{header}"\n'
    if not os.path.exists(stem + ".cpp") or open(stem + ".cpp", encoding="utf-8").read() != content:
        with open(stem + ".cpp", "w", encoding="utf-8") as file:
            file.write(content)
    launcher = ["ccache"] if shutil.which("ccache") else []
    command = launcher + [os.environ.get("CXX", "g++"), "-std=c++20", "-O0", "-w", "-I", root, "-c", stem + ".cpp", "-o", stem + ".o"]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode == 0:
        return None
    return Finding(header, 1, "does not compile alone: " + first_error(result.stderr, header), DOCUMENT)


def check(root, scratch=None):
    scratch = scratch or os.path.join(sys.argv[2] if len(sys.argv) > 2 else os.path.join(root, "build"), "lint-headers")
    os.makedirs(scratch, exist_ok=True)
    headers = [path for path in files_below(root, PRODUCT_FOLDERS + ("tests/support",), (".hpp",))
               if not (path.startswith("server/net/") and "asio" in read(root, path))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda header: compile_alone(root, scratch, header), headers)
        return [finding for finding in results if finding]


if __name__ == "__main__":
    main(check)
