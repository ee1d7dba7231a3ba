#pragma once

#include "base/digest.hpp"
#include "base/result.hpp"
#include "server/http/message.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace slipway::api {

/// The digests that a client declared for the bytes that it sends: `X-Checksum-Sha256` (hex), `Digest` (RFC 3230) and
/// `Content-Digest` (RFC 9530). Algorithms that this server does not know are ignored, as both RFCs require. Movable;
/// one thread at a time may use it.
class DeclaredDigests {
public:
    /// Faults: invalid_input "invalid-digest" for a value that cannot be read, or two that contradict each other.
    static Result<DeclaredDigests> parse(const http::Headers& headers);

    void update(std::string_view bytes);
    /// Call it when all bytes have arrived. Faults: invalid_input "digest-mismatch", showing both digests.
    Result<> verify();

    /// The declared SHA-256, if there is one.
    std::optional<Sha256> sha256() const;

private:
    struct Digest {
        std::string field;
        std::string algorithm;
        std::string expected;  // raw
        Hasher hasher;
        bool is_sha256;
    };
    std::vector<Digest> digests_;
};

}  // namespace slipway::api
