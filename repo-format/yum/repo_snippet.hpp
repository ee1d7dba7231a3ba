#pragma once

#include <string>

namespace slipway::yum {

/// The facts of a `.repo` file.
struct RepoSnippet {
    std::string repository;
    std::string distro;
    std::string channel;
    std::string base_url;    // {public_url}/{repo}/{distro}/{channel}/$basearch/
    std::string source_url;  // the same with `source`, where source rpms are
    std::string gpgkey_url;  // {public_url}/{repo}/rpm-keys.asc
    bool packages_are_signed;
};

/// Renders the `.repo` file that docs/http-api.md describes, with a comment if packages are not signed. Its second,
/// disabled section has the name that `dnf download --source` looks for.
std::string render(const RepoSnippet& snippet);

}  // namespace slipway::yum
