#pragma once

#include "publishing/model/model.hpp"
#include "repo-format/formats/traits.hpp"

#include <string>
#include <string_view>

namespace slipway::publishing {

/// The client set-up files of a channel, rendered from the repository's state (docs/http-api.md, "Set-up files").
/// `public_url` without a slash at its end; `snapshot` names a past state of the channel, "" the newest.
/// `.sources` with the keys in it, or `.repo`.
std::string set_up_file(const RepositoryState& repository, const storage::DistroRow& distro, std::string_view channel,
                        std::string_view public_url, std::string_view snapshot = {});
/// What stands in place of the `.sources` file where apt is older than 2.3.10: this line, and the key file it names.
std::string list_file(const RepositoryState& repository, const storage::DistroRow& distro, std::string_view channel,
                      std::string_view public_url, std::string_view snapshot = {});

/// The keys that machines trust which are set up for distros of a layout, as one file.
std::string key_file(formats::Layout layout, const signing::Keyring& keyring);

/// A fingerprint as people compare it: "0123 4567 89AB …".
std::string in_groups_of_four(std::string_view fingerprint);

}  // namespace slipway::publishing
