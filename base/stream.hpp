#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>

namespace slipway {

/// Bytes that can be read at any offset. Parsers of foreign files use it, wherever the bytes are stored. One thread at
/// a time may use it. Faults of `read`: io.
class RandomAccess {
public:
    virtual ~RandomAccess() = default;

    virtual std::uint64_t size() const = 0;

    /// Reads exactly `length` bytes at `offset`; fewer only at the end of the bytes. May block on disk.
    virtual Result<std::string> read(std::uint64_t offset, std::size_t length) const = 0;
};

/// Owned bytes in memory as a RandomAccess.
class MemoryBytes final : public RandomAccess {
public:
    explicit MemoryBytes(std::string bytes) : bytes_(std::move(bytes)) {}
    std::uint64_t size() const override { return bytes_.size(); }
    Result<std::string> read(std::uint64_t offset, std::size_t length) const override {
        if (offset >= bytes_.size()) return std::string();
        return bytes_.substr(offset, length);
    }

private:
    std::string bytes_;
};

}  // namespace slipway
