#include "server/api/uploads/declared_digest.hpp"

#include "base/base64.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"

#include <array>

namespace slipway::api {
namespace {

struct Algorithm {
    std::string_view name;
    DigestAlgorithm digest;
    std::size_t size;
};
constexpr std::array<Algorithm, 4> algorithms = {{
    {"md5", DigestAlgorithm::md5, 16},
    {"sha", DigestAlgorithm::sha1, 20},
    {"sha-256", DigestAlgorithm::sha256, 32},
    {"sha-512", DigestAlgorithm::sha512, 64},
}};

const Algorithm* find_algorithm(std::string_view name) {
    for (const auto& algorithm : algorithms)
        if (equal_ignoring_case(algorithm.name, name)) return &algorithm;
    return nullptr;
}

Error unreadable(std::string_view field) {
    return Error("invalid-digest"_problem, "the header field " + std::string(field) + " cannot be read");
}

Error contradiction(std::string_view field) {
    return Error("invalid-digest"_problem,
                 "the header field " + std::string(field) + " declares a digest that contradicts an earlier one");
}

/// RFC 9530 puts colons around the base64 text, RFC 3230 does not.
std::string_view without_colons(std::string_view value) {
    if (value.size() >= 2 && value.front() == ':' && value.back() == ':') return value.substr(1, value.size() - 2);
    return value;
}

}  // namespace

Result<DeclaredDigests> DeclaredDigests::parse(const http::Headers& headers) {
    DeclaredDigests declared;
    if (const auto hex = headers.find("X-Checksum-Sha256")) {
        const auto sha256 = Sha256::parse(trimmed(*hex));
        if (!sha256) return unreadable("X-Checksum-Sha256");
        declared.digests_.push_back(
            {"X-Checksum-Sha256", "sha-256", std::string(sha256->raw()), Hasher(DigestAlgorithm::sha256), true});
    }
    for (const std::string_view field : {"Digest", "Content-Digest"}) {
        const auto value = headers.find(field);
        if (!value) continue;
        for (const auto item : split(*value, ',')) {
            const auto equals = item.find('=');
            if (equals == item.npos) return unreadable(field);
            const auto* algorithm = find_algorithm(trimmed(item.substr(0, equals)));
            if (algorithm == nullptr) continue;
            auto expected = base64_decode(without_colons(trimmed(item.substr(equals + 1))));
            if (!expected || expected->size() != algorithm->size) return unreadable(field);
            for (const auto& earlier : declared.digests_)
                if (earlier.algorithm == algorithm->name && earlier.expected != *expected) return contradiction(field);
            declared.digests_.push_back({std::string(field), std::string(algorithm->name), std::move(*expected),
                                         Hasher(algorithm->digest), algorithm->digest == DigestAlgorithm::sha256});
        }
    }
    return declared;
}

void DeclaredDigests::update(std::string_view bytes) {
    for (auto& digest : digests_) digest.hasher.update(bytes);
}

Result<> DeclaredDigests::verify() {
    for (auto& digest : digests_) {
        const auto received = digest.hasher.finish();
        if (received == digest.expected) continue;
        return Error("digest-mismatch"_problem, "the bytes received do not match " + digest.field + ": declared " +
                                                    digest.algorithm + " " + to_hex(digest.expected) + ", received " +
                                                    to_hex(received) + "; send the file again");
    }
    return {};
}

std::optional<Sha256> DeclaredDigests::sha256() const {
    for (const auto& digest : digests_)
        if (digest.is_sha256) return Sha256::from_raw(digest.expected);
    return std::nullopt;
}

}  // namespace slipway::api
