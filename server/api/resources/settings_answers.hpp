#pragma once

#include "server/api/resources/settings_body.hpp"
#include "server/api/routing/call.hpp"

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace slipway::api {

/// Renders a resource in a state of its repository; returns nothing if it does not exist there.
using Represent = std::function<std::optional<Json>(const publishing::RepositoryState&)>;

/// Returns a condition that checks If-Match and If-None-Match, or null if the request has neither. Its fault is
/// precondition_failed.
publishing::Expectation expectation_of(const Call& call, Represent represent);

/// Answers 200 with the ETag of the representation, or 304.
http::Response answer_resource(const Call& call, const Json& json);

/// Answers a change with the resource as it is now; 201 says where it is. Answers 204 if it was deleted meanwhile.
http::Response answer_change(publishing::PutResult result, const std::optional<Json>& json, const std::string& url);

/// PUT or PATCH: `begin(actor, put, done)` hands the change to the publisher, with the terms that the request sets. The
/// answer is the resource as it is then; `place` are the segments of its address below /api/v1.
template <class Put, class Begin>
http::Reply change_resource(const Services& services, const Call& call, BodyIs is, Put put, const Represent& represent,
                            std::initializer_list<std::string_view> place, Begin begin) {
    put.terms.if_absent = is == BodyIs::patch ? publishing::IfAbsent::refuse : publishing::IfAbsent::create;
    put.terms.expected = expectation_of(call, represent);
    auto start = [begin = std::move(begin), actor = call.actor, put = std::move(put)](auto done) {
        begin(actor, put, std::move(done));
    };
    auto render = [&publisher = services.parts.publisher, repository = call.repository_name(), represent,
                   url = call.url_of(place)](publishing::PutResult result) {
        const auto tree = publisher.current();
        const auto* found = tree->find(repository);
        return answer_change(result, found == nullptr ? std::nullopt : represent(found->state), url);
    };
    return later<publishing::PutResult>(services, std::move(start), std::move(render));
}

}  // namespace slipway::api
