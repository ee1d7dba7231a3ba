#!/usr/bin/env python3
"""Each lint is shown to fail on a bad tree and to accept a good one."""
import os
import tempfile
import unittest
from unittest import mock

import audit_events
import coroutine_rules
import decisive_fields
import document_links
import file_and_function_size
import forbidden_marks
import format as format_lint
import format_words
import header_includes
import header_self_contained
import include_layers
import pairing
import problem_codes
import security_table
import threads
import try_in_braces
import unlisted_sources


class LintTest(unittest.TestCase):
    def findings(self, lint, files):
        """The lint's findings, as "path:line", over a tree made of {path: content}."""
        with tempfile.TemporaryDirectory() as root:
            for path, content in files.items():
                os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(content)
            found = lint.check(root, scratch=root) if lint is header_self_contained else lint.check(root)
            return [f"{finding.path}:{finding.line}" for finding in sorted(set(found))]

    def accepts(self, lint, files):
        self.assertEqual(self.findings(lint, files), [])

    def refuses(self, lint, files, *places):
        self.assertEqual(self.findings(lint, files), list(places))


class IncludeLayers(LintTest):
    def test_arrows_may_point_down(self):
        self.accepts(include_layers, {"publishing/a.cpp": '#include "storage/x.hpp"\n#include "base/y.hpp"\n'})

    def test_arrows_must_not_point_up(self):
        self.refuses(include_layers, {"base/a.cpp": '\n#include "storage/x.hpp"\n'}, "base/a.cpp:2")

    def test_siblings_do_not_know_each_other(self):
        self.refuses(include_layers, {"signing/a.cpp": '#include "storage/x.hpp"\n'}, "signing/a.cpp:1")

    def test_rooms_include_those_of_lower_floors(self):
        self.accepts(include_layers, {"publishing/served/a.cpp": '#include "publishing/model/x.hpp"\n',
                                      "publishing/model/b.cpp": '#include "publishing/model/x.hpp"\n',
                                      "signing/c.cpp": '#include "signing/gpg/x.hpp"\n'})

    def test_rooms_include_neither_higher_ones_nor_neighbours(self):
        self.refuses(include_layers, {"publishing/model/a.cpp": '#include "publishing/served/x.hpp"\n',
                                      "publishing/served/b.cpp": '#include "publishing/intake/x.hpp"\n',
                                      "signing/gpg/c.cpp": '#include "signing/verifier.hpp"\n'},
                     "publishing/model/a.cpp:1", "publishing/served/b.cpp:1", "signing/gpg/c.cpp:1")

    def test_a_room_with_a_face_is_included_by_that_alone(self):
        self.accepts(include_layers, {"publishing/fsck/a.cpp": '#include "publishing/publisher/loading.hpp"\n',
                                      "publishing/publisher/b.cpp": '#include "publishing/publisher/storing.hpp"\n'})
        self.refuses(include_layers, {"publishing/fsck/a.cpp": '#include "publishing/publisher/storing.hpp"\n',
                                      "server/api/b.cpp": '#include "server/files/pairing.hpp"\n'},
                     "publishing/fsck/a.cpp:1", "server/api/b.cpp:1")

    def test_resources_know_uploads_and_not_the_other_way_round(self):
        self.accepts(include_layers, {"server/api/resources/a.cpp": '#include "server/api/uploads/uploads.hpp"\n',
                                      "server/api/b.cpp": '#include "server/api/resources/operations.hpp"\n'})
        self.refuses(include_layers, {"server/api/uploads/a.cpp": '#include "server/api/resources/x.hpp"\n',
                                      "server/api/routing/b.cpp": '#include "server/api/uploads/x.hpp"\n'},
                     "server/api/routing/b.cpp:1", "server/api/uploads/a.cpp:1")

    def test_published_files_do_not_know_the_api(self):
        self.accepts(include_layers, {"server/api/a.cpp": '#include "server/files/pages.hpp"\n'})
        self.refuses(include_layers, {"server/files/a.cpp": '#include "server/api/routing/x.hpp"\n'},
                     "server/files/a.cpp:1")

    def test_what_answers_requests_knows_no_storage(self):
        self.refuses(include_layers, {"server/api/a.cpp": '#include "storage/x.hpp"\n', "server/files/b.cpp": '#include "storage/x.hpp"\n',
                                      "server/pages/c.cpp": "// storage::Row\nconst storage::Row row;\n"},
                     "server/api/a.cpp:1", "server/files/b.cpp:1", "server/pages/c.cpp:2")

    def test_http_values_do_not_know_sockets(self):
        self.refuses(include_layers, {"server/http/a.cpp": '#include "server/net/x.hpp"\n'}, "server/http/a.cpp:1")

    def test_handlers_do_not_know_sockets(self):
        self.refuses(include_layers, {"server/api/a.cpp": '#include "server/net/x.hpp"\n'}, "server/api/a.cpp:1")

    def test_the_composition_root_knows_all(self):
        self.accepts(include_layers, {"server/app.cpp": '#include "server/net/x.hpp"\n#include "signing/y.hpp"\n'})

    def test_asio_lives_in_net_only(self):
        self.accepts(include_layers, {"server/net/a.cpp": "#include <boost/asio/awaitable.hpp>\n"})
        self.refuses(include_layers, {"server/api/a.cpp": "#include <boost/asio/awaitable.hpp>\n"}, "server/api/a.cpp:1")

    def test_a_library_has_one_includer(self):
        self.refuses(include_layers, {"base/a.cpp": "#include <lzma.h>\n", "base/b.cpp": "#include <lzma.h>\n"}, "base/b.cpp:1")

    def test_sqlite_has_its_file(self):
        self.accepts(include_layers, {"storage/catalog/sqlite.cpp": "#include <sqlite3.h>\n"})
        self.refuses(include_layers, {"storage/catalog/keys.cpp": "#include <sqlite3.h>\n"}, "storage/catalog/keys.cpp:1")

    def test_gpgme_has_three_files(self):
        files = {f"signing/{name}.cpp": "#include <gpgme.h>\n" for name in "abcd"}
        self.refuses(include_layers, files, "signing/d.cpp:1")


