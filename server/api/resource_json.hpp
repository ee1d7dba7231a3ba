#pragma once

#include "publishing/published_tree.hpp"
#include "server/api/json.hpp"
#include "storage/catalog/pins.hpp"
#include "storage/catalog/revisions.hpp"

namespace slipway::api {

/// How resources look in answers.
Json repository_json(const publishing::RepositoryState& repository);
Json channel_json(const publishing::ChannelState& channel);
/// `pins`: of its channel.
Json revision_json(const storage::RevisionRow& revision, const std::vector<storage::PinRow>& pins);
Json keyring_json(const signing::Keyring& keyring);

}  // namespace slipway::api
