#pragma once

#include "repo-format/formats/package_facts.hpp"

namespace slipway::formats {

/// What a deb's stanza (repo-format/apt/packages_stanza.hpp), or the beginning of one, says.
PackageFacts facts_of_stanza(std::string_view stanza);

/// The names in `Provides`, as ProvidedNames has them.
std::string provided_by_stanza(std::string_view stanza);

}  // namespace slipway::formats
