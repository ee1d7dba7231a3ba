#pragma once

#include "storage/backup/named_files.hpp"
#include "storage/moving/movable_files.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace slipway::storage {

/// A file that a catalog needs.
struct NeededFile {
    std::string name{};
    std::uint64_t size = 0;          // of what is needed of it: nothing refers to what stands behind
    std::optional<Sha256> digest{};  // of a package; nothing names that of a pack
};
/// Returns what a catalog names, packages first.
std::vector<NeededFile> needed_files(const NamedFiles& named);

struct MovedFiles {
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    std::uint64_t copied_files = 0;  // the others were there already
    std::uint64_t copied_bytes = 0;

    bool operator==(const MovedFiles&) const = default;
};

/// Copies what `to` does not have yet, several files at a time. What is there is read and compared, and so is what was
/// written: afterwards every byte has been read from `to`. `progress` is told how far it is, by one thread at a time.
/// Blocks. Faults: corrupt (a file of `from` is missing or damaged; the message names it), storage_full, busy, io.
Result<MovedFiles> move_files(const MovableFiles& from, MovableFiles& to, const std::vector<NeededFile>& files,
                              const std::function<void(const MovedFiles&)>& progress);

}  // namespace slipway::storage
