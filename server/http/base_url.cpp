#include "server/http/base_url.hpp"

#include "base/percent_encoding.hpp"
#include "base/text.hpp"
#include "server/http/host.hpp"

#include <algorithm>

namespace slipway::http {

std::string BaseUrl::api_url(std::initializer_list<std::string_view> segments) const {
    auto url = text + "/api/v1";
    for (const auto segment : segments) url += "/" + percent_encode(segment);
    return url;
}

Mount::Mount(std::string_view public_url) : public_url_(public_url), origin_(public_url) {
    const auto authority = public_url_.find("://");
    const auto slash = authority == std::string::npos ? authority : public_url_.find('/', authority + 3);
    if (slash == std::string::npos) return;
    origin_.resize(slash);
    for (const auto segment : split(std::string_view(public_url_).substr(slash + 1), '/')) path_.emplace_back(segment);
}

Result<BaseUrl> Mount::base_of(const Request& request) const {
    if (!public_url_.empty()) return BaseUrl{public_url_, BaseFrom::configuration};
    const auto host = request.headers.find("Host");
    if (!host || !is_valid_host(*host)) return Error("bad-request"_problem, "the Host field is missing or malformed");
    return BaseUrl{(request.over_tls ? "https://" : "http://") + std::string(*host), BaseFrom::request};
}

std::optional<std::span<const std::string>> Mount::path_below(const Request& request) const {
    const std::span<const std::string> path(request.path);
    if (path.size() < path_.size() || !std::equal(path_.begin(), path_.end(), path.begin())) return std::nullopt;
    return path.subspan(path_.size());
}

std::string Mount::path() const { return path_.empty() ? "" : "/" + join(path_, "/"); }

bool Mount::is_own_origin(const Request& request, std::string_view origin) const {
    if (!public_url_.empty()) return equal_ignoring_case(origin, origin_);
    const auto base = base_of(request);
    return base.ok() && equal_ignoring_case(origin, base->text);
}

}  // namespace slipway::http
