#pragma once

#include "base/result.hpp"
#include "repo-format/deb/paragraph.hpp"
#include "repo-format/deb/relations.hpp"

#include <string_view>
#include <vector>

namespace slipway::apt {

/// Returns the fields that apt finds in a stanza of `Packages`, which includes the empty line at its end. Values have
/// no blanks and line ends around them. Faults: invalid_input if any apt from 2.2 on finds no end, an end before the
/// last byte, or more than it can hold.
Result<std::vector<deb::Field>> read_stanza(std::string_view text);

/// Returns what apt reads in the value of a relation field. Faults: invalid_input if any apt from 2.2 on fails, because
/// it then reads nothing of the whole index.
Result<std::vector<deb::Alternatives>> read_relations(std::string_view value);

/// Checks that every apt reads in `stanza` what `control` says, without an error or a warning. Faults: invalid_input
/// (code "invalid-package", naming the field).
Result<> check_stanza(std::string_view stanza, const deb::Paragraph& control);

}  // namespace slipway::apt
