#include "server/api/routing/operation_problems.hpp"

#include "server/api/routing/request_parts.hpp"
#include "server/http/problem.hpp"

#include <span>

namespace slipway::api {
namespace {

using http::Method;
using List = std::vector<GivenProblem>;

bool changes(const Operation& operation) { return operation.method != Method::get; }
/// A PUT of a resource makes it: then it need not be there.
bool makes(const Operation& operation) { return operation.method == Method::put && operation.tagged; }

struct PartProblems {
    std::string_view part;
    Few<GivenProblem, 2> problems;
};
constexpr std::array of_parts = {
    PartProblems{"repo", {"unknown-repository"_problem}},
    PartProblems{"distro", {"unknown-distro"_problem}},
    PartProblems{"channel", {"unknown-channel"_problem, "channel-expired"_problem}},
    PartProblems{"revision", {"unknown-revision"_problem, "past-retention"_problem}},
    PartProblems{"sha256", {"not-found"_problem}},
    PartProblems{"pin", {"not-found"_problem}},
    PartProblems{"fingerprint", {"not-found"_problem}},
    PartProblems{"id", {"not-found"_problem}},
};

void append(List& list, const auto& problems) { list.insert(list.end(), problems.begin(), problems.end()); }

void add_of_path(List& list, const Operation& operation) {
    const auto parts = names_in(operation.path);
    for (const auto part : parts) {
        if (makes(operation) && part == parts.back()) continue;
        for (const auto& [name, problems] : of_parts)
            if (name == part) append(list, problems);
    }
}

void add_of_access(List& list, const Operation& operation) {
    if (operation.access != Access::open && operation.access != Access::read) {
        append(list, Few<GivenProblem, 2>{"unauthenticated"_problem, "too-many-failures"_problem});
        if (operation.access != Access::own_token) list.emplace_back("forbidden"_problem);
    }
    if (changes(operation)) list.emplace_back("cross-site"_problem);
}

void add_of_body(List& list, const Operation& operation) {
    switch (operation.use) {
        case BodyUse::none: list.emplace_back("unexpected-body"_problem); break;
        case BodyUse::json:
            append(list, Few<GivenProblem, 4>{"too-large"_problem, "repeated-member"_problem, "invalid-field"_problem,
                                              "too-many-bodies"_problem});
            break;
        case BodyUse::upload:
            append(list,
                   Few<GivenProblem, 3>{"too-large"_problem, "too-many-uploads"_problem, "upload-too-slow"_problem});
            break;
    }
}

void add_of_work(List& list, const Operation& operation) {
    if (operation.at_once) return;
    append(list,
           Few<GivenProblem, 4>{"too-many-requests"_problem, "too-busy"_problem, "io"_problem, "internal"_problem});
    if (operation.access != Access::open)
        append(list, Few<GivenProblem, 2>{"corrupt"_problem, "took-too-long"_problem});
    if (!changes(operation)) return;
    append(list, Few<GivenProblem, 3>{"publication-failed"_problem, "cancelled"_problem, "storage-full"_problem});
    if (operation.tagged) list.emplace_back("precondition-failed"_problem);
}

}  // namespace

std::vector<GivenProblem> problems_of(const Operation& operation) {
    List all = {"bad-request"_problem, "unknown-field"_problem, "repeated-parameter"_problem};
    add_of_access(all, operation);
    add_of_path(all, operation);
    add_of_body(all, operation);
    if (!parameters_of(operation).empty()) all.emplace_back("invalid-field"_problem);
    append(all, operation.problems);
    add_of_work(all, operation);
    List once;
    for (const auto& given : all)
        if (std::ranges::none_of(once, [&](const auto& other) {
                return other.problem == given.problem && other.status == given.status;
            }))
            once.push_back(given);
    return once;
}

bool is_own_problem(const Operation& operation, const GivenProblem& given) {
    const auto& own = operation.problems;
    return std::any_of(own.begin(), own.end(), [&](const auto& other) { return other.problem == given.problem; });
}

unsigned status_of(const GivenProblem& given) {
    return given.status != 0 ? given.status : http::status_of(Error(*given.problem, ""));
}

}  // namespace slipway::api
