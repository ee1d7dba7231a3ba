#pragma once

#include "base/digest.hpp"
#include "repo-format/deb/paragraph.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace slipway::apt {

/// The control file's part of a package's stanza, given in canonical spelling (canonical_control.hpp): in
/// apt-ftparchive's order, each field ended by a newline; an empty line stands where the file's own fields belong.
/// Kept with the package; the same wherever it is published.
std::string stanza_fields(const deb::Paragraph& control);

/// The whole stanza as it stands in `Packages`: the fields with Filename, Size and SHA256 in their place, then an empty
/// line. Without a mark of the place they stand last: so are the fields of packages that came before there was one.
std::string packages_stanza(std::string_view fields, std::string_view filename, std::uint64_t size,
                            const Sha256& sha256);

}  // namespace slipway::apt