class Pairing(LintTest):
    HEADER = "class A { void f(); };\nint g(int x);\nint operator+(A a, A b);\n"

    def test_what_the_own_header_declares_passes(self):
        self.accepts(pairing, {"base/a.hpp": self.HEADER,
                               "base/a.cpp": "namespace {\nint local() { return 1; }\n}\nstruct A::B { int h() { return 2; } };\n"
                                             "void A::f() {}\nint g(int x) { return x; }\nint operator+(A a, A b) { return 0; }\n"
                                             "static int own() { return 3; }\n"})

    def test_what_another_header_declares_fails(self):
        self.refuses(pairing, {"base/a.hpp": self.HEADER, "base/b.hpp": "int h();\n",
                               "base/b.cpp": '#include "base/a.hpp"\nint h() { return 1; }\nvoid A::f() {}\nint g(int x) { return x; }\n'},
                     "base/b.cpp:3", "base/b.cpp:4")

    def test_initialisers_of_a_constructor_are_no_definitions(self):
        self.accepts(pairing, {"base/a.hpp": "class A { A(int x); };\n",
                               "base/a.cpp": "A::A(int x)\n    : call_(x, [] { go(); }),\n      parts_({x, f(x)}),\n"
                                             "      last_(x) {}\n"})

    def test_a_source_without_a_header_fails_unless_it_is_a_main(self):
        self.refuses(pairing, {"base/a.cpp": "int f() { return 1; }\n", "cli/main.cpp": "int main() { return 0; }\n"},
                     "base/a.cpp:1")

    def test_entries_of_a_table_share_its_header(self):
        table = {"cli/commands/commands.hpp": "void add_a();\n"}
        self.accepts(pairing, table | {"cli/commands/a.cpp": "void add_a() {}\n"})
        self.refuses(pairing, table | {"cli/commands/b.cpp": "void add_b() {}\n"}, "cli/commands/b.cpp:1")


class UnlistedSources(LintTest):
    def test_listed_files_pass(self):
        self.accepts(unlisted_sources, {"base/CMakeLists.txt": "slipway_module(b SOURCES sub/a.cpp)", "base/sub/a.cpp": ""})

    def test_a_test_in_no_target_fails(self):
        self.refuses(unlisted_sources, {"tests/base/CMakeLists.txt": "# a_test.cpp", "tests/base/a_test.cpp": ""},
                     "tests/base/a_test.cpp:1")

    def test_a_client_test_nobody_registers_fails(self):
        self.refuses(unlisted_sources, {"tests/e2e/CMakeLists.txt": "tests(apt_works)", "tests/e2e/apt_works.sh": "",
                                        "tests/e2e/lib.sh": "", "tests/e2e/dnf_works.sh": ""}, "tests/e2e/dnf_works.sh:1")

    def test_a_header_nobody_includes_fails(self):
        self.refuses(unlisted_sources, {"base/a.hpp": ""}, "base/a.hpp:1")


