#pragma once

#include "publishing/model/model.hpp"
#include "server/pages/markup.hpp"

namespace slipway::server {

/// Returns whether a script from this address can be run without a check: over TLS, or from this machine. Otherwise
/// somebody on the network may have changed the key together with the script, and pages show only the steps with a
/// comparison.
bool is_safe_to_pipe(std::string_view base_url);

/// Renders the fingerprints of the keys that sign, below a heading of this level, as people compare them, the active
/// one first.
Markup fingerprints(const signing::Keyring& keyring, int level);

/// Renders how to set up a machine for this channel: the one-liner if that is safe, and the steps, each next to the
/// fingerprint to compare.
Markup set_up_by_script(const publishing::RepositoryState& repository, std::string_view channel,
                        std::string_view base_url);

/// Renders the same without the script: the file of each distro, and where it belongs.
Markup set_up_by_hand(const publishing::RepositoryState& repository, std::string_view channel,
                      std::string_view base_url);

/// Renders the same for a past state of the channel, with each line of a source that people write themselves.
Markup set_up_snapshot(const publishing::RepositoryState& repository, std::string_view channel,
                       std::string_view snapshot, std::string_view base_url);

/// Renders what to type once a machine is set up, for each package manager that can use this repository.
Markup install_lines(const publishing::RepositoryState& repository);

}  // namespace slipway::server
