#pragma once

#include "repo-format/deb/member_bytes.hpp"
#include "repo-format/deb/unpacking.hpp"

namespace slipway::deb {

/// Unpacks one bzip2 stream to its end or until more than `most` bytes came, whichever is first. Faults: invalid_input
/// (code "invalid-package"): a damaged or cut stream, a further stream or other bytes behind it; those of `take`; io.
Result<Unpacked> unpack_bzip2(MemberBytes& bytes, const TakeUnpacked& take, std::uint64_t most);

}  // namespace slipway::deb