class FileAndFunctionSize(LintTest):
    LONG = "    work();\n" * 60

    def test_the_limits_themselves_pass(self):
        self.accepts(file_and_function_size, {"base/a.cpp": "void f() {\n" + "    w();\n" * 58 + "}\n"})

    def test_a_long_function_fails_wherever_it_hides(self):
        self.refuses(file_and_function_size, {"base/a.cpp": "namespace a {\nclass B {\n  void f(int x) const {\n" + self.LONG + "  }\n};\n}\n"},
                     "base/a.cpp:3")

    def test_braces_in_strings_and_comments_do_not_count(self):
        self.accepts(file_and_function_size, {"base/a.cpp": 'void f() { g("}}{{{"); /* { */ h(\'{\', R"x({")x"); }\n' + "// x\n" * 70})

    def test_a_class_is_not_a_function(self):
        self.accepts(file_and_function_size, {"base/a.hpp": "struct alignas(8) A {\n" + "    int x;\n" * 80 + "};\n"})

    def test_a_test_body_has_its_own_limit(self):
        self.refuses(file_and_function_size, {"tests/a_test.cpp": "TEST(A, B) {\n" + "    w();\n" * 40 + "}\n"}, "tests/a_test.cpp:1")

    def test_a_long_file_fails(self):
        self.refuses(file_and_function_size, {"base/a.cpp": "int x;\n" * 501}, "base/a.cpp:501")


class CoroutineRules(LintTest):
    def net(self, body):
        return {"server/net/a.cpp": "asio::awaitable<void> f(Socket& socket) {\n" + body + "\n}\n"}

    def test_whole_statements_and_initialisers_pass(self):
        self.accepts(coroutine_rules, self.net("co_await g();\nauto v = co_await g(x, y);\nconst std::size_t n = co_await r;"))
        self.accepts(coroutine_rules, self.net("v = co_await g();\nif (late(x)) v = co_await g();\nif (late(x)) co_await g();\nwhile (!v.empty()) {\nco_await g();\n}"))

    def test_no_await_in_a_condition(self):
        self.refuses(coroutine_rules, self.net("if (co_await g()) h();"), "server/net/a.cpp:2")

    def test_no_await_in_an_argument(self):
        self.refuses(coroutine_rules, self.net("h(co_await g());"), "server/net/a.cpp:2")

    def test_no_await_in_a_return_or_expression(self):
        self.refuses(coroutine_rules, self.net("auto v = 1 + co_await g();\nco_return co_await g();"),
                     "server/net/a.cpp:2", "server/net/a.cpp:3")

    def test_no_structured_binding(self):
        self.refuses(coroutine_rules, self.net("auto [a, b] = co_await g();"), "server/net/a.cpp:2")

    def test_no_lambda_or_brace_beside_an_await(self):
        self.refuses(coroutine_rules, self.net("co_await g([x] { return x; });\nco_await g(Options{.n = 3});"),
                     "server/net/a.cpp:2", "server/net/a.cpp:3")

    def test_no_views_as_parameters(self):
        self.refuses(coroutine_rules, {"server/net/a.hpp": "asio::awaitable<int> f(std::string_view text);\n"
                                                           "asio::awaitable<int> g(Job&& job);\n"},
                     "server/net/a.hpp:1", "server/net/a.hpp:2")

    def test_no_coroutine_lambda_with_captures(self):
        self.refuses(coroutine_rules, self.net("auto job = [this]() -> asio::awaitable<void> { co_return; };"), "server/net/a.cpp:2")

    def test_no_try_in_a_coroutine(self):
        self.refuses(coroutine_rules, self.net("auto v = TRY(g());\nco_return;"), "server/net/a.cpp:2")

    def test_try_in_a_plain_lambda_passes(self):
        self.accepts(coroutine_rules, self.net("auto job = [&]() -> Result<> {\nTRY(g());\nreturn {};\n};\nco_await run(std::move(job));"))

    def test_no_coroutine_elsewhere(self):
        self.refuses(coroutine_rules, {"storage/a.cpp": "void f() {\nco_return;\n}\n"}, "storage/a.cpp:2")


