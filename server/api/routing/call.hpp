#pragma once

#include "publishing/queries/revisions.hpp"
#include "server/api/routing/failed_logins.hpp"
#include "server/api/routing/json.hpp"
#include "server/api/routing/parts.hpp"
#include "server/http/base_url.hpp"
#include "server/http/problem.hpp"

#include <atomic>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::api {

using http::problem_of;
using publishing::People;

/// The OpenAPI document of this server, rendered on the first request for it.
struct Openapi {
    std::once_flag rendered;
    std::string text;
};

/// What handlers share: the parts that they got, and what they store between requests.
struct Services {
    explicit Services(Parts given);

    Parts parts;
    http::Mount mount;
    FailedLogins failed_logins;
    Openapi openapi;
    std::atomic<bool> finishing{false};
};

/// One API request in its handler, authenticated and allowed. Its repository and channel were determined when it was
/// allowed (admission.hpp); path, query and body do not name them a second time.
class Call {
public:
    using Parameters = std::map<std::string_view, std::string>;

    /// `parameters`: of the operation's path. `request` outlives the call.
    Call(const http::Request& request, const Parameters& parameters);
    /// `action` is what was requested and allowed.
    void allow(publishing::Action action) { action_ = std::move(action); }

    const publishing::Action& action() const { return action_; }
    /// Return the names in the action, or "" if it has none.
    const std::string& repository_name() const { return action_.repository; }
    const std::string& channel_name() const { return action_.channel; }
    /// Returns a parameter of the operation's path, except `repo` and `channel`.
    const std::string& parameter(std::string_view name) const { return parameters_.at(name); }
    /// Returns a parameter that is the digest of a package. Faults: not_found if it is not a digest.
    Result<Sha256> digest(std::string_view name = "sha256") const;
    bool has_parameter(std::string_view name) const { return parameters_.contains(name); }
    /// Returns a parameter of the query, except `repository`.
    std::optional<std::string> query(std::string_view name) const;
    /// Returns a parameter that the operation declares as a number (`check_query`).
    std::optional<std::int64_t> number(std::string_view name) const;
    const http::Headers& headers() const { return request_->headers; }
    http::Method method() const { return request_->method; }
    /// Returns the type of the body, if it was declared.
    std::optional<std::uint64_t> content_length() const { return request_->content_length; }

    /// Finds the repository of the action. Faults: not_found.
    Result<std::shared_ptr<const publishing::PublishedRepository>> repository() const;
    /// Finds the channel of the action. Faults: not_found, gone "channel-expired".
    Result<const publishing::ChannelState*> channel(const publishing::PublishedRepository& repository) const;
    /// Returns people if the token's scopes let it read the action's repository, even if everybody may read it.
    People people() const;
    /// Returns this request's address with another cursor.
    std::string url_of_page(const http::Mount& mount, std::string_view cursor) const;
    /// Returns whether the query has `?force=true`.
    publishing::Force force() const;
    /// Returns the address of a resource: these segments below /api/v1.
    std::string url_of(std::initializer_list<std::string_view> segments) const { return base.api_url(segments); }

    publishing::Actor actor;
    std::optional<publishing::KnownToken> token;
    http::BaseUrl base;
    std::shared_ptr<const publishing::PublishedTree> tree;
    JsonObject body;                        // where the operation takes JSON
    std::optional<publishing::PinRow> pin;  // where the path names one

private:
    const http::Request* request_;
    Parameters parameters_;
    publishing::Action action_{publishing::Action::Kind::read_repository, "", ""};
};

/// The page of a list that a request wants.
struct PageWanted {
    std::size_t limit = 0;
    std::optional<std::string> cursor{};  // nothing: the first page
};

/// A page of a list from its handler; list_page.hpp makes an answer of it.
struct ListPage {
    Json body = Json::object({});           // to which `next` is added
    std::optional<std::string> next{};      // the cursor of the page behind this one
    std::optional<std::string> lines = {};  // in the place of the body: application/jsonl
};

/// Answers with JSON and `no-store`.
http::Response json_response(unsigned status, const Json& json);
/// Answers 201 with the address of what was made.
http::Response created(const std::string& location, const Json& json);
http::Response no_content();

/// Makes an answer that the publisher gives later: see http::later.
template <class T, class Start, class Render>
http::Reply later(const Services& services, Start start, Render render) {
    return http::later<T>(services.parts.failures, std::move(start), std::move(render));
}

}  // namespace slipway::api
