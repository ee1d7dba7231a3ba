#!/usr/bin/env python3
"""A header includes what it names of the standard library, by itself or through a header of the project; includes stand
above the code. header_self_contained.py relies on both: it compiles on top of the standard library and several headers at
a time."""
import re
from collections import defaultdict

from sources import PRODUCT_FOLDERS, Finding, files_below, line_of, main, read, without_comments_and_literals

DOCUMENT = "docs/conventions.md, headers"

# What a header is included for. A name that stands at several headers is provided by each of them.
NAMES = {
    "algorithm": "clamp copy max min ranges::equal ranges::find ranges::is_sorted ranges::lower_bound ranges::sort",
    "array": "array to_array",
    "atomic": "atomic memory_order_acquire memory_order_relaxed memory_order_release",
    "chrono": "chrono",
    "compare": "<=> partial_ordering strong_ordering weak_ordering",
    "concepts": "convertible_to derived_from integral invocable same_as unsigned_integral",
    "condition_variable": "condition_variable",
    "csignal": "sigset_t",
    "cstddef": "byte nullptr_t ptrdiff_t size_t",
    "cstdint": "int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t uintptr_t",
    "cstdio": "fprintf",
    "cstdlib": "abort",
    "cstring": "memcpy",
    "deque": "deque",
    "exception": "current_exception exception exception_ptr rethrow_exception",
    "filesystem": "filesystem",
    "fstream": "fstream ifstream ofstream",
    "functional": "function hash less",
    "future": "future promise shared_future",
    "initializer_list": "initializer_list",
    "ios": "ios streamoff",
    "iterator": "begin end next prev size",
    "limits": "numeric_limits",
    "list": "list",
    "map": "map multimap",
    "memory": "enable_shared_from_this make_shared make_unique shared_ptr unique_ptr weak_ptr",
    "memory_resource": "pmr",
    "mutex": "lock_guard mutex once_flag scoped_lock unique_lock",
    "new": "bad_alloc",
    "optional": "in_place nullopt optional",
    "ostream": "ostream",
    "random": "minstd_rand mt19937 mt19937_64 uniform_int_distribution",
    "set": "multiset set",
    "shared_mutex": "shared_lock shared_mutex",
    "source_location": "source_location",
    "span": "span",
    "string": "string to_string",
    "string_view": "string_view",
    "sys/types.h": "mode_t off_t pid_t ssize_t",
    "thread": "this_thread thread",
    "tuple": "apply tie tuple",
    "type_traits": "conditional_t invoke_result_t is_constructible_v is_default_constructible_v is_same_v is_void_v remove_cvref_t",
    "unistd.h": "close pid_t ssize_t",
    "unordered_map": "unordered_map",
    "unordered_set": "unordered_set",
    "utility": "as_const declval exchange forward in_place in_place_index move pair swap",
    "variant": "get get_if holds_alternative in_place_index monostate variant visit",
    "vector": "vector",
}

INCLUDE = re.compile(r'^#include ([<"])([^>"]+)[>"]', re.MULTILINE)
# std::name, name_t, ::function( and <=>
USE = re.compile(r"(?<![\w:>])(?:(?:::)?std::(?P<std>(?:\w+::)*\w+)|(?:::)?(?P<type>\w+_t)\b|::(?P<function>\w+)(?=\())|(?P<operator><=>)")


def headers_that_stand_alone(root):
    """Those that show Asio are left out: each takes ten seconds, and only the few sources of server/net/ include them."""
    return [path for path in files_below(root, PRODUCT_FOLDERS + ("tests/support",), (".hpp",))
            if not (path.startswith("server/net/") and "asio" in read(root, path))]


def all_includes(root, headers):
    """For each header, what it includes by itself and through other headers of the project."""
    direct = {header: {match[2] for match in INCLUDE.finditer(read(root, header))} for header in headers}
    result = {}
    for header in headers:
        reached, ahead = set(), [header]
        while ahead:
            fresh = direct.get(ahead.pop(), set()) - reached
            reached |= fresh
            ahead += fresh
        result[header] = reached
    return result


def providers():
    result = defaultdict(set)
    for header, names in NAMES.items():
        for name in names.split():
            result[name].add(header)
    return result


def known_part(name, known):
    """`chrono` of chrono::seconds: the longest part in front that the table has, or None."""
    parts = name.split("::")
    return next((part for part in ("::".join(parts[:count]) for count in range(len(parts), 0, -1)) if part in known), None)


def late_include(text, code):
    last = max((match.start() for match in INCLUDE.finditer(text)), default=0)
    return line_of(text, last) if re.search(r"[;{}]", code[:last]) else None


def check(root):
    headers = headers_that_stand_alone(root)
    included, known = all_includes(root, headers), providers()
    for header in headers:
        text = read(root, header)
        code = without_comments_and_literals(text)
        late = late_include(text, code)
        if late:
            yield Finding(header, late, "an include stands below code", DOCUMENT)
        for match in USE.finditer(code):
            name = known_part(match[match.lastgroup], known)
            line = line_of(code, match.start())
            if name is None:
                yield Finding(header, line, f"{match.group()} is not in the table of tests/lint/header_includes.py: add it", DOCUMENT)
            elif not known[name] & included[header]:
                wanted = " or ".join(f"<{provider}>" for provider in sorted(known[name]))
                yield Finding(header, line, f"{match.group()} needs {wanted}", DOCUMENT)


if __name__ == "__main__":
    main(check)
