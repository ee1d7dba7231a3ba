#pragma once

#include "base/bytes.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string_view>

namespace slipway {

/// A fast checksum of stored bytes (XXH3, 128 bits). It tells whether they are what was once written. It proves nothing
/// against somebody who chooses the bytes; clients trust SHA-256 and signatures.
struct Checksum {
    std::array<unsigned char, 16> bytes{};

    /// The 16 bytes themselves, for storage.
    std::string_view raw() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
    /// Takes exactly 16 bytes. The inverse of `raw`.
    static std::optional<Checksum> from_raw(ByteView raw);

    bool operator==(const Checksum&) const = default;
};

Checksum checksum_of(ByteView bytes);

/// Computes a checksum piece by piece. One thread at a time may use it.
class Checksummer {
public:
    Checksummer();
    ~Checksummer();
    Checksummer(const Checksummer&) = delete;
    Checksummer& operator=(const Checksummer&) = delete;

    /// Begins anew.
    void reset();
    void update(ByteView bytes);
    /// A text with its length before it: "ab" and "c" are not "a" and "bc".
    void add_field(ByteView text);
    /// Returns the checksum of all bytes so far; more may follow.
    Checksum value() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace slipway