class TryInBraces(LintTest):
    def function(self, body):
        return {"base/a.cpp": "Result<> f() {\n" + body + "\n}\n"}

    def test_first_member_local_and_argument_pass(self):
        self.accepts(try_in_braces, self.function("int a = 1, b = TRY(g());\nPair p{TRY(g()), a};\nh(a, TRY(g()));"))

    def test_later_members_fail(self):
        self.refuses(try_in_braces, self.function("Pair p{a, TRY(g())};\nreturn Pair{\n    .a = a,\n    .b = TRY(g())};"),
                     "base/a.cpp:2", "base/a.cpp:5")

    def test_nested_ones_fail(self):
        self.refuses(try_in_braces, self.function("v.push_back({a, {h(TRY(g()))}});"), "base/a.cpp:2")

    def test_a_lambda_among_the_members_passes(self):
        self.accepts(try_in_braces, self.function("Job j{a, [&]() -> Result<> {\nTRY(g());\nreturn {};\n}};"))


class FormatWords(LintTest):
    def test_a_format_is_named_where_it_is_read_and_written(self):
        self.accepts(format_words, {"repo-format/formats/a.cpp": 'x("deb", Format::rpm);\n', "base/words.hpp": '{"deb", "rpm"}\n',
                                    "tests/a.cpp": 'x("deb");\n', "server/a.cpp": 'x("debug", "rpms");\n'})

    def test_nobody_else_writes_its_word_or_compares_it(self):
        self.refuses(format_words, {"server/a.cpp": '\nif (format == "deb") {}\n', "cli/b.hpp": '// "rpm"\n',
                                    "storage/c.cpp": "if (row.format == Format::deb) {}\n", "server/d.cpp": "VersionOrder::rpm;\n"},
                     "cli/b.hpp:1", "server/a.cpp:2", "server/d.cpp:1", "storage/c.cpp:1")


class Threads(LintTest):
    def test_guarded_threads_their_maker_and_questions_about_cores_pass(self):
        self.accepts(threads, {"base/a.cpp": "GuardedThread t;\nauto n = std::thread::hardware_concurrency();\n",
                               "base/guarded_thread.hpp": "std::thread thread_;\n"})

    def test_bare_threads_and_pools_fail(self):
        self.refuses(threads, {"server/a.cpp": "std::thread t(f);\nasio::thread_pool p;\nstd::jthread j(f);\n"},
                     "server/a.cpp:1", "server/a.cpp:2", "server/a.cpp:3")


class HeaderIncludes(LintTest):
    def test_a_name_passes_whose_header_is_included_here_or_further_on(self):
        self.accepts(header_includes, {"base/a.hpp": '#include "base/b.hpp"\nstd::string f(std::chrono::seconds s);\n',
                                       "base/b.hpp": '#include "base/c.hpp"\n#include <chrono>\n', "base/c.hpp": "#include <string>\n"})

    def test_a_name_whose_header_is_forgotten_fails(self):
        self.refuses(header_includes, {"base/a.hpp": "#include <vector>\nstd::vector<std::string> f();\nuint8_t g();\n"
                                                     "bool operator<=>(A, A);\nint h() { return ::close(1); }\n"},
                     "base/a.hpp:2", "base/a.hpp:3", "base/a.hpp:4", "base/a.hpp:5")

    def test_a_name_that_several_headers_provide_needs_one_of_them(self):
        self.accepts(header_includes, {"base/a.hpp": "#include <unistd.h>\npid_t f();\n", "base/b.hpp": "#include <sys/types.h>\npid_t g();\n"})

    def test_comments_and_strings_name_nothing(self):
        self.accepts(header_includes, {"base/a.hpp": '// std::string\nconst char* const a = "std::vector";\n'})

    def test_a_name_that_the_table_does_not_know_fails(self):
        self.refuses(header_includes, {"base/a.hpp": "#include <string>\nstd::ranges::nothing f();\n"}, "base/a.hpp:2")

    def test_an_include_below_code_fails(self):
        self.refuses(header_includes, {"base/a.hpp": "#pragma once\nint f();\n#include <string>\n"}, "base/a.hpp:3")


