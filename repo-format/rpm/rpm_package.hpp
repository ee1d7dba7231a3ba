#pragma once

#include "base/result.hpp"
#include "base/stream.hpp"
#include "repo-format/rpm/evr.hpp"
#include "repo-format/rpm/header.hpp"

#include <cstdint>
#include <string>

namespace slipway::rpm {

/// The metadata of an `.rpm`, checked with librpm's own limits.
struct RpmPackage {
    Header signature;            // the signature header, tags as in the file (not remapped)
    Header main;                 // the main header
    std::uint64_t header_start;  // offset of the main header in the file (its 16-byte intro included)
    std::uint64_t header_end;    // offset of the payload
    std::uint64_t file_size;

    std::string name;
    Evr evr;
    std::string architecture;  // "src" for a source package (also nosrc), else RPMTAG_ARCH
    bool is_source;
    bool has_payload_digest;  // PAYLOADDIGEST or PAYLOADDIGESTALT: a header signature covers the payload too
    int format;               // 3, 4 or 6
};

enum class VerifyDigests : unsigned char { no, yes };

/// Reads an `.rpm` (v3, v4, v6; binary, noarch, source). With `VerifyDigests::yes` also reads the payload once and
/// checks every digest the package carries (header SHA-1/SHA-256/SHA3-256, payload digests, MD5, sizes). Memory is
/// bounded: the headers (memory_of_headers) and one read buffer. Faults: invalid_input with code "invalid-package" (the
/// message names header, tag and offset); io.
Result<RpmPackage> read_rpm(const RandomAccess& file, VerifyDigests verify);

/// The bytes of memory that read_rpm takes for the headers, by the sizes that they say; these are within librpm's
/// limits and within the file. Reads nothing else. Faults: as read_rpm.
Result<std::uint64_t> memory_of_headers(const RandomAccess& file);
/// The bytes of memory that all values of the headers take together once they are lists (Header::texts and numbers).
/// That may be many times the headers: a string of one byte becomes a view of 16.
std::uint64_t memory_of_lists(const RpmPackage& package);

/// `{name}-{version}-{release}.{arch}.rpm` from the package's own fields.
std::string file_name(const RpmPackage& package);

}  // namespace slipway::rpm
