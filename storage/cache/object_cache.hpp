#pragma once

#include "base/files/file_system.hpp"
#include "storage/cache/cache_index.hpp"
#include "storage/cache/cache_layout.hpp"
#include "storage/cache/cached_object.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace slipway::storage {

/// Keeps copies of objects on this machine's disk: the most recently used ones, within bounds. The directory may
/// vanish, be emptied or be full at any time; then objects are fetched again, or read without a copy. Nothing is
/// synced. The kernel writes what a killed process has written, but not what a crashed machine has, so copies from
/// another run of the machine are removed. Thread-safe. Open objects may outlive the cache.
class ObjectCache {
public:
    /// Makes the directories, and removes files that are of no use any more. Requires that no other process has the
    /// cache open. Blocks. Faults: storage_full, io.
    static Result<std::unique_ptr<ObjectCache>> open(FileSystem& files, const Path& data_directory, CacheBounds bounds);

    const CacheLayout& layout() const { return index_->layout(); }

    /// Returns what is known of the copy, whole or in part, or nothing if there is none.
    std::optional<CopyStatus> status(const std::string& object) const { return index_->status(object); }
    /// Returns whether the copy is open, or its file exists: then `find` will most likely return it.
    bool is_ready(const std::string& object) const { return index_->is_ready(object); }
    /// Returns the copy, whole or in part, or null if there is none.
    std::shared_ptr<const CachedObject> find(const std::string& object) { return index_->find(object); }
    /// Returns the whole copy, to verify it; this does not count as a use. Returns null if there is none.
    std::shared_ptr<const CachedObject> find_whole(const std::string& object) { return index_->find_whole(object); }
    /// Begins a copy of an object that is not here; it grows as it is read. Returns the one that another thread has
    /// begun, if there is one.
    std::shared_ptr<const CachedObject> hold(const std::string& object, ObjectOrigin origin);
    /// Renames a file below the cache's directory to be the object's copy. Removes the file if there is a copy
    /// already.
    void adopt(const CopyName& name, const Path& file) { index_->adopt(name, file); }
    /// Removes the copy. Those who have it open can still read it.
    void drop(const std::string& object) { index_->drop(object); }
    /// Removes the copy and its bytes. Those who have it open find no bytes any more. Faults: io.
    Result<> destroy(const std::string& object) { return index_->destroy(object); }

    /// Makes a file for bytes that the store does not have yet, below one of the layout's directories. Faults:
    /// conflict, storage_full, busy, io.
    Result<std::unique_ptr<File>> create(const Path& path);
    /// Evicts copies until the bounds hold.
    void make_room() { index_->make_room(); }

    CacheGauges gauges() const { return index_->gauges(); }
    /// Returns a number that grows when open copies are in the way: those who keep copies open should close them then.
    std::uint64_t pressed() const { return index_->pressed(); }
    /// Returns for how many more bytes there is room on the disk if all copies are evicted. Faults: io.
    Result<std::uint64_t> free_bytes() const;

private:
    ObjectCache(FileSystem& files, std::shared_ptr<CacheIndex> index) : files_(files), index_(std::move(index)) {}

    Result<> make_directories() const;
    Result<> throw_away_what_another_run_left() const;
    Result<> take_what_is_there() const;
    std::unique_ptr<SparseFile> make_partial(std::uint64_t number, std::uint64_t size) const;

    FileSystem& files_;
    const std::shared_ptr<CacheIndex> index_;
};

}  // namespace slipway::storage