class HeaderSelfContained(LintTest):
    def findings(self, lint, files):
        with mock.patch.object(header_self_contained, "PRECOMPILED", ("string",)):  # the others take seconds
            return super().findings(lint, files)

    def test_complete_headers_pass(self):
        self.accepts(header_self_contained, {"base/a.hpp": "#pragma once\n#include <string>\nstd::string f();\n",
                                             "base/b.hpp": '#pragma once\n#include "base/a.hpp"\ninline auto g() { return f(); }\n'})

    def test_a_header_that_leans_on_others_fails_wherever_it_stands_in_a_chain(self):
        self.refuses(header_self_contained, {"base/a.hpp": "#pragma once\nstruct A {};\n", "base/b.hpp": "#pragma once\nA b();\n",
                                             "base/c.hpp": '#pragma once\n#include "base/a.hpp"\n#include "base/b.hpp"\n',
                                             "base/d.hpp": '#pragma once\n#include "base/a.hpp"\nE d();\n'},
                     "base/b.hpp:1", "base/d.hpp:1")

    def test_a_header_that_may_not_come_twice_fails(self):
        self.refuses(header_self_contained, {"base/a.hpp": "struct A {};\n"}, "base/a.hpp:1")

    def test_a_chain_holds_headers_that_include_those_in_front(self):
        chains = header_self_contained.chains({"a": set(), "b": set(), "c": {"a", "b"}, "d": {"a", "b", "c"}, "e": {"b"}})
        self.assertEqual(sorted(chains), [["a", "c", "d"], ["b", "e"]])

    def test_what_is_precompiled_is_known_to_the_lint_that_finds_forgotten_includes(self):
        self.assertLessEqual(set(header_self_contained.PRECOMPILED), set(header_includes.NAMES))


class Format(LintTest):
    def test_formatted_text_passes(self):
        self.accepts(format_lint, {"base/a.cpp": "int x = 1;\n"})

    def test_other_text_fails(self):
        self.refuses(format_lint, {"base/a.cpp": "int   x=1;\n"}, "base/a.cpp:1", )


class ForbiddenMarks(LintTest):
    def test_plain_text_passes(self):
        self.accepts(forbidden_marks, {"base/a.cpp": "// all done\n", "tests/a.sh": "mktemp /tmp/a.XXXXXX\n"})

    def test_a_mark_fails(self):
        self.refuses(forbidden_marks, {"base/a.cpp": "\n// TO" "DO later\n"}, "base/a.cpp:2")

    def test_a_test_switched_off_fails(self):
        self.refuses(forbidden_marks, {"tests/a_test.cpp": "TEST(A, DIS" "ABLED_B) {}\n"}, "tests/a_test.cpp:1")


class ProblemCodes(LintTest):
    giving = 'return Error("past-retention"_problem, "it");\n'
    document = "| 410 | `past-retention`: not kept |\n"

    def test_are_documented_and_tested(self):
        self.accepts(problem_codes, {"server/a.cpp": self.giving, "docs/http-api.md": self.document,
                                     "tests/a_test.cpp": 'EXPECT_EQ(code, "past-retention");\n'})

    def test_that_only_tests_know_are_not_documented(self):
        self.refuses(problem_codes, {"server/a.cpp": self.giving, "docs/http-api.md": "past retention\n",
                                     "tests/a_test.sh": "expect_output past-retention\n"}, "server/a.cpp:1")

    def test_that_only_the_document_knows_are_not_tested(self):
        self.refuses(problem_codes, {"server/a.cpp": "\n" + self.giving, "docs/http-api.md": self.document},
                     "server/a.cpp:2")

    def test_in_a_table_of_operations_are_not_given_by_it(self):
        table = '    {"past-retention", gone, "a", "b"},\n'
        self.refuses(problem_codes, {"base/problem.hpp": table, "server/a.cpp": '.problems = {"past-retention"_problem},\n'},
                     "base/problem.hpp:1")

    def test_that_nothing_gives_are_refused(self):
        table = '    {"gone", gone, "a", "b"},\n    {"past-retention", gone, "a", "b"},\n'
        self.refuses(problem_codes, {"base/problem.hpp": table}, "base/problem.hpp:2")


class AuditEvents(LintTest):
    kinds = {"publishing/model/audit_events.hpp": 'struct KeyLost {\n    static constexpr std::string_view action = "key.lose";\n};\n'}
    table = "## The audit log\n\n| action | details |\n|---|---|\n| `key.lose` | |\n"

    def test_with_a_row_are_accepted(self):
        self.accepts(audit_events, self.kinds | {"docs/http-api.md": self.table})

    def test_without_a_row_are_refused(self):
        self.refuses(audit_events, self.kinds | {"docs/http-api.md": "## The audit log\n\n## Pages\n" + self.table[18:]},
                     "publishing/model/audit_events.hpp:2")

    def test_a_row_without_an_event_is_refused(self):
        self.refuses(audit_events, self.kinds | {"docs/http-api.md": self.table + "| `key.find` | |\n"}, "docs/http-api.md:1")

    def test_another_source_may_not_name_the_action(self):
        self.refuses(audit_events, self.kinds | {"docs/http-api.md": self.table,
                                                 "server/a.cpp": '\nevent.action = "key.lose";\n'}, "server/a.cpp:2")


