"""On what, and with which programs, a run was made: numbers mean little without it."""
import os
import re
import subprocess
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from harness.options import ROOT

VERSIONS = {
    "reprepro": ["reprepro", "--version"], "aptly": ["aptly", "version"], "createrepo_c": ["createrepo_c", "--version"],
    "rpm": ["rpm", "--version"], "nginx": ["nginx", "-v"], "wrk": ["wrk", "-v"], "gpg": ["gpg", "--version"]}


def first_match(pattern: str, text: str, otherwise: str = "unknown") -> str:
    match = re.search(pattern, text, re.MULTILINE)
    return match[1].strip() if match else otherwise


def version_of(command: list[str]) -> str | None:
    """None for a program that is not there."""
    try:
        run = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    except OSError:
        return None
    return first_match(r"(\d+(?:\.\d+)+)", run.stdout + run.stderr)


def file_system_of(path: Path) -> str:
    """The type of the mount that the path is on."""
    best = ("", "unknown")
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, mount, kind = line.split()[:3]
        if path.is_relative_to(mount) and len(mount) >= len(best[0]):
            best = (mount, kind)
    return best[1]


def commit() -> str:
    """Of the checkout; a plus sign says that files were changed since."""
    def git(*arguments: str) -> str:
        return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True).stdout.strip()
    try:
        return git("rev-parse", "--short=12", "HEAD") + ("+" if git("status", "--porcelain") else "") or "unknown"
    except OSError:
        return "unknown"


def describe(work: Path, program: Path) -> dict[str, Any]:
    system = os.uname()
    commands = {"slipwayd": [str(program), "version"], **VERSIONS}
    memory = int(first_match(r"^MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text(), "0")) * 1024
    return {
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "commit": commit(),
        "machine": {
            "cpu": first_match(r"^(?:model name|Model)\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), system.machine),
            "cores": len(os.sched_getaffinity(0)), "memory": memory, "kernel": system.release,
            "file_system": file_system_of(work)},
        "versions": {name: version for name, command in commands.items() if (version := version_of(command))}}
