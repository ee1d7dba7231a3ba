#pragma once

#include "base/bytes.hpp"

#include <array>
#include <compare>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace slipway {

/// A SHA-256 digest: the identity of blobs, packages, blocks and indexes.
struct Sha256 {
    std::array<unsigned char, 32> bytes{};

    std::string hex() const;
    /// The 32 bytes themselves, for storage.
    std::string_view raw() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

    /// Takes 64 hexadecimal digits of either case. The inverse of `hex`.
    static std::optional<Sha256> parse(std::string_view hex);
    /// Takes exactly 32 bytes. The inverse of `raw`.
    static std::optional<Sha256> from_raw(ByteView raw);

    auto operator<=>(const Sha256&) const = default;
};

enum class DigestAlgorithm : unsigned char { md5, sha1, sha256, sha384, sha512, sha3_256 };

/// Computes a digest piece by piece. Movable; one thread at a time may use it.
class Hasher {
public:
    explicit Hasher(DigestAlgorithm algorithm);
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;
    ~Hasher();

    void update(ByteView bytes);
    /// Returns another digest that got the same bytes.
    Hasher copy() const;
    /// Returns the raw digest of all bytes so far; more may follow.
    std::string digest_so_far() const;
    /// Returns the raw digest. Call it once; afterwards only destruction is allowed.
    std::string finish();

private:
    struct State;
    explicit Hasher(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// SHA-256 computed piece by piece.
class Sha256Hasher {
public:
    Sha256Hasher() : hasher_(DigestAlgorithm::sha256) {}
    void update(ByteView bytes) { hasher_.update(bytes); }
    Sha256Hasher copy() const { return Sha256Hasher(hasher_.copy()); }
    Sha256 digest_so_far() const { return *Sha256::from_raw(hasher_.digest_so_far()); }
    Sha256 finish() { return *Sha256::from_raw(hasher_.finish()); }

private:
    explicit Sha256Hasher(Hasher hasher) : hasher_(std::move(hasher)) {}
    Hasher hasher_;
};

Sha256 sha256_of(ByteView bytes);
/// The raw digest of `bytes`.
std::string digest_of(DigestAlgorithm algorithm, ByteView bytes);
/// HMAC with SHA-256 (RFC 2104): the raw 32 bytes.
std::string hmac_sha256(ByteView key, ByteView message);

}  // namespace slipway

template <>
struct std::hash<slipway::Sha256> {
    std::size_t operator()(const slipway::Sha256& digest) const noexcept {
        std::size_t out;  // the bytes are uniformly distributed already
        std::memcpy(&out, digest.bytes.data(), sizeof out);
        return out;
    }
};
