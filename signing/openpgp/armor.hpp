#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace slipway::signing {

/// One armor block. `type` is the text after BEGIN, e.g. "PGP PUBLIC KEY BLOCK".
struct ArmorBlock {
    std::string type;
    std::string bytes;
};

/// Reads the armor blocks of a text, in order; ignores text between them. Faults: invalid_input (no block, a block
/// without end, wrong base64, wrong checksum).
Result<std::vector<ArmorBlock>> parse_armor(std::string_view text);

/// The inverse of `parse_armor` for one block: 64 columns, with checksum, without headers.
std::string render_armor(const ArmorBlock& block);

/// Makes a binary keyring of armored keys (for keys.gpg).
Result<std::string> dearmored(std::string_view armored_keys);
/// Makes one armor block of several armored keys, because apt and dnf read only the first block of some files.
Result<std::string> merged_armor(std::string_view armored_keys);

}  // namespace slipway::signing
