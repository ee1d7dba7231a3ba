#include "base/problem.hpp"

#include <algorithm>

namespace slipway {
namespace {

constexpr bool before(const Problem& one, const Problem& other) { return one.code < other.code; }
static_assert(std::is_sorted(problem_table::rows.begin(), problem_table::rows.end(), before), "problems stand by code");

}  // namespace

std::span<const Problem> all_problems() { return problem_table::rows; }

const Problem* find_problem(std::string_view code) {
    const auto& rows = problem_table::rows;
    const auto found = std::lower_bound(rows.begin(), rows.end(), code,
                                        [](const Problem& row, std::string_view wanted) { return row.code < wanted; });
    return found != rows.end() && found->code == code ? &*found : nullptr;
}

}  // namespace slipway
