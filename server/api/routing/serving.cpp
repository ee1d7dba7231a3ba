#include "server/api/routing/serving.hpp"

namespace slipway::api {
namespace {

constexpr std::array serving_members = {
    required("serving", an_integer("How many ready nodes serve the change, the one that answers among them.")),
    required("lagging", texts("The ids of the ready nodes that did not serve it within `cluster.wait`.")),
};

}  // namespace

constexpr Schema serving_schema =
    an_answer("Serving", serving_members, "Only of a server that is a node of a cluster.");

void add_nodes(Json& answer, const std::optional<publishing::Serving>& serving) {
    if (serving) answer.add("nodes", Json::object({{"serving", serving->serving}, {"lagging", serving->lagging}}));
}

}  // namespace slipway::api
