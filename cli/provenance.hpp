#pragma once

#include "cli/settings.hpp"

#include <string>
#include <utility>
#include <vector>

namespace slipway::cli {

/// Where packages come from, as the uploader claims; empty where nothing is said.
struct Provenance {
    std::string repository{};
    std::string commit{};
    std::string ref{};
    std::string build_url{};
};

/// What a build on GitHub Actions, GitLab CI (and those that set the same variables, such as Forgejo and Gitea) says
/// about itself; else empty. Values the server would refuse (not printable ASCII, beyond 1 KiB) are left out.
Provenance provenance_of_ci(const Environment& environment);

/// `given`, and what it lacks from `otherwise`.
Provenance merged(Provenance given, const Provenance& otherwise);

/// Faults: invalid_input "usage" for a value that cannot stand in a header field as the server takes it.
Result<> check(const Provenance& provenance);

/// The header fields (Slipway-Source-…) for it.
std::vector<std::pair<std::string, std::string>> headers_of(const Provenance& provenance);

}  // namespace slipway::cli
