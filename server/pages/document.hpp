#pragma once

#include "base/clock.hpp"
#include "server/pages/markup.hpp"

namespace slipway::server {

/// What the frame of a page needs to know.
struct Frame {
    std::string_view title;
    std::string_view base_url;
    bool base_url_configured = false;
};

/// Renders a whole HTML document around `main`: head, header, footer, and the note that `public_url` is not set.
std::string document(const Frame& frame, const Markup& main);

/// Returns the path of the base URL: "" or "/packages". Links are paths, so that a page works under any name of the
/// server.
std::string_view path_of(std::string_view base_url);
/// Returns the base URL without its scheme, as people name the server.
std::string_view address_of(std::string_view base_url);

/// Renders a line of shell to copy.
Markup command(std::string_view line);
/// Renders "2026-11-22 16:01 UTC".
Markup time_of(Seconds time);
/// Renders a count and its noun: "1 package", "42 packages".
std::string counted(std::uint64_t count, std::string_view noun);

}  // namespace slipway::server
