#pragma once

#include "base/clock.hpp"
#include "base/files/file_system.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace slipway::storage {

/// What a store has collected and whose bytes are still there for a while. Thread-safe; every call blocks.
class Trash {
public:
    Trash() = default;
    Trash(const Trash&) = delete;
    Trash& operator=(const Trash&) = delete;
    virtual ~Trash() = default;

    struct Resting {
        std::string name;  // it had
        Path path;         // where it is; of what is no file, the key it is found by
        Seconds since;
        std::uint64_t size = 0;
    };

    /// What rests, oldest first; of the name alone if one is given. Faults: io.
    virtual Result<std::vector<Resting>> list() const = 0;
    virtual Result<std::vector<Resting>> list(const std::string& name) const = 0;
    /// Removes one for good; what is missing is fine. Faults: io.
    virtual Result<> remove(const Resting& resting) const = 0;
    /// Whether that gives room to this machine's disk.
    virtual bool is_on_this_disk() const = 0;
};

/// A directory of collected files: `{directory}/{seconds since 1970}-{name}`. It lies on the file system of the files,
/// so that going there is a rename. Thread-safe as its file system is.
class FileTrash final : public Trash {
public:
    FileTrash(FileSystem& files, Path directory) : files_(files), directory_(std::move(directory)) {}

    /// Takes a file out of its place; what is missing is fine. Faults: io.
    Result<> put(const Path& file, Seconds now) const;
    /// Puts the newest file of this name back into `place`, unless something is there. Whether one rested. Durable when
    /// it returns. Faults: io.
    Result<bool> bring_back(const Path& place) const;

    Result<std::vector<Resting>> list() const override;
    Result<std::vector<Resting>> list(const std::string& name) const override;
    Result<> remove(const Resting& resting) const override;
    bool is_on_this_disk() const override { return true; }

private:
    FileSystem& files_;
    Path directory_;
};

}  // namespace slipway::storage
