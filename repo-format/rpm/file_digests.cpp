// The digests an rpm carries (librpm: lib/rpmvs.c, the table of "verification items"):
//
//     signature header  SHA1, SHA256, SHA3_256 (hex)        over the main header
//                       MD5 (16 bytes), SIZE or LONGSIZE    over main header and payload
//     main header       PAYLOADDIGEST, PAYLOADSHA512,       over the payload as it is in the file
//                       PAYLOADSHA3_256, PAYLOADSIZE
//
// The …ALT forms are those of the payload uncompressed. librpm unpacks nothing to verify them: it compares both with
// the bytes in the file and is content when one is right, so a package may be stored with its payload uncompressed.
// PAYLOADDIGEST is SHA-256 in every release, whatever PAYLOADDIGESTALGO says. librpm passes over sizes; a wrong one is
// refused here, as the bytes are not those that were built.
#include "repo-format/rpm/file_digests.hpp"

#include "base/digest.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace slipway::rpm {
namespace {

constexpr std::size_t buffer_size = 1 << 20;

/// Two tags of the main header for digests of the payload, which may have several.
struct PayloadDigest {
    Tag plain, uncompressed;
    ValueType type;
    DigestAlgorithm algorithm;
};

constexpr std::array payload_digests{
    PayloadDigest{tag::payload_digest, tag::payload_digest_alt, ValueType::string_array, DigestAlgorithm::sha256},
    PayloadDigest{tag::payload_sha512, tag::payload_sha512_alt, ValueType::string, DigestAlgorithm::sha512},
    PayloadDigest{tag::payload_sha3_256, tag::payload_sha3_256_alt, ValueType::string, DigestAlgorithm::sha3_256},
};

bool has(const Header& main, const PayloadDigest& digest) {
    return main.has(digest.plain) || main.has(digest.uncompressed);
}

/// One that is still being computed.
struct Computation {
    PayloadDigest digest;
    Hasher hasher;
};

Error wrong(std::string_view header, const std::string& tag, const std::string& what) {
    return Error("invalid-package"_problem,
                 fmt::format("{}: tag {}: {}. The file is cut or damaged: upload it again, or build it again", header,
                             tag, what));
}
constexpr std::string_view in_signature_header = "signature header";
constexpr std::string_view in_main_header = "main header";

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

Result<> hash_payload(const RandomAccess& file, const RpmPackage& package, Hasher* md5,
                      std::vector<Computation>& computations) {
    for (std::uint64_t at = package.header_end; at < package.file_size;) {
        const std::string bytes = TRY(file.read(at, buffer_size));
        if (bytes.empty()) return Error(Fault::io, fmt::format("the file ended at offset {} while being read", at));
        if (md5) md5->update(bytes);
        for (auto& computation : computations) computation.hasher.update(bytes);
        at += bytes.size();
    }
    return {};
}

/// Whether the tag has this digest and no other, however often.
bool says(const Header& main, Tag tag, ValueType type, const std::string& hex) {
    const HeaderEntry* const entry = main.find(tag);
    const std::size_t with_nul = hex.size() + 1;
    if (!entry || entry->type != type || entry->length != entry->count * with_nul) return false;
    for (std::string_view rest = main.data_of(*entry); !rest.empty(); rest.remove_prefix(with_nul))
        if (!equal_ignoring_case(rest.substr(0, hex.size()), hex)) return false;
    return true;
}

Result<> check_payload_digest(const RpmPackage& package, const PayloadDigest& digest, const std::string& hex) {
    const Header& main = package.main;
    if (says(main, digest.plain, digest.type, hex) || says(main, digest.uncompressed, digest.type, hex)) return {};
    const Tag tag = main.has(digest.plain) ? digest.plain : digest.uncompressed;
    return wrong(in_main_header, describe_main_tag(tag),
                 fmt::format("the payload, from offset {}, has another digest", package.header_end));
}

}  // namespace

Result<> check_digests(const RandomAccess& file, const RpmPackage& package) {
    TRY(check_sizes(package));
    TRY(check_header_digest(package, sigtag::sha1, DigestAlgorithm::sha1));
    TRY(check_header_digest(package, sigtag::sha256, DigestAlgorithm::sha256));
    TRY(check_header_digest(package, sigtag::sha3_256, DigestAlgorithm::sha3_256));

    std::vector<Computation> computations;
    for (const auto& digest : payload_digests)
        if (has(package.main, digest)) computations.push_back({digest, Hasher(digest.algorithm)});
    Hasher md5(DigestAlgorithm::md5);
    const bool has_md5 = package.signature.has(sigtag::md5);
    if (has_md5) md5.update(package.main.bytes());
    if (has_md5 || !computations.empty()) TRY(hash_payload(file, package, has_md5 ? &md5 : nullptr, computations));

    if (has_md5 && md5.finish() != package.signature.binary(sigtag::md5))
        return wrong(in_signature_header, describe_signature_tag(sigtag::md5),
                     fmt::format("header and payload, from offset {}, have another digest", package.header_start));
    for (auto& computation : computations)
        TRY(check_payload_digest(package, computation.digest, to_hex(computation.hasher.finish())));
    return {};
}

}  // namespace slipway::rpm
