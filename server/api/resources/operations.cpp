#include "server/api/resources/operations.hpp"

namespace slipway::api {
namespace {

std::vector<Operation> operations_of_all_resources() {
    std::vector<Operation> all;
    for (const auto& resource :
         {health_operations(), repository_operations(), distro_operations(), channel_operations(),
          revision_operations(), promotion_operations(), package_operations(), upload_operations(),
          removal_operations(), package_history_operations(), purge_operations(), pin_operations(), key_operations(),
          token_operations(), event_operations(), node_operations()})
        all.insert(all.end(), resource.begin(), resource.end());
    return all;
}

}  // namespace

std::span<const Operation> all_operations() {
    static const auto all = operations_of_all_resources();
    return all;
}

}  // namespace slipway::api
