#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace slipway::signing {

/// One armor block: `type` is what stands after BEGIN, e.g. "PGP PUBLIC KEY BLOCK".
struct ArmorBlock {
    std::string type;
    std::string bytes;
};

/// The armor blocks of a text, in order; text between them is ignored.
/// Faults: invalid_input (no block, a block without end, wrong base64, wrong checksum).
Result<std::vector<ArmorBlock>> parse_armor(std::string_view text);

/// The inverse of `parse_armor` for one block: 64 columns, with checksum, without headers.
std::string render_armor(const ArmorBlock& block);

/// A binary keyring of armored keys, one after another (for keys.gpg).
Result<std::string> dearmored(std::string_view armored_keys);
/// One armor block for several armored keys: apt and dnf read only the first block of some files.
Result<std::string> merged_armor(std::string_view armored_keys);

}  // namespace slipway::signing
