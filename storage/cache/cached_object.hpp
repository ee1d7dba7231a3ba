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

/// Says where to get the bytes of an object.
struct ObjectOrigin {
    std::uint64_t size = 0;
    Seconds stored_at{};  // when the object's bytes were written
    /// Returns bytes of the object. Faults: not_found, corrupt (it is shorter), busy (the store cannot be asked).
    std::function<Result<std::string>(std::uint64_t offset, std::uint64_t length)> fetch{};
    /// Verifies the bytes when all are here; may be empty. After a fault nobody else is served them.
    std::function<Result<>(const ByteSource& all)> check{};
};

/// Gives the file of a copy its name.
class CopyKeeper {
public:
    CopyKeeper() = default;
    CopyKeeper(const CopyKeeper&) = delete;
    CopyKeeper& operator=(const CopyKeeper&) = delete;
    virtual ~CopyKeeper() = default;
    /// Is called when the file has all bytes and they are verified.
    virtual void keep() = 0;
};

/// An object of a store, as this machine reads it: from a whole copy in a file, or piece by piece from the store into a
/// file that becomes such a copy. Threads that read the same piece at the same time fetch it once. If the file cannot
/// be written, only the last piece is kept, in memory.
class CachedObject final : public ByteSource {
public:
    /// The size of a piece.
    static constexpr std::uint64_t piece_bytes = std::uint64_t{4} << 20;

    /// Makes a whole copy.
    CachedObject(std::unique_ptr<SparseFile> file, std::uint64_t size, Seconds stored_at);
    /// Makes an object of which nothing is here. `file` and `keeper` may be null.
    CachedObject(ObjectOrigin origin, std::unique_ptr<SparseFile> file, std::unique_ptr<CopyKeeper> keeper);
    ~CachedObject() override;

    /// Blocks on the store for pieces that are not here. Faults: those of the origin; io (the disk failed, or the bytes
    /// that came are not the object's).
    Result<std::size_t> read_into(std::uint64_t offset, std::span<char> into) const override;
    /// Returns the size that the store told, or 0 if the object was destroyed or is not what it should be.
    Result<std::uint64_t> size() const override;
    /// Returns the descriptor of a whole copy, else -1.
    int descriptor() const override;

    Seconds stored_at() const { return origin_.stored_at; }
    /// Returns the size that the store told, whatever has happened since.
    std::uint64_t expected_size() const { return origin_.size; }
    bool is_whole() const { return state_.load(std::memory_order_acquire) == State::whole; }
    /// Returns whether it was destroyed or is not what it should be.
    bool is_over() const { return state_.load(std::memory_order_acquire) >= State::wrong; }

    /// Fetches the missing pieces. Blocks. Faults: as `read_into`.
    Result<> fetch_all() const;
    /// Removes all bytes, also for those who read it now. Faults: io.
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
