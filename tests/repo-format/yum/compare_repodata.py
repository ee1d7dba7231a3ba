#!/usr/bin/env python3
"""Compares the yum documents below two directories package by package, as a client's parser sees them.

Usage: compare_repodata.py REPODATA-OF-CREATEREPO-C OUR-DIRECTORY

Ours are named primary.xml, filelists.xml and other.xml. Not compared: where a package lies (location@href), the time of
its file (time@file), and the size of its archive (size@archive) where createrepo_c knows none: the tag that rpm 6 has for
it is none that createrepo_c looks at. Prints every difference; exit code 1 when there are any.
"""
import glob
import gzip
import sys
import xml.etree.ElementTree as ElementTree

COMMON = "{http://linux.duke.edu/metadata/common}"
IGNORED = {(COMMON + "time", "file"), (COMMON + "location", "href")}


def normalised(element):
    """An element as nested tuples: name, attributes, text, children in their order."""
    attributes = sorted(item for item in element.attrib.items() if (element.tag, item[0]) not in IGNORED)
    text = element.text or ""
    if len(element):
        text = text.strip()
    return element.tag, tuple(attributes), text, tuple(normalised(child) for child in element)


def without_archive_size(package):
    """The package's own size and that of its files only."""
    name, attributes, text, children = package
    if name == COMMON + "size":
        return name, tuple(item for item in attributes if item[0] != "archive"), text, children
    return name, attributes, text, tuple(without_archive_size(child) for child in children)


def has_archive_size(package):
    return not any(child[0] == COMMON + "size" and ("archive", "0") in child[1] for child in package[3])


class Disagreement(Exception):
    """A document is none that could be compared."""


def packages(text):
    """Every package of a document by its checksum."""
    root = ElementTree.fromstring(text)
    found = {}
    for package in root:
        identity = package.get("pkgid") or package.find(COMMON + "checksum").text
        found[identity] = normalised(package)
    if root.get("packages") != str(len(found)):
        raise Disagreement(f"packages={root.get('packages')} of {root.tag}, but there are {len(found)}")
    return (root.tag, found)


def differences(place, theirs, ours):
    """Of two elements and all below them, a text each."""
    if theirs[:3] != ours[:3]:
        yield f"{place}: theirs {theirs[:3]}\n{' ' * len(place)}  ours   {ours[:3]}"
    for i in range(max(len(theirs[3]), len(ours[3]))):
        their_child = theirs[3][i] if i < len(theirs[3]) else ("nothing", (), "", ())
        our_child = ours[3][i] if i < len(ours[3]) else ("nothing", (), "", ())
        yield from differences(f"{place}/{i}", their_child, our_child)


def differences_of_documents(document, theirs_text, ours_text, prepare=lambda identity, package: package):
    """A text each. `prepare` takes away from a package, theirs and ours, what is known to differ."""
    try:
        their_root, theirs = packages(theirs_text)
        our_root, ours = packages(ours_text)
    except Disagreement as error:
        yield f"{document}: {error}"
        return
    if their_root != our_root or theirs.keys() != ours.keys():
        yield (f"{document}: root or packages differ: {their_root} {our_root}, only theirs {sorted(theirs.keys() - ours.keys())}, "
               f"only ours {sorted(ours.keys() - theirs.keys())}")
    for identity in sorted(theirs.keys() & ours.keys()):
        pair = (theirs[identity], ours[identity])
        if not has_archive_size(theirs[identity]):
            pair = tuple(without_archive_size(package) for package in pair)
        yield from differences(f"{document} {identity[:8]}", *(prepare(identity, package) for package in pair))


def main():
    theirs_directory, ours_directory = sys.argv[1:]
    found = []
    for document in ("primary", "filelists", "other"):
        with gzip.open(glob.glob(f"{theirs_directory}/*-{document}.xml.gz")[0]) as theirs, \
                open(f"{ours_directory}/{document}.xml", "rb") as ours:
            found += differences_of_documents(document, theirs.read(), ours.read())
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
