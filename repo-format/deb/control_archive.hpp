#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "repo-format/deb/deb_members.hpp"

#include <string>
#include <vector>

namespace slipway::deb {

/// What dpkg finds in a control.tar.
struct ControlArchive {
    std::string control;               // the text of that file
    std::vector<std::string> members;  // the names of the others
};

/// Reads a control.tar, given the member's bytes. Time and memory are bounded by the constants in the .cpp, whatever
/// the bytes are.
/// Faults: invalid_input (code "invalid-package"): damaged, more than one stream, none or several control files,
/// members that dpkg refuses or would lose (see the .cpp), or more than a control archive may reasonably hold.
Result<ControlArchive> read_control_archive(ByteView member, Compression compression);

}  // namespace slipway::deb
