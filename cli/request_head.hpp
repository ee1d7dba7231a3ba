#pragma once

#include "cli/settings.hpp"
#include "cli/transport.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace slipway::cli {

/// Returns the URL of a request: that of a published file, or its target on the server.
std::string url_of(const Settings& settings, const Request& request);

/// Returns the size of the body without the frame of a form: the JSON, or all files together.
std::uint64_t body_size_of(const Request& request);

/// Returns the header fields, "Name: value" each. The token is sent only to the configured server, and a large body
/// asks for permission first. "Expect:" without a value says that no such field is sent.
std::vector<std::string> fields_of(const Settings& settings, const Request& request);

}  // namespace slipway::cli
