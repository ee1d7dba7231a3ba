#pragma once

#include "cli/settings.hpp"

#include <string>
#include <utility>
#include <vector>

namespace slipway::cli {

/// Where packages come from, as the uploader claims; members are empty if nothing is claimed.
struct Provenance {
    std::string repository{};
    std::string commit{};
    std::string ref{};
    std::string build_url{};
};

/// Reads what a build on GitHub Actions or GitLab CI (or on systems with the same variables, such as Forgejo and Gitea)
/// says about itself; elsewhere it is empty. Leaves out values that the server would refuse (not printable ASCII, more
/// than 1 KiB).
Provenance provenance_of_ci(const Environment& environment);

/// Returns `given`, with missing members from `otherwise`.
Provenance merged(Provenance given, const Provenance& otherwise);

/// Faults: invalid_input "usage" for a value that the server would not accept in a header field.
Result<> check(const Provenance& provenance);

/// Returns the header fields (Slipway-Source-…) for it.
std::vector<std::pair<std::string, std::string>> headers_of(const Provenance& provenance);

}  // namespace slipway::cli
