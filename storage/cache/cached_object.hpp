#pragma once

#include "base/byte_source.hpp"
#include "base/clock.hpp"
#include "base/rope.hpp"
#include "storage/cache/sparse_file.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace slipway::storage {

/// Where the bytes of an object come from that are not here.
struct ObjectOrigin {
    std::uint64_t size = 0;
    Seconds stored_at{};  // when the object's bytes were written
    /// Bytes of the object. Faults: not_found, corrupt (it is shorter), busy (nothing is known now).
    std::function<Result<std::string>(std::uint64_t offset, std::uint64_t length)> fetch{};
    /// Looks at the bytes once all are here; what fails is served to nobody else. Empty: there is nothing to compare.
    std::function<Result<>(const ByteSource& all)> check{};
};

/// Who gives the file of a copy its name.
class CopyKeeper {
public:
    CopyKeeper() = default;
    CopyKeeper(const CopyKeeper&) = delete;
    CopyKeeper& operator=(const CopyKeeper&) = delete;
    virtual ~CopyKeeper() = default;
    /// All bytes are in the file, and are the object's.
    virtual void keep() = 0;
};

/// An object of a store as it is read here: from a whole copy in a file, or piece by piece from where it is stored,
/// into a file that becomes such a copy. Several who read the same piece at once fetch it once. A file that cannot be
/// written is done without: then the last piece alone is kept, in memory.
class CachedObject final : public ByteSource {
public:
    /// What is fetched at once.
    static constexpr std::uint64_t piece_bytes = std::uint64_t{4} << 20;

    /// A whole copy.
    CachedObject(std::unique_ptr<SparseFile> file, std::uint64_t size, Seconds stored_at);
    /// Nothing yet. `file` may be null, as may `keeper`.
    CachedObject(ObjectOrigin origin, std::unique_ptr<SparseFile> file, std::unique_ptr<CopyKeeper> keeper);
    ~CachedObject() override;

    /// Blocks on the store for pieces that are not here. Faults: those of the origin; io (the disk; or all that came
    /// were not the object's bytes).
    Result<std::size_t> read_into(std::uint64_t offset, std::span<char> into) const override;
    /// What the store said; 0 of one that is destroyed, or whose bytes turned out to be others.
    Result<std::uint64_t> size() const override;
    /// Of the whole copy.
    int descriptor() const override;

    Seconds stored_at() const { return origin_.stored_at; }
    /// What the store said, whatever has become of it.
    std::uint64_t expected_size() const { return origin_.size; }
    bool is_whole() const { return state_.load(std::memory_order_acquire) == State::whole; }
    /// Whether nobody can read it any more.
    bool is_over() const { return state_.load(std::memory_order_acquire) >= State::wrong; }

    /// Fetches what is missing. Blocks. Faults: as `read_into`.
    Result<> fetch_all() const;
    /// From now on nobody finds bytes here. Faults: io.
    Result<> destroy() const;

private:
    enum class State : unsigned char { partial, whole, wrong, destroyed };
    enum class Piece : unsigned char { absent, on_its_way, in_file };
    class Fetching;

    std::uint64_t length_of(std::size_t piece) const;
    Result<std::size_t> read_some(std::uint64_t offset, std::span<char> into) const;
    Result<SharedBytes> have(std::size_t piece) const;
    Result<SharedBytes> fetch(std::size_t piece) const;
    bool write(std::uint64_t offset, ByteView bytes) const;
    void settle() const;

    const ObjectOrigin origin_;
    const std::unique_ptr<SparseFile> file_;
    const std::unique_ptr<CopyKeeper> keeper_;
    mutable std::atomic<State> state_;
    mutable std::mutex mutex_;  // guards what follows
    mutable std::condition_variable changed_;
    mutable std::vector<Piece> pieces_;
    mutable std::size_t missing_ = 0;  // pieces that are not in the file
    mutable SharedBytes last_{};       // the piece that was fetched last and is not in the file
    mutable std::size_t last_piece_ = 0;
};

}  // namespace slipway::storage
