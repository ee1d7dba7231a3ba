#include "server/api/operations.hpp"

#include "server/api/resources.hpp"

namespace slipway::api {
namespace {

std::vector<Operation> operations_of_all_resources() {
    std::vector<Operation> all;
    for (const auto& resource :
         {health_operations(), repository_operations(), distro_operations(), channel_operations(),
          revision_operations(), promotion_operations(), package_operations(), upload_operations(),
          removal_operations(), package_history_operations(), purge_operations(), pin_operations(), key_operations(),
          token_operations(), event_operations()})
        all.insert(all.end(), resource.begin(), resource.end());
    return all;
}

}  // namespace

std::span<const Operation> all_operations() {
    static const auto all = operations_of_all_resources();
    return all;
}

std::vector<Parameter> parameters_of(const Operation& operation) {
    std::vector<Parameter> parameters(operation.query.begin(), operation.query.end());
    if (operation.list == nullptr) return parameters;
    parameters.push_back(
        {"limit", unless_told("100", a_number(operation.least, largest_limit, "At most so many elements."))});
    parameters.push_back({"cursor", a_text("`next` of the page before.")});
    return parameters;
}

}  // namespace slipway::api
