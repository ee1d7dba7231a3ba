#pragma once

#include <string>

#include "base/result.hpp"
#include "base/stream.hpp"
#include "repo-format/deb/paragraph.hpp"

namespace slipway::deb {

/// What a `.deb` says of itself, checked: name, version and architecture follow Debian policy and dpkg.
struct DebPackage {
    Paragraph control;         // complete, in the file's order
    std::string name;          // Package
    std::string version;       // Version, as written
    std::string architecture;  // Architecture
    std::string source;        // the name in Source, else the package's own (without a version in parentheses)
};

/// Reads a `.deb` as dpkg-deb does. Bounded memory and time whatever the bytes are: the control member is limited
/// (see the constants in the .cpp) and decompressed no further than the `control` file.
/// Faults: invalid_input with code "invalid-package" (the message names member, field and offset) or code
/// "unsupported-format" (a .udeb cannot be told from the bytes; see `ingest`); io.
Result<DebPackage> read_deb(const RandomAccess& file);

}  // namespace slipway::deb
