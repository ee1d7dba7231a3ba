#pragma once

#include "base/bounded_log.hpp"
#include "base/clock.hpp"
#include "publishing/access/tokens.hpp"
#include "publishing/intake/ingest.hpp"
#include "publishing/publisher/publisher.hpp"
#include "publishing/queries/package_files.hpp"
#include "publishing/queries/queries.hpp"
#include "server/api/routing/limits.hpp"
#include "server/api/routing/node_parts.hpp"
#include "server/api/routing/refusals.hpp"
#include "server/files/pages.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace slipway::api {

/// What the handlers work with. Everything outlives the ApiHandler.
struct Parts {
    publishing::Publisher& publisher;
    publishing::Ingest& ingest;
    const publishing::Queries& queries;
    const publishing::PackageFiles& package_files;
    publishing::TokenBook& tokens;
    const Clock& clock;
    const Log& log;
    BoundedLog& failures;  // of requests, which a stranger may repeat
    const files::Pages& pages;
    Refusals& refusals;
    ApiLimits limits;
    std::string public_url;  // without a slash at its end; "" when not set
    /// The text of `/metrics`.
    std::function<std::string()> metrics;
    /// Called for every answered request (Handler::answered); may be empty.
    std::function<void(const http::Request&, const http::Answered&)> observe;
    /// Called before a change that takes away rights or bytes, so that it goes through on a full disk; may be empty.
    std::function<void()> make_room{};
    NodeParts nodes{};
};

}  // namespace slipway::api
