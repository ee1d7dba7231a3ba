#pragma once

#include "base/result.hpp"
#include "base/stream.hpp"
#include "repo-format/deb/paragraph.hpp"

#include <string>
#include <vector>

namespace slipway::deb {

/// The checked metadata of a `.deb`, which dpkg installs. Name, version, architecture and source can be parts of a
/// path.
struct DebPackage {
    Paragraph control;                  // in the file's order and in canonical spelling (canonical_control.hpp)
    std::string name;                   // Package, in lower case
    std::string version;                // Version, as written
    std::string architecture;           // Architecture
    std::string source;                 // where it lies in the pool: the first word of Source, else its own name
    std::vector<std::string> warnings;  // what the uploader should know, a plain sentence each
};

enum class VerifyData : unsigned char { no, yes };

/// Reads a `.deb` like dpkg-deb, and refuses what two programs could read differently. With `VerifyData::yes` also
/// checks that the data member is whole (data_member.hpp). Memory and time are bounded whatever the bytes are (see the
/// constants in the .cpp files). Faults: invalid_input with code "invalid-package" (the message names member, field and
/// offset), "unsupported-format" (a .dsc, .changes, .udeb) or "wrong-format" (an rpm); io.
Result<DebPackage> read_deb(const RandomAccess& file, VerifyData verify);

}  // namespace slipway::deb
