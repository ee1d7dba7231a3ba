#pragma once

#include "cli/json.hpp"

#include <string>

namespace slipway::cli {

// Answers of the API as people read them: tables and fields. Pure functions of the JSON.

/// Of an upload: where to, and each package with its URL.
std::string render_upload(const JsonValue& answer, int status);
std::string render_packages(const JsonValue& answer);
/// Of a search in a repository, or in all: the packages, and the channels that have them.
std::string render_found(const JsonValue& answer);
std::string render_package(const JsonValue& package);
/// The kept revisions that have a package.
std::string render_package_revisions(const JsonValue& answer);
std::string render_repositories(const JsonValue& answer);
std::string render_repository(const JsonValue& repository);
/// Of a repository.
std::string render_channels(const JsonValue& repository);
std::string render_channel(const JsonValue& channel);
std::string render_keys(const JsonValue& keyring);
std::string render_tokens(const JsonValue& answer);

}  // namespace slipway::cli
