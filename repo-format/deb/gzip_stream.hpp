#pragma once

#include "repo-format/deb/member_bytes.hpp"
#include "repo-format/deb/unpacking.hpp"

namespace slipway::deb {

/// Whether these bytes begin as gzip does.
bool is_gzip(ByteView bytes);

/// Unpacks gzip, one stream or several, to its end or until more than `most` bytes came, whichever is first. Checksums
/// and lengths are verified. Faults: invalid_input (code "invalid-package"): a damaged or cut stream, other bytes
/// behind it; those of `take`; io.
Result<Unpacked> unpack_gzip(MemberBytes& bytes, const TakeUnpacked& take, std::uint64_t most);

}  // namespace slipway::deb
