#pragma once

#include "repo-format/formats/package_facts.hpp"

namespace slipway::formats {

/// What an rpm's element of primary.xml (repo-format/yum/package_xml.hpp), or the beginning of one, says.
PackageFacts facts_of_primary(std::string_view primary);

/// The names in `<rpm:provides>`, as ProvidedNames has them.
std::string provided_by_primary(std::string_view primary);

}  // namespace slipway::formats
