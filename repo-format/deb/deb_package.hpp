#pragma once

#include "base/result.hpp"
#include "base/stream.hpp"
#include "repo-format/deb/paragraph.hpp"

#include <string>

namespace slipway::deb {

/// What a `.deb` says of itself, checked: name, version and architecture follow Debian policy and dpkg.
struct DebPackage {
    Paragraph control;         // complete, in the file's order
    std::string name;          // Package
    std::string version;       // Version, as written
    std::string architecture;  // Architecture
    std::string source;        // the name in Source, else the package's own (without a version in parentheses)
};

/// Reads a `.deb` as dpkg-deb does, refusing what two readers could understand in two ways. Bounded memory and time
/// whatever the bytes are (see the constants in the .cpp files); of the data member only its place is checked.
/// Faults: invalid_input with code "invalid-package" (the message names member, field and offset), "unsupported-format"
/// (a .dsc, .changes, .udeb) or "wrong-format" (an rpm); io.
Result<DebPackage> read_deb(const RandomAccess& file);

}  // namespace slipway::deb
