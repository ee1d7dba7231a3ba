#pragma once

#include "publishing/model/model.hpp"
#include "repo-format/formats/traits.hpp"

#include <string>
#include <string_view>

namespace slipway::publishing {

/// The client set-up files of a channel, rendered from the repository's state (docs/http-api.md, "Set-up files").
/// `public_url` without a slash at its end; `snapshot` names a past state of the channel, "" the newest. Returns the
/// `.sources` file with the keys in it, or the `.repo` file.
std::string set_up_file(const RepositoryState& repository, const storage::DistroRow& distro, std::string_view channel,
                        std::string_view public_url, std::string_view snapshot = {});
/// Returns the line that replaces the `.sources` file for apt older than 2.3.10. It names a key file.
std::string list_file(const RepositoryState& repository, const storage::DistroRow& distro, std::string_view channel,
                      std::string_view public_url, std::string_view snapshot = {});

/// Returns one file with the keys that clients of distros of this layout trust.
std::string key_file(formats::Layout layout, const signing::Keyring& keyring);

/// Returns a fingerprint in the form that people compare: "0123 4567 89AB …".
std::string in_groups_of_four(std::string_view fingerprint);

}  // namespace slipway::publishing
