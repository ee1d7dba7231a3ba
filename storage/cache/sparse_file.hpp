#pragma once

#include "base/byte_source.hpp"
#include "base/files/file_system.hpp"
#include "base/unique_fd.hpp"

#include <cstdint>

namespace slipway::storage {

/// A file of a known size that is filled in any order. Its bytes stay readable while it is open, even if its name is
/// removed. Thread-safe.
class SparseFile final : public ByteSource {
public:
    /// Makes a file that is one hole. Faults: not_found (no such directory), conflict, storage_full, busy, io.
    static Result<std::unique_ptr<SparseFile>> create(const Path& path, std::uint64_t size);
    /// Opens a file that exists. Faults: not_found, busy, io.
    static Result<std::unique_ptr<SparseFile>> open(const Path& path);

    Result<std::size_t> read_into(std::uint64_t offset, std::span<char> into) const override;
    Result<std::uint64_t> size() const override;
    int descriptor() const override { return fd_.get(); }

    /// Faults: storage_full, io; after a fault a part may have been written.
    Result<> write(std::uint64_t offset, ByteView bytes);
    /// Removes all bytes, also for those who have the file open. Faults: io.
    Result<> cut();

private:
    SparseFile(UniqueFd fd, Path path) : fd_(std::move(fd)), path_(std::move(path)) {}

    const UniqueFd fd_;
    const Path path_;
};

}  // namespace slipway::storage
