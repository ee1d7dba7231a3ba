#pragma once

#include "base/result.hpp"
#include "repo-format/deb/paragraph.hpp"
#include "repo-format/deb/relations.hpp"

#include <string_view>
#include <vector>

namespace slipway::apt {

/// The fields that apt finds in a stanza of `Packages`, given with the empty line that ends it; values without the
/// blanks and line ends around them.
/// Faults: invalid_input, where some apt from 2.2 on finds no end, an end before the last byte, or more than it can
/// hold.
Result<std::vector<deb::Field>> read_stanza(std::string_view text);

/// What apt makes of a relation field's value. Faults: invalid_input, where some apt from 2.2 on fails: it then reads
/// nothing of the whole index.
Result<std::vector<deb::Alternatives>> read_relations(std::string_view value);

/// Whether every apt reads in `stanza` what `control` says, without an error and without a warning.
/// Faults: invalid_input (code "invalid-package", naming the field).
Result<> check_stanza(std::string_view stanza, const deb::Paragraph& control);

}  // namespace slipway::apt
