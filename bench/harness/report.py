"""The table: of this run on the terminal, of a JSON file in bench/PERFORMANCE.md."""
import re
from typing import Any

from harness.errors import BenchError
from harness.results import SLIPWAY, Figure, Result, from_document

COLUMNS = ("work", "Slipway", "beside", "it needs", "Slipway is better by", "target", "met")
SCALES = {"bytes": ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")), "bytes/s": ((1e9, "GB/s"), (1e6, "MB/s"), (1e3, "kB/s"))}
NOTHING = "–"
MARKS = re.compile(r"(<!-- results: [^\n]*-->\n).*?(<!-- end of results -->)", re.DOTALL)


def three_digits(value: float) -> str:
    """As many decimals as make three digits, none from a hundred on."""
    return f"{value:,.0f}" if abs(value) >= 99.95 else f"{value:.1f}" if abs(value) >= 9.995 else f"{value:.2f}"


def quantity(value: float | None, unit: str) -> str:
    if value is None:
        return NOTHING
    if unit == "s":
        return f"{three_digits(value)} s" if value >= 1 else f"{three_digits(value * 1e3)} ms"
    if unit == "requests/s":
        return f"{value:,.0f}/s"
    for scale, name in SCALES.get(unit, ()):
        if abs(value) >= scale:
            return f"{three_digits(value / scale)} {name}"
    return f"{three_digits(value)} {unit}"


def cell(figure: Figure, unit: str) -> str:
    value = quantity(figure.median, unit) if figure.samples else ""
    return ", ".join(part for part in (value, figure.remark) if part) or NOTHING


def times(ratio: float | None) -> str:
    return NOTHING if ratio is None else f"{three_digits(ratio)} ×"


def lines_of(result: Result, packages: int) -> list[list[str]]:
    """One line per peer, and per target that names no peer; what was said above is not repeated."""
    ours = result.figure(SLIPWAY)
    general = [target for target in result.targets if target.peer is None]
    peers = [figure for figure in result.figures if figure is not ours]
    lines = []
    for number in range(max(1, len(general), len(peers))):
        peer = peers[number] if number < len(peers) else None
        targets = general[number:number + 1]
        targets += [target for target in result.targets if peer is not None and target.peer == peer.subject]
        marks = {True: "yes", False: "no", None: NOTHING}
        lines.append([
            result.what if number == 0 else "", cell(ours, result.unit) if number == 0 and ours else "",
            peer.subject if peer else "", cell(peer, result.unit) if peer else "",
            times(result.ratio(peer.subject)) if peer else "", "; ".join(target.text for target in targets),
            "; ".join(marks[result.meets(target, packages)] for target in targets)])
    return lines


def table(results: list[Result], packages: int) -> str:
    """Markdown whose columns are aligned, so that it reads well as it is."""
    rows = [list(COLUMNS)] + [line for result in results for line in lines_of(result, packages)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    text = ["| " + " | ".join(word.ljust(width) for word, width in zip(row, widths)) + " |" for row in rows]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(text)


def heading(document: dict[str, Any]) -> str:
    machine = document["machine"]
    rounds = "1 round" if document["rounds"] == 1 else f"{document['rounds']} rounds"
    versions = ", ".join(f"{name} {version}" for name, version in document["versions"].items())
    return (f"{document['date'][:10]}, commit {document['commit']}; {machine['cores']} cores of {machine['cpu']}, "
            f"{machine['memory'] / 2**30:.0f} GiB, Linux {machine['kernel']}, {machine['file_system']}; "
            f"{document['packages']:,} packages, {rounds}; {versions}.")


def markdown(document: dict[str, Any]) -> str:
    """Of a JSON file that a run has written."""
    results = [from_document(entry) for entry in document["results"]]
    parts = [heading(document), "", table(results, document["packages"])]
    parts += [f"\nFailed: {failure['row']}: {failure['reason']}" for failure in document["failures"]]
    return "\n".join(parts)


def put_between_marks(text: str, document: dict[str, Any], picture: str | None = None) -> str:
    """The text of a markdown file with its results replaced. `picture`: where the plot is, seen from that file."""
    results = markdown(document) + (f"\n\n![Time to publish one more package]({picture})" if picture else "")
    replaced, count = MARKS.subn(lambda marks: f"{marks[1]}\n{results}\n\n{marks[2]}", text)
    if count != 1:
        raise BenchError("there is no place for results: lines <!-- results: … --> and <!-- end of results -->")
    return replaced
