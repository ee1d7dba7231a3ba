#!/usr/bin/env python3
"""compare_metrics.py ROOT METRICS: docs/monitoring.md lists exactly the metrics of the page METRICS, with their types and labels
(those of an object store and of nodes may be missing from the page);
the alerts and the dashboard of config/ ask for no other metrics and labels, and each alert has a severity and a section
that says what to do. Prints each difference; exit 1 if there is one."""
import json
import os
import re
import sys

OF_PROMETHEUS = {"up", "instance", "job"}  # what Prometheus adds
SUFFIXES = {"histogram": ("_bucket", "_sum", "_count"), "summary": ("_sum", "_count"), "counter": (), "gauge": ()}
METRIC = r"\b(?:slipway|process)_\w+"


def served(page):
    """{name: (type, labels)} of a page in Prometheus' text format."""
    types = dict(re.findall(r"^# TYPE (\S+) (\S+)$", page, re.M))
    labels = {name: set() for name in types}
    for sample, inner in re.findall(r"^([a-z_]+)(?:\{(.*)\})? ", page, re.M):
        name = next(n for n in types if sample in {n, *(n + suffix for suffix in SUFFIXES[types[n]])})
        labels[name] |= set(re.findall(r'(\w+)="', inner))
    return {name: (types[name], labels[name]) for name in types}


def optional(text):
    """The part of the documentation about what only some servers serve."""
    return "".join(re.findall(r"^### (?:Object store|Nodes)$.*?(?=^##)", text + "\n##", re.M | re.S))


def documented(text):
    rows = re.findall(rf"^\| `({METRIC})` \| (\w+) \|([^|]*)\|", text, re.M)
    return {name: (kind, set(re.findall(r"`(\w+)`", labels))) for name, kind, labels in rows}


def expressions(board):
    for panel in board["panels"]:
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"]
    for variable in board["templating"]["list"]:
        if variable["type"] == "query":
            yield variable["name"], variable["definition"]


def unknown_in(expression, known):
    """Metrics and labels of an expression that are not served."""
    series = {name + suffix: labels for name, (kind, labels) in known.items() for suffix in ("", *SUFFIXES[kind])}
    for name, inner in re.findall(rf"({METRIC})(?:\{{([^}}]*)\}})?", expression):
        if name not in series:
            yield name
            continue
        asked = set(re.findall(r"(\w+)\s*(?:=~|!=|!~|=)", inner)) | set(re.findall(r"\w+", " ".join(re.findall(r"by \(([^)]*)\)", expression))))
        yield from sorted(f"{name}: label {label}" for label in asked - series[name] - OF_PROMETHEUS)


def alerts(text):
    """(name, expression, severity, runbook) of each rule."""
    for rule in re.split(r"^      - alert: ", text, flags=re.M)[1:]:
        name = rule.split("\n", 1)[0].strip()
        expression = re.search(r"expr: (?:>-)?(.*?)\n        (?:for|labels)", rule, re.S)
        severity = re.search(r"severity: (critical|warning)\b", rule)
        runbook = re.search(r"runbook: (\S+)", rule)
        yield name, *(found and found.group(1) for found in (expression, severity, runbook))


def differences(root, page):
    def read(path):
        with open(os.path.join(root, path), encoding="utf-8") as file:
            return file.read()

    known, text = served(page), read("docs/monitoring.md")
    listed = documented(text)
    known.update({name: row for name, row in documented(optional(text)).items() if name not in known})
    for name in sorted(known.keys() | listed.keys()):
        if known.get(name) != listed.get(name):
            yield f"docs/monitoring.md: {name}: served {known.get(name)}, documented {listed.get(name)}"

    anchors = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", text, re.M)}
    for target in re.findall(r"\]\(#([\w-]+)\)", text):
        if target not in anchors:
            yield f"docs/monitoring.md: no section #{target}"
    rules = list(alerts(read("config/prometheus-alerts.yml")))
    for name, expression, severity, runbook in rules:
        if not (expression and severity) or runbook != "docs/monitoring.md#" + name.lower() or name.lower() not in anchors:
            yield f"config/prometheus-alerts.yml: {name}: no expression, severity or section in docs/monitoring.md"
        yield from (f"config/prometheus-alerts.yml: {name}: {what}" for what in unknown_in(expression or "", known))
    for heading in re.findall(r"^### (Slipway\w+)$", text, re.M):
        if heading not in {rule[0] for rule in rules}:
            yield f"docs/monitoring.md: {heading}: no such alert"

    board = list(expressions(json.loads(read("config/grafana-dashboard.json"))))
    for place, expression in board:
        yield from (f"config/grafana-dashboard.json: {place}: {what}" for what in unknown_in(expression, known))
    if not (known and rules and board):
        yield "nothing was compared"


def main():
    root, page = sys.argv[1:]
    with open(page, encoding="utf-8") as file:
        found = list(differences(root, file.read()))
    print("\n".join(found))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
