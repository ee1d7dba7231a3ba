#!/usr/bin/env python3
"""Results of tests/compat/run as a table client × case, with remarks as numbered notes.

usage: table.py [--markdown] FILE    lines of release, client, case, outcome and remark, separated by tabs"""
import sys

HEADS = {"script": "set-up by .sh", "file": "set-up by .sources/.repo", "by_url": "set-up by URL", "update": "update", "pair": "pair race", "native": "install",
         "upgrade": "upgrade", "large": "large index", "tampered_index": "tampered index", "tampered_package": "tampered package",
         "foreign_key": "foreign key", "rotation": "rotation", "announced": "announced rotation",
         "standby": "set up with standby key", "removal": "--remove", "snapshot": "snapshot"}
RELEASES = {"bullseye": "Debian 11", "bookworm": "Debian 12", "trixie": "Debian 13"}


def read(path):
    """The cases that ran, the rows (each a client with its outcomes by case) and the remarks in order of appearance."""
    cases, rows, remarks = set(), {}, []
    with open(path, encoding="utf-8") as file:
        for line in file:
            release, client, case, outcome, remark = line.rstrip("\n").split("\t")
            cases.add(case)
            if remark:
                if remark not in remarks:
                    remarks.append(remark)
                outcome += f" ({remarks.index(remark) + 1})"
            rows.setdefault((RELEASES.get(release, release), client), {})[case] = outcome
    return sorted(cases, key=list(HEADS).index), rows, remarks


def lines_of(cases, rows):
    yield ["system", "client"] + [HEADS[case] for case in cases]
    for (release, client), outcomes in rows.items():
        yield [release, client] + [outcomes.get(case, "") for case in cases]


def main():
    markdown = sys.argv[1] == "--markdown"
    cases, rows, remarks = read(sys.argv[-1])
    table = list(lines_of(cases, rows))
    if markdown:
        table.insert(1, ["---"] * len(table[0]))
        for cells in table:
            print("| " + " | ".join(cells) + " |")
        print()
    else:
        widths = [max(map(len, column)) for column in zip(*table)]
        for cells in table:
            print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths)).rstrip())
    for number, remark in enumerate(remarks, 1):
        print(f"({number}) {remark}" + ("  " if markdown else ""))


if __name__ == "__main__":
    main()
