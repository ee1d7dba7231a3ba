#pragma once

#include "base/byte_source.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/unique_fd.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <sys/types.h>
#include <vector>

namespace slipway {

using Path = std::filesystem::path;

/// A file being written or read. What it is as a source may be called by many threads at once, also while one thread
/// appends; everything else by one thread at a time.
class File : public ByteSource {
public:
    /// Appends all bytes. If it fails, a part may have been written. Faults: storage_full (ENOSPC, EDQUOT), io.
    virtual Result<> append(ByteView bytes) = 0;
    virtual Result<> truncate(std::uint64_t size) = 0;
    /// Makes what was written survive a power cut (fsync).
    virtual Result<> sync() = 0;
};

/// Watches a file system for failing writes from one moment on. Thread-safe.
class SyncPoint {
public:
    virtual ~SyncPoint() = default;
    /// Makes all that was written to the file system, names included, survive a power cut (syncfs). Once anything
    /// written since this moment was lost, every call fails. Faults: storage_full, io.
    virtual Result<> sync() = 0;
};

/// What is known about a file without opening it.
struct FileStatus {
    std::uint64_t size = 0;
    /// The last change of the file, its names included (ctime).
    std::chrono::system_clock::time_point changed_at;
    /// The last change of its content (mtime).
    std::chrono::system_clock::time_point modified_at;
};

/// The seam at the operating system: the few verbs durable storage needs, so that tests can fail or crash any of them.
/// Thread-safe. Every verb blocks. Faults: not_found, conflict (exists already), storage_full, io.
class FileSystem {
public:
    virtual ~FileSystem() = default;
    virtual Result<std::unique_ptr<File>> create(const Path& path, mode_t mode) = 0;  // must not exist
    virtual Result<std::unique_ptr<File>> open_to_read(const Path& path) = 0;
    virtual Result<std::unique_ptr<File>> open_to_append(const Path& path) = 0;  // must exist
    virtual Result<> link(const Path& existing, const Path& added) = 0;          // conflict if `added` exists
    virtual Result<> rename(const Path& from, const Path& to) = 0;               // replaces
    virtual Result<> remove(const Path& path) = 0;                               // a file
    virtual Result<> make_directory(const Path& path, mode_t mode) = 0;          // conflict if it exists
    virtual Result<> sync_directory(const Path& path) = 0;
    virtual Result<std::shared_ptr<SyncPoint>> sync_point(const Path& directory) = 0;
    virtual Result<bool> exists(const Path& path) = 0;
    virtual Result<FileStatus> status(const Path& path) = 0;
    virtual Result<std::vector<std::string>> list(const Path& directory) = 0;  // names, unsorted
    virtual Result<std::uint64_t> free_bytes(const Path& path) = 0;
};

}  // namespace slipway
