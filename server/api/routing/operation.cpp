#include "server/api/routing/operation.hpp"

namespace slipway::api {

std::vector<Parameter> parameters_of(const Operation& operation) {
    std::vector<Parameter> parameters(operation.query.begin(), operation.query.end());
    if (operation.list == nullptr) return parameters;
    parameters.push_back(
        {"limit", unless_told("100", a_number(operation.least, largest_limit, "At most so many elements."))});
    parameters.push_back({"cursor", a_text("`next` of the page before.")});
    return parameters;
}

}  // namespace slipway::api
