#pragma once

#include "base/digest.hpp"
#include "repo-format/deb/paragraph.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace slipway::apt {

/// Renders the control file's part of a package's stanza from its canonical spelling (canonical_control.hpp). The
/// fields are in apt-ftparchive's order and end with a newline each; an empty line marks where the fields about the
/// file belong. It is stored with the package and is the same wherever the package is published.
std::string stanza_fields(const deb::Paragraph& control);

/// Renders the whole stanza of `Packages`: the fields with Filename, Size and SHA256 at the mark, then an empty line.
/// Without a mark these come last, as for packages that were stored before there was one.
std::string packages_stanza(std::string_view fields, std::string_view filename, std::uint64_t size,
                            const Sha256& sha256);

}  // namespace slipway::apt