class DecisiveFields(LintTest):
    listing = {"server/http/decisive_fields.cpp": 'names = {"Authorization", "X-Checksum-Sha256"};\n'}

    def test_listed_fields_and_those_of_parts_may_be_read(self):
        self.accepts(decisive_fields, self.listing | {
            "server/a.cpp": 'headers.find("x-checksum-sha256"); headers.find("Content-Disposition");\n'})

    def test_other_fields_may_not(self):
        self.refuses(decisive_fields, self.listing | {"server/a.cpp": '\nrequest.headers.find("X-Role");\n'},
                     "server/a.cpp:2")


class DocumentLinks(LintTest):
    page = "# Page\n\n## What `it` does: all\n\n```sh\n# no heading\n```\n"

    def test_files_headings_code_and_other_sites_pass(self):
        self.accepts(document_links, {"docs/page.md": self.page, "config/a.toml": "", "README.md":
                     "[a](docs/page.md#what-it-does-all) [`b`](config/a.toml) [c](https://example.com/x#y) `[d](nowhere)`\n"})

    def test_a_missing_file_or_heading_fails(self):
        self.refuses(document_links, {"docs/page.md": self.page, "README.md":
                     "[a](docs/page.md#no-heading)\n[b](docs/other.md)\n[c](#here)\n"}, "README.md:1", "README.md:2", "README.md:3")

    def test_a_page_that_nobody_links_to_fails(self):
        for page in ("docs/page.md", "docs/decisions/0001-why.md"):
            self.refuses(document_links, {page: self.page + "[itself](#page)\n", "README.md": "x\n"}, f"{page}:1")


class SecurityTable(LintTest):
    head = "# Security\n\n| attack | answer | where | test |\n|---|---|---|---|\n"
    tests = {"tests/a_test.cpp": "TEST_F(DoorTest, StaysShut) {}\nTEST_P(Doors, AreShut) {}\n",
             "tests/e2e/knocks.sh": "", "tests/CMakeLists.txt": "add_test(NAME door.opens COMMAND a)\nadd_test(NAME window.${what} COMMAND b)\n",
             "fuzz/CMakeLists.txt": "slipway_fuzz(door_fuzz door_fuzz.cpp USES x)\n", "server/door.cpp": ""}

    def row(self, where, test, path="SECURITY.md"):
        """A tree in which every table has one row, that of `path` with this place and test."""
        row = self.head + "| knocking | nobody opens | {} | {} |\n"
        tables = dict.fromkeys(security_table.TABLES, row.format("`server/door.cpp`", "`e2e.knocks`"))
        return {**self.tests, **tables, path: row.format(where, test)}

    def test_tests_of_every_kind_are_found(self):
        for test in ("`DoorTest.StaysShut`", "`All/Doors.AreShut/0`", "`e2e.knocks`, `door.opens`", "`fuzz.door_fuzz`",
                     "`tests/e2e/knocks.sh`", "`DoorTest.*`", "`DoorTest.Stays*`", "`window.shuts`"):
            self.accepts(security_table, self.row("`server/door.cpp`", test))

    def test_a_test_that_does_not_exist_is_refused(self):
        for test in ("`DoorTest.IsOpen`", "`DoorTest.Op*`", "`e2e.rings`", "`fuzz.window_fuzz`", "`tests/e2e/rings.sh`"):
            self.refuses(security_table, self.row("`server/door.cpp`", test), "SECURITY.md:5")

    def test_a_row_without_a_test_is_refused(self):
        for path in ("SECURITY.md", "docs/field-cases.md"):
            self.refuses(security_table, self.row("`server/door.cpp`", "somebody looked", path), f"{path}:5")

    def test_a_place_that_does_not_exist_is_refused(self):
        self.refuses(security_table, self.row("`server/window.cpp`", "`e2e.knocks`"), "SECURITY.md:5")

    def test_every_table_is_held(self):
        for path in ("SECURITY.md", "docs/field-cases.md"):
            self.refuses(security_table, self.row("`server/door.cpp`", "`DoorTest.IsOpen`", path), f"{path}:5")

    def test_the_documents_must_be_there(self):
        self.refuses(security_table, self.tests, "SECURITY.md:1", "docs/field-cases.md:1")


if __name__ == "__main__":
    unittest.main()
