#pragma once

#include "repo-format/deb/deb_package.hpp"

namespace slipway::deb {

/// What a control paragraph says of its package, checked (see the .cpp). The results can stand in a path: they hold no
/// '/' and are neither "." nor "..".
/// Faults: invalid_input (code "invalid-package", naming the field; code "unsupported-format" for a .udeb).
Result<DebPackage> package_of(const Paragraph& written);

}  // namespace slipway::deb
