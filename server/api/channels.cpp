#include "publishing/names.hpp"
#include "server/api/channel_body.hpp"
#include "server/api/resource_json.hpp"
#include "server/api/resources.hpp"

namespace slipway::api {
namespace {

constexpr std::uint32_t most_kept = 1'000'000;  // versions, days

Result<std::optional<std::vector<std::string>>> parse_sources(const JsonObject& body, const std::string& channel) {
    auto sources = TRY(body.texts("promote_from"));
    if (!sources) return sources;
    if (sources->empty() && !body.is_null("promote_from"))
        return body.invalid("promote_from", "a list of at least one channel, or null for every channel");
    for (const auto& source : *sources) {
        TRY(publishing::check_name(publishing::NameOf::channel, source));
        if (source == channel) return body.invalid("promote_from", "a list of other channels than this one");
    }
    return sources;
}

}  // namespace

Result<publishing::ChannelPut> parse_channel(const JsonObject& body, std::string name) {
    TRY(body.allow_only({"name", "immutable_versions", "protected", "promote_from", "keep"}));
    TRY(publishing::check_name(publishing::NameOf::channel, name));
    const auto named = TRY(body.text("name", name));
    if (named && *named != name) return body.invalid("name", "'" + name + "', as in the path, or absent");
    publishing::ChannelPut put;
    put.name = std::move(name);
    put.immutable_versions = TRY(body.boolean("immutable_versions", true));
    put.is_protected = TRY(body.boolean("protected", false));
    put.promote_from = TRY(parse_sources(body, put.name));
    const auto keep = TRY(body.object("keep", {"versions", "days"}));
    if (!keep) return put;
    TRY(keep->allow_only({"versions", "days"}));
    put.keep_versions = TRY(keep->number("versions", most_kept));
    put.keep_days = TRY(keep->number("days", most_kept));
    return put;
}

Result<http::Reply> get_channel(Services&, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto* channel = TRY(call.channel(*repository));
    return json_response(200, channel_json(*channel));
}

Result<http::Reply> put_channel(Services& services, const Call& call) {
    TRY(call.repository());
    const auto body = TRY(JsonObject::parse(call.body));
    const auto put = TRY(parse_channel(body, call.parameter("channel")));

    auto& publisher = services.parts.publisher;
    const auto& repository = call.parameter("repo");
    auto start = [&publisher, actor = call.actor, repository, put](auto done) {
        publisher.put_channel(actor, repository, put, std::move(done));
    };
    auto render = [&publisher, repository, name = put.name](publishing::PutResult result) {
        const auto tree = publisher.current();
        const auto* found = tree->find(repository);
        if (found == nullptr || !found->state.channels.contains(name)) return no_content();  // deleted again meanwhile
        return json_response(result == publishing::PutResult::created ? 201 : 200,
                             channel_json(found->state.channels.at(name)));
    };
    return later<publishing::PutResult>(services, std::move(start), std::move(render));
}

Result<http::Reply> delete_channel(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    TRY(call.channel(*repository));
    const auto force = TRY(call.force());

    auto& publisher = services.parts.publisher;
    auto start = [&publisher, actor = call.actor, repo = call.parameter("repo"), channel = call.parameter("channel"),
                  force](auto done) { publisher.delete_channel(actor, repo, channel, force, std::move(done)); };
    return later<std::monostate>(services, std::move(start), [](std::monostate) { return no_content(); });
}

}  // namespace slipway::api
