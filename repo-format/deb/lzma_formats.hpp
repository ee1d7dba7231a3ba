#pragma once

#include "repo-format/deb/member_bytes.hpp"
#include "repo-format/deb/unpacking.hpp"

namespace slipway::deb {

/// Checks that `bytes` are one xz stream and nothing else, and that no block asks for a larger dictionary: header,
/// headers of blocks, index and footer with their checksums; the blocks that the index lists must fill the rest.
/// Decompresses nothing; reads the index and a few bytes of each block. Faults: invalid_input (code
/// "invalid-package"), naming the position; io.
Result<> check_single_xz_stream(const MemberBytes& bytes, std::uint64_t greatest_dictionary);

/// Unpacks a stream of the older .lzma format to its end or until more than `most` bytes came, whichever is first. What
/// asks for a dictionary of more than 64 MiB is not unpacked. Faults: invalid_input (code "invalid-package"): a damaged
/// or cut stream, bytes behind it; those of `take`; io.
Result<Unpacked> unpack_lzma(MemberBytes& bytes, const TakeUnpacked& take, std::uint64_t most);

}  // namespace slipway::deb
