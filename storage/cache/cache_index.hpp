#pragma once

#include "base/files/file_system.hpp"
#include "storage/cache/cache_layout.hpp"
#include "storage/cache/cached_object.hpp"

#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace slipway::storage {

/// How large a cache may become.
struct CacheBounds {
    std::uint64_t most_bytes = 0;  // of all copies; copies that are open may exceed it
    std::uint64_t keep_free = 0;   // bytes of the file system that stay free
};

/// The state of a cache, for metrics.
struct CacheGauges {
    std::uint64_t bytes = 0;  // of whole copies and of those that are being fetched
    std::uint64_t copies = 0;
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
    std::uint64_t evicted = 0;
};

/// What the index knows of a copy without opening it.
struct CopyStatus {
    std::uint64_t size = 0;  // of the object
    Seconds stored_at{};
    bool is_whole = false;
};

/// Knows which copies are in a cache, and which are open. The open ones share it, and report when they are closed.
/// Thread-safe.
class CacheIndex {
public:
    CacheIndex(FileSystem& files, const Path& data_directory, CacheBounds bounds)
        : files_(files), layout_(data_directory), bounds_(bounds) {}

    const CacheLayout& layout() const { return layout_; }

    std::optional<CopyStatus> status(const std::string& object) const;
    bool is_ready(const std::string& object) const;
    std::shared_ptr<const CachedObject> find(const std::string& object);
    std::shared_ptr<const CachedObject> find_whole(const std::string& object);
    /// Makes room for an object that is not here. Returns the number of its file in `partial/`.
    std::uint64_t expect(std::uint64_t bytes);
    /// Enters an object that will be fetched into the file of that number, and returns it. If another thread has
    /// entered the object already, returns that one.
    std::shared_ptr<const CachedObject> enter(const std::string& object, std::uint64_t number,
                                              std::shared_ptr<const CachedObject> copy);
    /// Enters a file that is in its place.
    void enter(const CopyName& name, std::uint64_t bytes);
    void adopt(const CopyName& name, const Path& file);
    void drop(const std::string& object);
    Result<> destroy(const std::string& object);

    /// Says that the file of that number has all bytes.
    void keep(const std::string& object, std::uint64_t number);
    /// Says that nobody has the object of that number open any more. Removes it unless it is whole.
    void end(const std::string& object, std::uint64_t number);

    void make_room();
    CacheGauges gauges() const;
    std::uint64_t pressed() const;
    std::uint64_t bytes_of_whole() const;

private:
    struct Entry {
        std::uint64_t size = 0;
        Seconds stored_at{};
        std::uint64_t number = 0;  // of the file in `partial/`; 0 if the copy is whole
        std::weak_ptr<const CachedObject> open{};
        std::list<std::string>::iterator turn{};
    };
    using Entries = std::map<std::string, Entry>;

    // These require that this thread holds the mutex.
    std::shared_ptr<const CachedObject> open(Entries::iterator entry);
    Entry& add(const std::string& object, Entry entry);
    void forget(Entries::iterator entry);
    void make_room_for(std::uint64_t bytes);
    std::uint64_t excess_with(std::uint64_t bytes) const;
    void press();

    FileSystem& files_;
    const CacheLayout layout_;
    const CacheBounds bounds_;
    mutable std::mutex mutex_;  // guards what follows
    Entries entries_;
    std::list<std::string> turns_;  // the most recently used object is the first
    std::uint64_t whole_bytes_ = 0;
    std::uint64_t last_number_ = 0;
    CacheGauges counts_{};
    std::uint64_t pressed_ = 0;
    std::optional<std::chrono::steady_clock::time_point> pressed_at_{};
};

}  // namespace slipway::storage
