#pragma once

#include "base/clock.hpp"
#include "base/files/file_system.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace slipway::storage {

/// What a store has collected, and still has for a while. Thread-safe; every call blocks.
class Trash {
public:
    Trash() = default;
    Trash(const Trash&) = delete;
    Trash& operator=(const Trash&) = delete;
    virtual ~Trash() = default;

    struct Resting {
        std::string name;  // the name that it had in the store
        Path path;         // where it is now; the key of what is not a file
        Seconds since;
        std::uint64_t size = 0;
    };

    /// Returns what is in the trash, oldest first; if a name is given, only what had it. Faults: io.
    virtual Result<std::vector<Resting>> list() const = 0;
    virtual Result<std::vector<Resting>> list(const std::string& name) const = 0;
    /// Deletes an item. Does nothing if it is missing. Faults: io.
    virtual Result<> remove(const Resting& resting) const = 0;
    /// Whether that gives room to this machine's disk.
    virtual bool is_on_this_disk() const = 0;
};

/// A directory of collected files: `{directory}/{seconds since 1970}-{name}`. It is on the file system of the files, so
/// that a rename moves them there. Thread-safe as its file system is.
class FileTrash final : public Trash {
public:
    FileTrash(FileSystem& files, Path directory) : files_(files), directory_(std::move(directory)) {}

    /// Moves a file to the trash. Does nothing if it is missing. Faults: io.
    Result<> put(const Path& file, Seconds now) const;
    /// Moves the newest file of this name back to `place`, unless something is there. Returns whether there was one.
    /// Durable when it returns. Faults: io.
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
