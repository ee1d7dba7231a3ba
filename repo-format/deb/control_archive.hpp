#pragma once

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

/// Reads the control.tar that is this member of `file`. Time and memory are bounded by the constants in the .cpp,
/// whatever the bytes are. Faults: invalid_input (code "invalid-package"): damaged, more than one stream, none or
/// several control files, members that dpkg refuses or would lose (see the .cpp), or more than a control archive may
/// reasonably hold; io.
Result<ControlArchive> read_control_archive(const RandomAccess& file, const ArMember& member, Compression compression);

}  // namespace slipway::deb
