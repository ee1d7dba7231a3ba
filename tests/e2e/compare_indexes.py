#!/usr/bin/env python3
"""Whether two indexes say the same of every package, apart from what must differ: where a package lies, and, of rpms, what
their signing changes (digest, size, header range). Blanks at the ends of lines mean nothing in a control file.

    compare_indexes.py deb|primary|filelists|other EXPECTED ACTUAL

Prints "N packages agree", or the first differences and ends with 1."""
import re
import sys
import xml.etree.ElementTree as xml

# Digests other than SHA256 count for nothing with apt; Slipway leaves them out.
DIFFERENT_IN_DEBS = {"Filename", "MD5sum", "SHA1", "SHA512"}
DIFFERENT_IN_RPMS = {"location", "checksum", "header-range"}
# Attributes of an element; "package" is the file's size, "file" its time.
DIFFERENT_ATTRIBUTES = {"pkgid", "package", "file"}


def stanzas(path):
    """Package name and version → fields."""
    with open(path, encoding="utf-8") as file:
        for block in file.read().split("\n\n"):
            fields = dict(re.findall(r"^([A-Za-z0-9-]+): *((?:.*)(?:\n[ \t].*)*)", block, re.MULTILINE))
            if fields:
                kept = {name: re.sub(r"[ \t]+$", "", value, flags=re.MULTILINE)
                        for name, value in fields.items() if name not in DIFFERENT_IN_DEBS}
                yield (fields["Package"], fields["Version"], fields["Architecture"]), kept


def facts(element, path=""):
    """Everything below an element as a set of texts."""
    name = path + "/" + element.tag.split("}")[-1]
    if element.tag.split("}")[-1] in DIFFERENT_IN_RPMS:
        return
    attributes = {key: value for key, value in element.attrib.items() if key not in DIFFERENT_ATTRIBUTES}
    yield f"{name} {sorted(attributes.items())} {(element.text or '').strip()!r}"
    for child in element:
        yield from facts(child, name)


def packages(path):
    for element in xml.parse(path).getroot():
        names = {child.tag.split("}")[-1]: child for child in element}
        name = element.get("name") or names["name"].text
        version = names["version"]
        yield (name, version.get("epoch"), version.get("ver"), version.get("rel")), sorted(facts(element))


def main(kind, expected_path, actual_path):
    read = stanzas if kind == "deb" else packages
    expected, actual = dict(read(expected_path)), dict(read(actual_path))
    differences = [f"only in {path}: {key}"
                   for path, keys in ((expected_path, expected.keys() - actual), (actual_path, actual.keys() - expected))
                   for key in sorted(keys)]
    for key in sorted(expected.keys() & actual.keys()):
        if expected[key] != actual[key]:
            differences.append(f"{key}:\n  expected {expected[key]}\n  got      {actual[key]}")
    if differences:
        print(len(differences), "differences", *differences[:10], sep="\n")
        sys.exit(1)
    print(len(actual), "packages agree")


if __name__ == "__main__":
    main(*sys.argv[1:])
