#pragma once

#include "base/words.hpp"
#include "storage/catalog/catalog.hpp"

#include <compare>
#include <string>

namespace slipway::storage {

/// Names one index of a channel.
struct IndexKey {
    RowId distro = 0;
    Document kind{};             // that of its first document, as for formats::IndexKind
    std::string component{};     // deb; "" for rpm
    std::string architecture{};  // deb architecture or yum basearch

    auto operator<=>(const IndexKey&) const = default;
};

}  // namespace slipway::storage
