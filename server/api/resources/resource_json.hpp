#pragma once

#include "publishing/queries/revisions.hpp"
#include "publishing/served/published_tree.hpp"
#include "server/api/routing/call.hpp"
#include "server/api/routing/json.hpp"

namespace slipway::api {

/// Render resources for answers.
Json repository_json(const publishing::RepositoryState& repository);
Json distro_json(const publishing::DistroRow& distro);
Json channel_json(const publishing::RepositoryState& repository, const publishing::ChannelState& channel);
/// `pins`: of its channel. `base`: of the server's URLs.
Json revision_json(const publishing::RepositoryState& repository, const publishing::RevisionRow& revision,
                   const std::vector<publishing::PinRow>& pins, std::string_view base, People people);
/// Lists where each distro has the past state that `id` names.
Json snapshots_json(const publishing::RepositoryState& repository, std::string_view id, std::string_view base);
Json key_json(const signing::RepositoryKey& key);
Json keyring_json(const signing::Keyring& keyring);

}  // namespace slipway::api
