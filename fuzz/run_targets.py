#!/usr/bin/env python3
"""Runs fuzz targets that are built, one after another or two at once, and prints what each did. Called by fuzz/run.

Inputs that reach new code are kept in BUILD/corpus/TARGET, so that every run goes on where the last one ended; inputs
that broke a target in BUILD/findings/TARGET. A line for each run is added to BUILD/executions.tsv."""
import argparse
import concurrent.futures
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
USUAL_LENGTH = 4096
# Longest inputs of targets whose formats need more bytes to be interesting, or cost too much with as many.
LENGTHS = {"deb_archive_fuzz": 16384, "deb_package_fuzz": 24576, "header_fields_fuzz": 512, "list_edit_fuzz": 512,
           "rpm_header_fuzz": 2048, "rpm_package_fuzz": 8192, "scope_fuzz": 256, "segment_fuzz": 2048,
           "target_fuzz": 1024, "tree_node_fuzz": 512, "version_fuzz": 512}
SLOWEST_SECONDS = 30  # by the clock, which also runs while the machine does something else
SLOWEST_CPU_SECONDS = 2  # of a processor, for one input: a parser that needs more is at fault
MEMORY_MIB = 2048
# Who allocated what is asked when a finding is run by hand; asking it of every allocation halves the speed.
SANITIZERS = {"ASAN_OPTIONS": "malloc_context_size=0:quarantine_size_mb=16"}
TIMED_OUT = 70  # libFuzzer's exit after a timeout


@dataclass
class Outcome:
    target: str
    executions: int
    seconds: float
    coverage: int
    findings: list


def arguments():
    parser = argparse.ArgumentParser(prog="fuzz/run", description="Builds and runs the fuzz targets.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="their names; without any, all of them")
    parser.add_argument("--seconds", type=int, default=60, help="how long each runs (default 60)")
    parser.add_argument("--runs", type=int, help="how many inputs each gets, instead of a time")
    parser.add_argument("--jobs", type=int, choices=(1, 2), default=1, help="how many run at once (default 1)")
    parser.add_argument("--build", default=os.path.join(TOP, "build", "fuzz"), help="the build directory")
    parser.add_argument("--corpus", default=os.path.join(TOP, "fuzz", "corpus"), help="the inputs to begin with")
    return parser.parse_args()


def command(options, target, corpus, findings):
    line = [os.path.join(options.build, "bin", target), f"-max_len={LENGTHS.get(target, USUAL_LENGTH)}",
            f"-timeout={SLOWEST_SECONDS}",
            f"-report_slow_units={SLOWEST_SECONDS}", f"-rss_limit_mb={MEMORY_MIB}", "-print_final_stats=1",
            f"-artifact_prefix={findings}/"]
    line.append(f"-runs={options.runs}" if options.runs else f"-max_total_time={options.seconds}")
    dictionary = os.path.join(TOP, "fuzz", "dictionaries", target + ".dict")
    if os.path.exists(dictionary):
        line.append(f"-dict={dictionary}")
    return line + [corpus, os.path.join(options.corpus, target)]


def last_number(pattern, text):
    found = re.findall(pattern, text)
    return int(found[-1]) if found else 0


def was_only_waiting(program, path):
    """Whether an input that was reported as slow needs little of a processor: then the machine was busy, and it goes."""
    if not os.path.basename(path).startswith(("slow-unit-", "timeout-")):
        return False
    process = subprocess.Popen([program, "-timeout=600", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0 or usage.ru_utime > SLOWEST_CPU_SECONDS:
        return False
    os.remove(path)
    return True


def run(options, target):
    corpus = os.path.join(options.build, "corpus", target)
    findings = os.path.join(options.build, "findings", target)
    for folder in (corpus, findings):
        os.makedirs(folder, exist_ok=True)
    before = set(os.listdir(findings))
    begin = time.monotonic()
    done = subprocess.run(command(options, target, corpus, findings), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", check=False, env={**SANITIZERS, **os.environ})
    program = os.path.join(options.build, "bin", target)
    found = [name for name in sorted(set(os.listdir(findings)) - before)
             if not was_only_waiting(program, os.path.join(findings, name))]
    outcome = Outcome(target, last_number(r"stat::number_of_executed_units: *(\d+)", done.stdout),
                      time.monotonic() - begin, last_number(r"\bcov: (\d+)", done.stdout), found)
    # An interrupted run, or a program that did not start, has no finding and is no success either.
    if done.returncode not in (0, TIMED_OUT) and not outcome.findings:
        outcome.findings = [f"no input was saved, but exit {done.returncode}"]
    if outcome.findings:
        print(f"{target} failed:\n{done.stdout[-6000:]}", flush=True)
    with open(os.path.join(options.build, "executions.tsv"), "a", encoding="utf-8") as log:
        log.write(f"{time.strftime('%FT%TZ', time.gmtime())}\t{target}\t{outcome.executions}\t{outcome.seconds:.0f}"
                  f"\t{outcome.coverage}\t{len(outcome.findings)}\n")
    return outcome


def table(outcomes):
    lines = [f"{'target':<22}{'executions':>14}{'per second':>12}{'edges':>8}  findings"]
    for one in outcomes:
        rate = one.executions / one.seconds if one.seconds else 0
        lines.append(f"{one.target:<22}{one.executions:>14,}{rate:>12,.0f}{one.coverage:>8}  {len(one.findings)}")
    lines.append(f"{'all':<22}{sum(one.executions for one in outcomes):>14,}")
    return "\n".join(lines)


def main():
    options = arguments()
    known = sorted(name for name in os.listdir(options.corpus) if name.endswith("_fuzz"))
    for target in options.targets:
        if target not in known:
            sys.exit(f"fuzz/run: there is no target {target}; there are: {', '.join(known)}")
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        outcomes = list(pool.map(lambda target: run(options, target), options.targets or known))
    print(table(outcomes))
    for one in outcomes:
        for finding in one.findings:
            place = os.path.join(options.build, "findings", one.target, finding)
            print(f"{one.target}: {finding}" if not os.path.exists(place) else
                  f"{one.target} breaks on {place}: run {os.path.join(options.build, 'bin', one.target)} {place}")
    sys.exit(1 if any(one.findings for one in outcomes) else 0)


if __name__ == "__main__":
    main()
