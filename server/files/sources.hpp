#pragma once

#include "base/bounded_log.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "publishing/cluster/shared_pairs.hpp"
#include "publishing/publisher/publisher.hpp"
#include "publishing/queries/package_files.hpp"
#include "publishing/queries/queries.hpp"
#include "server/files/pages.hpp"
#include "server/http/base_url.hpp"
#include "server/http/problem.hpp"

#include <cstddef>
#include <functional>
#include <vector>

namespace slipway::files {

/// What published files, their directories and pages are made from. Everything in it outlives its users.
struct Sources {
    publishing::Publisher& publisher;
    const publishing::Queries& queries;
    const publishing::PackageFiles& package_files;
    const Clock& clock;
    const Log& log;
    BoundedLog& failures;  // of requests, which a stranger may repeat
    const Pages& pages;
    const http::Mount& mount;
    std::size_t listing_entries = 0;                  // on one page of a directory; 0: directories are not listed
    publishing::SharedPairs* shared_pairs = nullptr;  // of a cluster; null: this server is the only one
    /// Returns the nodes of the cluster. Never blocks. Empty: this server is the only one.
    std::function<std::vector<NodeShown>()> nodes{};
};

}  // namespace slipway::files
