#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace slipway::publishing {

/// What happened to the packages of one name and architecture.
enum class DiffKind : unsigned char { added, removed, upgraded, downgraded };
inline constexpr std::array diff_kinds = {DiffKind::added, DiffKind::removed, DiffKind::upgraded, DiffKind::downgraded};
std::string_view name_of(DiffKind kind);

/// How many keys differ in each way.
struct DiffCounts {
    std::array<std::uint64_t, diff_kinds.size()> of_kind{};

    std::uint64_t of(DiffKind kind) const { return of_kind[static_cast<std::size_t>(kind)]; }
    std::uint64_t all() const;
    bool operator==(const DiffCounts&) const = default;
};

}  // namespace slipway::publishing
