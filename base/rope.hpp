#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace slipway {

/// A run of bytes in an open file. `owner` keeps the descriptor open.
struct FileSlice {
    std::shared_ptr<const void> owner;
    int fd = -1;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// A file made of a sequence of texts and slices of other files; immutable once shared.
struct Rope {
    std::string before;
    std::vector<FileSlice> slices;
    std::string after;

    std::uint64_t size() const {
        std::uint64_t total = before.size() + after.size();
        for (const auto& slice : slices) total += slice.length;
        return total;
    }
};

using SharedBytes = std::shared_ptr<const std::string>;
using SharedRope = std::shared_ptr<const Rope>;

}  // namespace slipway
