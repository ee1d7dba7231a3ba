#pragma once

#include "base/result.hpp"
#include "server/http/message.hpp"

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::http {

enum class BaseFrom : unsigned char { configuration, request };

/// The beginning of every URL in an answer, without a slash at its end.
struct BaseUrl {
    std::string text;
    BaseFrom from = BaseFrom::configuration;  // request: the answer must be `no-store`

    /// Returns the address of a resource: these segments below /api/v1.
    std::string api_url(std::initializer_list<std::string_view> segments) const;
};

/// Knows `public_url`: how URLs begin, and below which path the server answers.
class Mount {
public:
    /// `public_url`: "" when not set; may have a path.
    explicit Mount(std::string_view public_url);

    /// Returns the public URL if there is one, whatever the request says; else scheme and Host. Faults: invalid_input
    /// "bad-request" when Host is needed and missing or malformed.
    Result<BaseUrl> base_of(const Request& request) const;

    /// Returns the path of a request below the public URL's path, or nothing if it is elsewhere.
    std::optional<std::span<const std::string>> path_below(const Request& request) const;

    /// Returns the path of the public URL: "" or "/packages".
    std::string path() const;

    /// Returns whether a browser's `Origin` is this server's own.
    bool is_own_origin(const Request& request, std::string_view origin) const;

private:
    std::string public_url_;
    std::string origin_;  // scheme and authority of it
    std::vector<std::string> path_;
};

}  // namespace slipway::http
