#!/usr/bin/env python3
"""A definition stands in the .cpp whose stem declares it: what x.cpp defines for others, x.hpp beside it declares. So
nobody has to search for either half."""
import os
import re

from sources import Finding, end_of_braces, files_below, functions, line_of, main, read, without_comments_and_literals
from sources import PRODUCT_FOLDERS

DOCUMENT = "CONTRIBUTING.md, where things go"

# The entries of a table, one file each, share the headers that declare the whole table.
TABLES = {
    "cli/commands/": ("commands.hpp",),
    "server/api/resources/": ("operations.hpp",),
    "server/commands/": ("commands.hpp",),
    "server/pages/": ("past_pages.hpp", "sections.hpp"),
}

# A main and the bodies of a library's templates are declared by nobody.
WITHOUT_HEADER = ("main.cpp", "boost_impl.cpp")

_HIDDEN = re.compile(r"\bnamespace\s*\{|\b(?:class|struct|union|enum)\b[^;{}()=]*\{")
_TEMPLATE = re.compile(r"^template\s*<.*?>\s*(?=\w)", re.DOTALL)
_NAME = re.compile(r"((?:[A-Za-z_]\w*(?:<[^<>]*>)?::)*)(~?[A-Za-z_]\w*|operator\s*(?:\(\)|[^\s\w(]+|\w+))\s*\(")


def hidden_parts(text):
    """Where nothing is defined for others: anonymous namespaces and the bodies of types."""
    return [(match.end() - 1, end_of_braces(text, match.end() - 1)) for match in _HIDDEN.finditer(text)]


def definitions(text):
    """(offset, class or "", name) of every function that the blanked text of a .cpp defines for others."""
    hidden = hidden_parts(text)
    for function in functions(text):
        if any(start < function.start < end for start, end in hidden):
            continue
        head = _TEMPLATE.sub("", function.head)
        name = _NAME.search(head)
        if name is None or re.match(r"(?:static|inline|constexpr)\b", head):
            continue
        yield function.start, re.sub(r"<.*?>", "", name.group(1)).split("::")[0], name.group(2)


def declares(header, owner, name):
    if owner:
        return re.search(rf"\b(?:class|struct|union|enum class|namespace)\s+(?:\w+::)*{re.escape(owner)}\b", header) is not None
    return re.search(rf"(?<![\w:]){re.escape(name)}\s*\(", header) is not None


def headers_of(root, path):
    folder = os.path.dirname(path) + "/"
    candidates = [path[:-len(".cpp")] + ".hpp"] + [folder + name for name in TABLES.get(folder, ())]
    return [header for header in candidates if os.path.exists(os.path.join(root, header))]


def check(root):
    for path in files_below(root, PRODUCT_FOLDERS, (".cpp",)):
        if os.path.basename(path) in WITHOUT_HEADER:
            continue
        headers = headers_of(root, path)
        if not headers:
            yield Finding(path, 1, "has no header of its own", DOCUMENT)
            continue
        declared = "\n".join(without_comments_and_literals(read(root, header)) for header in headers)
        text = without_comments_and_literals(read(root, path))
        for offset, owner, name in definitions(text):
            if not declares(declared, owner, name) and not (owner and declares(text, owner, name)):
                full_name = owner + "::" + name if owner else name
                yield Finding(path, line_of(text, offset), f"{headers[0]} does not declare {full_name}", DOCUMENT)


if __name__ == "__main__":
    main(check)
