#pragma once

#include "base/result.hpp"
#include "base/stream.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

namespace slipway {

/// Stored bytes, open to read at any offset for as long as it lives, wherever they are stored. Many threads may read at
/// once.
class ByteSource {
public:
    ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;
    virtual ~ByteSource() = default;

    /// Fills `into` from `offset` on; how much it got is less only at the end of the bytes. Blocks. Faults: io.
    virtual Result<std::size_t> read_into(std::uint64_t offset, std::span<char> into) const = 0;
    /// Up to `length` bytes from `offset` on; fewer only at the end. Blocks. Faults: io.
    Result<std::string> read(std::uint64_t offset, std::size_t length) const;
    /// How many bytes there are now. Faults: io.
    virtual Result<std::uint64_t> size() const = 0;
    /// What a source on a local disk can offer besides: the kernel's descriptor, for sendfile and preadv2. -1 where
    /// there is none.
    virtual int descriptor() const { return -1; }
};

/// A source as parsers of foreign files see it. One thread at a time.
class SourceBytes final : public RandomAccess {
public:
    /// Faults: io when the size cannot be read.
    static Result<SourceBytes> of(std::shared_ptr<const ByteSource> source);
    std::uint64_t size() const override { return size_; }
    Result<std::string> read(std::uint64_t offset, std::size_t length) const override;

private:
    SourceBytes(std::shared_ptr<const ByteSource> source, std::uint64_t size)
        : source_(std::move(source)), size_(size) {}

    std::shared_ptr<const ByteSource> source_;
    std::uint64_t size_;
};

/// A part of a source: `[offset, offset + length)`.
struct Slice {
    std::shared_ptr<const ByteSource> source;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

}  // namespace slipway
