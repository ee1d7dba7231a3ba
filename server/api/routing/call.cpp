#include "server/api/routing/call.hpp"

#include "base/percent_encoding.hpp"
#include "base/text.hpp"
#include "publishing/model/ephemeral.hpp"

#include <cassert>
#include <utility>

namespace slipway::api {
Services::Services(Parts given) : parts(std::move(given)), mount(parts.public_url) {}

Call::Call(const http::Request& request, const Parameters& parameters) : request_(&request), parameters_(parameters) {
    parameters_.erase("repo");
    parameters_.erase("channel");
}

Result<Sha256> Call::digest(std::string_view name) const {
    const auto sha256 = Sha256::parse(parameter(name));
    if (!sha256) return Error(Fault::not_found, "a package is named by the 64 hexadecimal digits of its SHA-256");
    return *sha256;
}

std::optional<std::string> Call::query(std::string_view name) const {
    assert(name != "repository");
    return request_->query.find(name);
}

std::optional<std::int64_t> Call::number(std::string_view name) const {
    const auto text = query(name);
    const auto number = text ? parse_decimal(*text) : std::nullopt;
    return number ? std::optional(static_cast<std::int64_t>(*number)) : std::nullopt;
}

Result<std::shared_ptr<const publishing::PublishedRepository>> Call::repository() const {
    const auto& name = repository_name();
    const auto found = tree->repositories.find(name);
    if (found == tree->repositories.end()) return publishing::no_repository(name);
    return found->second;
}

Result<const publishing::ChannelState*> Call::channel(const publishing::PublishedRepository& repository) const {
    return publishing::get_channel(repository.state, channel_name());
}

People Call::people() const {
    if (!token) return People::unnamed;
    const publishing::Action reading{publishing::Action::Kind::read_repository, repository_name(), ""};
    return publishing::decide(token->scopes, reading, false).ok() ? People::named : People::unnamed;
}

std::string Call::url_of_page(const http::Mount& mount, std::string_view cursor) const {
    std::string url = base.text;
    if (const auto path = mount.path_below(*request_))
        for (const auto& segment : *path) url += "/" + percent_encode(segment);
    char separator = '?';
    const auto add = [&](std::string_view name, std::string_view value) {
        url += std::exchange(separator, '&') + percent_encode(name) + "=" + percent_encode(value);
    };
    for (const auto& [name, value] : request_->query.fields())
        if (name != "cursor") add(name, value);
    add("cursor", cursor);
    return url;
}

publishing::Force Call::force() const {
    return query("force") == "true" ? publishing::Force::yes : publishing::Force::no;
}

http::Response json_response(unsigned status, const Json& json) {
    http::Response response;
    response.status = status;
    response.headers.add("Content-Type", "application/json");
    response.headers.add("Cache-Control", "no-store");
    response.body = json.text() + "\n";
    return response;
}

http::Response created(const std::string& location, const Json& json) {
    auto response = json_response(201, json);
    response.headers.add("Location", location);
    return response;
}

http::Response no_content() {
    http::Response response;
    response.status = 204;
    response.headers.add("Cache-Control", "no-store");
    return response;
}

}  // namespace slipway::api
