#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "repo-format/deb/deb_members.hpp"

#include <string>

namespace slipway::deb {

/// The text of the one file `control` in a control.tar, given the member's bytes. Time and memory are bounded by the
/// constants in the .cpp, whatever the bytes are.
/// Faults: invalid_input (code "invalid-package"): damaged, more than one stream, none or several control files, a
/// control file that is none, or more than a control archive may reasonably hold.
Result<std::string> read_control_file(ByteView member, Compression compression);

}  // namespace slipway::deb
