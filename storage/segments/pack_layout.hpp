#pragma once

#include "base/files/file_system.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::storage {

/// The paths of packs: the only code that builds them.
///
///     DATA/segments/
///     ├── 00017.pack                    more digits when five are not enough
///     └── trash/
///         └── 1764380000-00012.pack     a pack that was collected, with the time, until `gc.rest` has passed
class PackLayout {
public:
    explicit PackLayout(const Path& data_directory) : root_(data_directory / "segments") {}

    const Path& directory() const { return root_; }
    Path path_of(std::uint32_t pack) const { return root_ / name_of(pack); }
    Path trash() const { return root_ / "trash"; }

    static std::string name_of(std::uint32_t pack);
    /// Returns the inverse of `name_of`, or nothing for any other name.
    static std::optional<std::uint32_t> parse_name(std::string_view name);

private:
    Path root_;
};

}  // namespace slipway::storage
