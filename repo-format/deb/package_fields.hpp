#pragma once

#include "repo-format/deb/deb_package.hpp"

namespace slipway::deb {

/// The checked fields of a control paragraph (see the .cpp). The results can be parts of a path: they contain no '/'
/// and are neither "." nor "..". Faults: invalid_input (code "invalid-package", naming the field; code
/// "unsupported-format" for a .udeb).
Result<DebPackage> package_of(const Paragraph& written);

}  // namespace slipway::deb
