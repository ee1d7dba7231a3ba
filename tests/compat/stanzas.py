#!/usr/bin/env python3
"""Stanzas of Packages files, for tests/compat/real_packages.

usage: stanzas.py choose COUNT              reads stanzas, prints COUNT names spread over all of them
       stanzas.py compare EXPECTED SERVED   exit status 1, and every difference, unless both say the same of each package"""
import re
import sys

SMALL = 1_000_000
# Where a package lies is the repository's own business.
OWN = {"Filename"}


def stanzas(text):
    """Fields by name. Blanks at the ends of lines have no meaning (deb822); some maintainers leave them there."""
    for block in re.split(r"\n{2,}", re.sub(r"[ \t]+$", "", text.strip(), flags=re.MULTILINE)):
        yield dict(re.findall(r"^([A-Za-z0-9-]+):[ \t]*((?:.*)(?:\n[ \t].*)*)", block, re.MULTILINE))


def spread(names, count):
    return [names[index * len(names) // count] for index in range(count)]


def choose(count):
    """Names of small packages: nine of ten from the whole alphabet, the rest from those that depend on nothing."""
    small = {fields["Package"]: fields for fields in stanzas(sys.stdin.read()) if 0 < int(fields.get("Size", 0)) < SMALL}
    alone = sorted(name for name, fields in small.items() if not fields.keys() & {"Depends", "Pre-Depends"})
    others = sorted(small.keys() - set(alone))
    lonely = max(count // 10, 20)
    print("\n".join(spread(alone, lonely) + spread(others, count - lonely)))


def by_package(path):
    with open(path, encoding="utf-8") as file:
        return {tuple(fields[key] for key in ("Package", "Version", "Architecture")): fields for fields in stanzas(file.read())}


def compare(expected_path, served_path):
    expected, served = by_package(expected_path), by_package(served_path)
    differences = [f"{' '.join(key)}: only in {'expected' if key in expected else 'served'}" for key in expected.keys() ^ served.keys()]
    for key in expected.keys() & served.keys():
        for name in sorted((expected[key].keys() | served[key].keys()) - OWN):
            if expected[key].get(name) != served[key].get(name):
                differences.append(f"{' '.join(key)}: {name}: {expected[key].get(name)!r} expected, {served[key].get(name)!r} served")
    print("\n".join(sorted(differences)) or f"{len(served)} stanzas agree")
    return 1 if differences else 0


if __name__ == "__main__":
    if sys.argv[1] == "choose":
        choose(int(sys.argv[2]))
    else:
        sys.exit(compare(sys.argv[2], sys.argv[3]))
