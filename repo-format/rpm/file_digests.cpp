// The digests an rpm carries (librpm: lib/rpmvs.c, the table of "verification items"):
//
//     signature header  SHA1, SHA256, SHA3_256 (hex)        over the main header
//                       MD5 (16 bytes), SIZE or LONGSIZE    over main header and payload
//     main header       PAYLOADDIGEST with its algorithm,   over the payload as it is in the file
//                       PAYLOADSHA512, PAYLOADSHA3_256, PAYLOADSIZE
//
// The …ALT forms cover the payload uncompressed. librpm ignores them where the plain one is right, and rpmkeys never
// unpacks a payload; neither does this file. A digest of an algorithm unknown here is passed over: a signature over
// the main header covers it all the same, and a client that knows the algorithm checks it.
#include "repo-format/rpm/file_digests.hpp"

#include "base/digest.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace slipway::rpm {
namespace {

constexpr std::size_t buffer_size = 1 << 20;

/// A digest that is still being computed, and what it must become.
struct Expectation {
    std::string tag;  // for the message
    Hasher hasher;
    std::string hex;
};

Error wrong(std::string_view header, const std::string& tag, const std::string& what) {
    return Error(Fault::invalid_input, fmt::format("{}: tag {}: {}", header, tag, what)).as("invalid-package");
}
constexpr std::string_view in_signature_header = "signature header";
constexpr std::string_view in_main_header = "main header";

/// The numbers of RFC 4880, section 9.4, and RFC 9580.
std::optional<DigestAlgorithm> algorithm_by_number(std::uint64_t number) {
    switch (number) {
        case 1: return DigestAlgorithm::md5;
        case 2: return DigestAlgorithm::sha1;
        case 8: return DigestAlgorithm::sha256;
        case 9: return DigestAlgorithm::sha384;
        case 10: return DigestAlgorithm::sha512;
        case 12: return DigestAlgorithm::sha3_256;
        default: return std::nullopt;
    }
}

Result<> check_header_digest(const RpmPackage& package, Tag tag, DigestAlgorithm algorithm) {
    if (!package.signature.has(tag)) return {};
    const std::string actual = to_hex(digest_of(algorithm, package.main.bytes()));
    if (!equal_ignoring_case(package.signature.text(tag), actual))
        return wrong(in_signature_header, describe_signature_tag(tag), "the main header has another digest");
    return {};
}

Result<> check_size(std::string_view header, const std::string& tag, std::optional<std::uint64_t> size,
                    std::uint64_t actual) {
    if (size && *size != actual)
        return wrong(header, tag, fmt::format("it says {} bytes, there are {}", *size, actual));
    return {};
}

Result<> check_sizes(const RpmPackage& package) {
    const std::uint64_t after_signature = package.file_size - package.header_start;
    for (const Tag tag : {sigtag::size, sigtag::long_size}) {
        TRY(check_size(in_signature_header, describe_signature_tag(tag), package.signature.number(tag),
                       after_signature));
    }
    // PAYLOADSIZE (5112) exists since rpm 6; another tool's 5112 in an older format says nothing.
    if (package.format < 6) return {};
    return check_size(in_main_header, describe_main_tag(tag::payload_size), package.main.number(tag::payload_size),
                      package.file_size - package.header_end);
}

void expect_payload(std::vector<Expectation>& all, const Header& main, Tag tag, DigestAlgorithm algorithm) {
    if (main.has(tag)) all.push_back({describe_main_tag(tag), Hasher(algorithm), to_lower(main.text(tag))});
}

/// What the payload's bytes must come to.
std::vector<Expectation> payload_expectations(const Header& main) {
    std::vector<Expectation> all;
    if (const auto algorithm = algorithm_by_number(main.number(tag::payload_digest_algorithm).value_or(8)))
        expect_payload(all, main, tag::payload_digest, *algorithm);
    expect_payload(all, main, tag::payload_sha512, DigestAlgorithm::sha512);
    expect_payload(all, main, tag::payload_sha3_256, DigestAlgorithm::sha3_256);
    return all;
}

Result<> hash_payload(const RandomAccess& file, const RpmPackage& package, Hasher* md5,
                      std::vector<Expectation>& expectations) {
    for (std::uint64_t at = package.header_end; at < package.file_size;) {
        const std::string bytes = TRY(file.read(at, buffer_size));
        if (bytes.empty()) return Error(Fault::io, fmt::format("the file ended at offset {} while being read", at));
        if (md5) md5->update(bytes);
        for (auto& expectation : expectations) expectation.hasher.update(bytes);
        at += bytes.size();
    }
    return {};
}

}  // namespace

Result<> check_digests(const RandomAccess& file, const RpmPackage& package) {
    TRY(check_sizes(package));
    TRY(check_header_digest(package, sigtag::sha1, DigestAlgorithm::sha1));
    TRY(check_header_digest(package, sigtag::sha256, DigestAlgorithm::sha256));
    TRY(check_header_digest(package, sigtag::sha3_256, DigestAlgorithm::sha3_256));

    auto expectations = payload_expectations(package.main);
    Hasher md5(DigestAlgorithm::md5);
    const bool has_md5 = package.signature.has(sigtag::md5);
    if (has_md5) md5.update(package.main.bytes());
    if (has_md5 || !expectations.empty()) TRY(hash_payload(file, package, has_md5 ? &md5 : nullptr, expectations));

    if (has_md5 && md5.finish() != package.signature.binary(sigtag::md5))
        return wrong(in_signature_header, describe_signature_tag(sigtag::md5),
                     "header and payload have another digest");
    for (auto& expectation : expectations)
        if (to_hex(expectation.hasher.finish()) != expectation.hex)
            return wrong(in_main_header, expectation.tag, "the payload has another digest");
    return {};
}

}  // namespace slipway::rpm
