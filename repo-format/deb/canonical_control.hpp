#pragma once

#include "base/result.hpp"
#include "repo-format/deb/paragraph.hpp"

#include <string>
#include <vector>

namespace slipway::deb {

/// A control paragraph in which each meaning has one spelling.
struct CanonicalControl {
    Paragraph control;                  // in the order of the file; no value is empty
    std::vector<std::string> warnings;  // plain sentences that begin with the field's name
};

/// Checks every field by dpkg's rules for it, drops those that belong to an index, and respells the rest (see the
/// .cpp). It does not check which fields a package needs. Faults: invalid_input (code "invalid-package", naming the
/// field, the position and what to write).
Result<CanonicalControl> canonical_control(const Paragraph& control);

}  // namespace slipway::deb
