#pragma once

#include "base/clock.hpp"
#include "base/files/file_system.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace slipway::storage {

/// A directory of files that were collected and whose bytes are still there: `{directory}/{seconds since 1970}-{name}`.
/// It lies on the file system of the files, so that going there is a rename. Thread-safe as its file system is; every
/// call blocks.
class Trash {
public:
    Trash(FileSystem& files, Path directory) : files_(files), directory_(std::move(directory)) {}

    struct Resting {
        std::string name;  // it had
        Path path;         // where it is
        Seconds since;
        std::uint64_t size = 0;
    };

    /// Takes a file out of its place; what is missing is fine. Faults: io.
    Result<> put(const Path& file, Seconds now) const;
    /// What rests, oldest first; of the name alone if one is given. Faults: io.
    Result<std::vector<Resting>> list() const;
    Result<std::vector<Resting>> list(const std::string& name) const;
    /// Puts the newest file of this name back into `place`, unless something is there. Whether one rested. Durable when
    /// it returns. Faults: io.
    Result<bool> bring_back(const Path& place) const;
    /// Removes one for good; what is missing is fine. Faults: io.
    Result<> remove(const Resting& resting) const;

private:
    FileSystem& files_;
    Path directory_;
};

}  // namespace slipway::storage
