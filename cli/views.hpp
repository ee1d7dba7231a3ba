#pragma once

#include "cli/json.hpp"

#include <string>

namespace slipway::cli {

// Render answers of the API for people, as tables and fields. These are pure functions of the JSON.

/// Renders an upload: its channel, and each package with its URL.
std::string render_upload(const JsonValue& answer, int status);
std::string render_packages(const JsonValue& answer);
/// Renders a search in one repository or in all: the packages, and the channels that have them.
std::string render_found(const JsonValue& answer);
std::string render_package(const JsonValue& package);
/// Renders the retained revisions that have a package.
std::string render_package_revisions(const JsonValue& answer);
std::string render_repositories(const JsonValue& answer);
std::string render_repository(const JsonValue& repository);
/// Renders a repository.
std::string render_channels(const JsonValue& repository);
std::string render_channel(const JsonValue& channel);
std::string render_keys(const JsonValue& keyring);
std::string render_tokens(const JsonValue& answer);

}  // namespace slipway::cli
