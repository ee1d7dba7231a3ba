#pragma once

#include "base/result.hpp"
#include "publishing/cluster/nodes.hpp"
#include "publishing/cluster/shared_pairs.hpp"
#include "server/files/pages.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace slipway::api {

/// What tells of the nodes of a cluster. All are empty where this server is the only one.
struct NodeParts {
    /// Returns why this node cannot know whether it serves what is published, or nothing if it can. Never blocks.
    std::function<std::optional<std::string>()> why_not_current{};
    /// Reads what the catalog knows of all nodes. Blocks.
    std::function<Result<publishing::ClusterView>()> read{};
    /// Keeps repomd.xml and its signature together.
    publishing::SharedPairs* pairs = nullptr;
    /// Returns what pages show of the nodes. Never blocks.
    std::function<std::vector<files::NodeShown>()> shown{};
};

}  // namespace slipway::api
