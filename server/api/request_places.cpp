#include "server/api/request_places.hpp"

#include "server/api/past_pages.hpp"

#include <functional>

namespace slipway::api {

http::Work work_of_files(std::span<const std::string> path, bool trailing_slash) {
    if (is_past_page(path)) return http::Work::page;
    return trailing_slash ? http::Work::listing : http::Work::snapshot;
}

std::int64_t turn_of_address(const std::string& address) {
    // Tokens have the numbers above zero.
    return -1 - static_cast<std::int64_t>(std::hash<std::string>()(address) >> 1);
}

}  // namespace slipway::api
