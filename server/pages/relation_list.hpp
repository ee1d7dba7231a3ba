#pragma once

#include "repo-format/formats/package_facts.hpp"
#include "server/pages/markup.hpp"

namespace slipway::server {

/// Renders what a package needs, offers and excludes, with a term for each kind. Most of a long list is folded; the
/// rest of a very long one is only counted.
Markup relation_list(const std::vector<formats::NamedRelations>& relations);

}  // namespace slipway::server
