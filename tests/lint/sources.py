"""What the lints share: which files belong to the project, how C++ text is read, how a finding is printed."""
import os
import re
import sys
from dataclasses import dataclass

PRODUCT_FOLDERS = ("base", "repo-format", "signing", "storage", "publishing", "server", "cli")
TEST_FOLDERS = ("tests", "fuzz", "bench")


@dataclass(frozen=True, order=True)
class Finding:
    path: str
    line: int
    rule: str
    document: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.rule} ({self.document})"


def files_below(root, folders, suffixes):
    """Paths relative to root, sorted, of the files with one of the suffixes."""
    found = []
    for folder in folders:
        for directory, subfolders, names in os.walk(os.path.join(root, folder)):
            subfolders[:] = [name for name in subfolders if name not in ("samples", "__pycache__", "data")]
            found += [os.path.relpath(os.path.join(directory, name), root) for name in names if name.endswith(suffixes)]
    return sorted(found)


def product_sources(root):
    return files_below(root, PRODUCT_FOLDERS, (".cpp", ".hpp"))


def all_sources(root):
    return files_below(root, PRODUCT_FOLDERS + TEST_FOLDERS, (".cpp", ".hpp"))


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        return file.read()


_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/'
    r'|R"(?P<mark>[^()\\ ]{0,16})\(.*?\)(?P=mark)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'",
    re.DOTALL)


def without_comments_and_literals(text):
    """The same text with comments, strings and character literals blanked: every line keeps its number."""
    return _TOKEN.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def end_of_braces(text, opening):
    """Offset just behind the brace that closes the one at `opening`."""
    depth = 0
    for offset in range(opening, len(text)):
        if text[offset] == "{":
            depth += 1
        elif text[offset] == "}":
            depth -= 1
            if depth == 0:
                return offset + 1
    return len(text)


@dataclass(frozen=True)
class Function:
    head: str
    start: int
    body_start: int
    end: int


_SCOPE = re.compile(r"^(?:template\s*<.*>\s*)?(?:export\s+)?(?:inline\s+)?(?:namespace|class|struct|union|enum|extern)\b", re.DOTALL)


def functions(text):
    """Every function with a body in blanked text. A brace opens a function if its head holds parentheses and does
    not begin a namespace or a type; what follows inside the body (lambdas, blocks) belongs to it. A brace that a comma
    or a parenthesis follows stands among a constructor's initialisers."""
    found = []
    offset = head_start = 0
    while offset < len(text):
        character = text[offset]
        if character in ";}":
            head_start = offset + 1
        elif character == "{":
            head = re.sub(r"^\s*#[^\n]*$", "", text[head_start:offset], flags=re.MULTILINE).strip()
            head = re.sub(r"^(?:public|private|protected)\s*:\s*", "", head)
            if ")" in head and not _SCOPE.match(head):
                start = head_start + len(text[head_start:offset]) - len(text[head_start:offset].lstrip())
                end = end_of_braces(text, offset)
                if text[end:].lstrip()[:1] in (",", ")"):
                    offset = end
                    continue
                found.append(Function(head, start, offset, end))
                offset = end - 1
            head_start = offset + 1
        offset += 1
    return found


def main(check):
    """Runs check(root) for the tree given on the command line; exit 1 if it found something."""
    root = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".")
    findings = sorted(set(check(root)))
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)
