#include "server/api/request_places.hpp"

#include "server/api/past_pages.hpp"
#include "server/api/resources.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace slipway::api {
namespace {

struct Cost {
    Handle handle;
    http::Work work;
};

struct CostOfList {
    ListHandle list;
    http::Work work;
};

// What is not here takes a few reads of the catalog.
constexpr std::array costs = {
    Cost{get_metrics, http::Work::operation}, Cost{get_readiness, http::Work::operation},
    Cost{post_promotion, http::Work::comparison},  // its preview is a diff
    Cost{post_removals, http::Work::comparison},   // likewise
};
constexpr std::array costs_of_lists = {
    CostOfList{list_revisions, http::Work::listing},
    CostOfList{list_packages, http::Work::listing},
    CostOfList{list_package_revisions, http::Work::listing},
    CostOfList{list_events, http::Work::listing},
    CostOfList{list_repository_packages, http::Work::listing},
    CostOfList{get_expiry, http::Work::comparison},
    CostOfList{get_diff, http::Work::comparison},
};

template <class Costs, class Handler, class Member>
http::Work work_in(const Costs& known, Handler handler, Member member) {
    const auto cost = std::ranges::find(known, handler, member);
    return cost == known.end() ? http::Work::quick : cost->work;
}

}  // namespace

http::Work work_of(const Route& route) {
    return route.list != nullptr ? work_in(costs_of_lists, route.list, &CostOfList::list)
                                 : work_in(costs, route.handle, &Cost::handle);
}

http::Work work_of_files(std::span<const std::string> path, bool trailing_slash) {
    if (is_past_page(path)) return http::Work::page;
    return trailing_slash ? http::Work::listing : http::Work::snapshot;
}

std::int64_t turn_of_address(const std::string& address) {
    // Tokens have the numbers above zero.
    return -1 - static_cast<std::int64_t>(std::hash<std::string>()(address) >> 1);
}

}  // namespace slipway::api
