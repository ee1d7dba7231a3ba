#pragma once

#include "publishing/node_cache.hpp"
#include "server/api/base_url.hpp"
#include "server/api/json.hpp"
#include "server/api/parts.hpp"
#include "server/api/upload_slots.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::api {

/// What handlers share: the parts they were given and what they keep between requests.
struct Services {
    explicit Services(Parts given);

    Parts parts;
    Mount mount;
    publishing::NodeCache nodes;
    UploadSlots slots;
    UploadSpace space;
    std::atomic<bool> finishing{false};
};

/// One API request, authenticated and allowed, on its way through a handler.
struct Call {
    const http::Request& request;
    std::map<std::string_view, std::string> parameters;  // of the route's pattern
    std::string body;
    publishing::Actor actor;
    std::optional<publishing::KnownToken> token;
    BaseUrl base;
    std::shared_ptr<const publishing::PublishedTree> tree;

    const std::string& parameter(std::string_view name) const { return parameters.at(name); }
    /// The first value of a query parameter.
    std::optional<std::string> query(std::string_view name) const;

    /// `{repo}`. Faults: not_found.
    Result<std::shared_ptr<const publishing::PublishedRepository>> repository() const;
    /// `{channel}` of `repository`. Faults: not_found, gone "channel-expired".
    Result<const publishing::ChannelState*> channel(const publishing::PublishedRepository& repository) const;
    /// Faults: not_found.
    static Result<const publishing::ChannelState*> channel_named(const publishing::PublishedRepository& repository,
                                                                 const std::string& name);
    /// Whether the caller may change what a channel contains that stands in the body. Faults: forbidden.
    Result<> check_may_change(const std::string& channel) const;
    /// `?limit=`, 100 unless given. Faults: invalid_input "invalid-field" outside 1…1,000.
    Result<std::size_t> limit() const;
    /// `?force=true`. Faults: invalid_input "invalid-field" for other words.
    Result<publishing::Force> force() const;
};

/// JSON, `no-store`.
http::Response json_response(unsigned status, const Json& json);
http::Response no_content();
/// An error as a problem; those only operators can use are logged.
http::Response problem_of(const Log& log, const Error& error);

/// An answer that the publisher gives: `start` gets what to call with the result, which `render` makes a response of.
template <class T, class Start, class Render>
http::Reply later(const Services& services, Start start, Render render) {
    const Log& log = services.parts.log;
    return http::Deferred([&log, start = std::move(start), render = std::move(render)](auto deliver) mutable {
        start([&log, render = std::move(render), deliver = std::move(deliver)](Result<T> result) {
            deliver(result.ok() ? render(*result) : problem_of(log, result.error()));
        });
    });
}

}  // namespace slipway::api
