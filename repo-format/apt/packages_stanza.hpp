#pragma once

#include "base/digest.hpp"
#include "repo-format/deb/paragraph.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace slipway::apt {

/// The control file's part of a package's stanza: every field but `Filename Size MD5sum SHA1 SHA256 SHA512 Status`
/// (dropped without regard to case), each ended by a newline. Kept with the package; the same wherever it is published.
std::string stanza_fields(const deb::Paragraph& control);

/// The whole stanza as it stands in `Packages`: the fields, then Filename, Size and SHA256, then an empty line.
std::string packages_stanza(std::string_view fields, std::string_view filename, std::uint64_t size,
                            const Sha256& sha256);

}  // namespace slipway::apt
