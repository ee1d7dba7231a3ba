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

/// The `.repo` file as interface and docs/http-api.md fix it, with a comment where packages are not signed. Its second
/// section, disabled, has the name that `dnf download --source` looks for.
std::string render(const RepoSnippet& snippet);

}  // namespace slipway::yum
