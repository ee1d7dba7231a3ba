#include "publishing/model/difference.hpp"

#include <numeric>

namespace slipway::publishing {

std::string_view name_of(DiffKind kind) {
    constexpr std::array<std::string_view, diff_kinds.size()> names = {"added", "removed", "upgraded", "downgraded"};
    return names[static_cast<std::size_t>(kind)];
}

std::uint64_t DiffCounts::all() const { return std::accumulate(of_kind.begin(), of_kind.end(), std::uint64_t{0}); }

}  // namespace slipway::publishing
