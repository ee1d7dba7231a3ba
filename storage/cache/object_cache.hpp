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

/// Copies of objects on this machine's disk: those that were used last, as many as there may be. The directory may
/// vanish, be emptied or be full at any time; then objects are fetched again, or read past it. Nothing is synced: a
/// process that dies leaves its pages to the kernel, and a machine that dies takes the cache with it, so what another
/// run of the machine has left is thrown away. Thread-safe. Objects may outlive it.
class ObjectCache {
public:
    /// Makes the directories, and removes what nobody uses any more. Precondition: no other process has it open.
    /// Blocks. Faults: storage_full, io.
    static Result<std::unique_ptr<ObjectCache>> open(FileSystem& files, const Path& data_directory, CacheBounds bounds);

    const CacheLayout& layout() const { return index_->layout(); }

    /// What is known of the copy that is here, whole or in part; nothing if there is none.
    std::optional<CopyStatus> status(const std::string& object) const { return index_->status(object); }
    /// Whether `find` will most likely find it: it is open, or its file is there.
    bool is_ready(const std::string& object) const { return index_->is_ready(object); }
    /// The copy that is here, whole or in part; null if there is none.
    std::shared_ptr<const CachedObject> find(const std::string& object) { return index_->find(object); }
    /// The same for whoever looks whether it is right: only a whole one, and it does not count as used.
    std::shared_ptr<const CachedObject> find_whole(const std::string& object) { return index_->find_whole(object); }
    /// The copy of an object that is not here, which comes as it is read. Should another thread have begun one, that.
    std::shared_ptr<const CachedObject> hold(const std::string& object, ObjectOrigin origin);
    /// Makes a file below the cache's directory the object's copy, by a rename, unless there is one. The file is gone
    /// in either case.
    void adopt(const CopyName& name, const Path& file) { index_->adopt(name, file); }
    /// Forgets the copy; who has it open keeps it.
    void drop(const std::string& object) { index_->drop(object); }
    /// The same, and who has it open finds no bytes any more. Faults: io.
    Result<> destroy(const std::string& object) { return index_->destroy(object); }

    /// Makes a file for what is not in the store yet, below one of the layout's directories. Faults: conflict,
    /// storage_full, busy, io.
    Result<std::unique_ptr<File>> create(const Path& path);
    /// Lets copies go until the bounds hold.
    void make_room() { index_->make_room(); }

    CacheGauges gauges() const { return index_->gauges(); }
    /// Grows when copies have to go that somebody has open: whoever keeps some open should let go of them.
    std::uint64_t pressed() const { return index_->pressed(); }
    /// For how many more bytes there is room on the disk, if copies give way. Faults: io.
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
