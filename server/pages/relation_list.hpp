#pragma once

#include "repo-format/formats/package_facts.hpp"
#include "server/pages/markup.hpp"

namespace slipway::server {

/// What a package needs, offers and excludes, a term for each kind; of long lists most is folded, and of very long ones
/// the rest is only counted.
Markup relation_list(const std::vector<formats::NamedRelations>& relations);

}  // namespace slipway::server
