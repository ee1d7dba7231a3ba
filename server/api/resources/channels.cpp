#include "publishing/planning/delete_channel_change.hpp"
#include "publishing/planning/put_channel_change.hpp"
#include "server/api/resources/operations.hpp"
#include "server/api/resources/resource_json.hpp"
#include "server/api/resources/settings_answers.hpp"
#include "server/api/resources/settings_body.hpp"
#include "server/api/resources/settings_schemas.hpp"
#include "server/api/routing/list_page.hpp"
#include "server/api/routing/schemas.hpp"

namespace slipway::api {
namespace {

Represent represent_channel(const std::string& name) {
    return [name](const publishing::RepositoryState& state) -> std::optional<Json> {
        const auto found = state.channels.find(name);
        return found == state.channels.end() ? std::nullopt : std::optional(channel_json(state, found->second));
    };
}

Result<http::Reply> set_channel(Services& services, const Call& call, BodyIs is) {
    TRY(call.repository());
    const auto& repository = call.repository_name();
    const auto& name = call.channel_name();
    auto put = TRY(parse_channel(call.body, is, name));
    return change_resource(services, call, is, std::move(put), represent_channel(name),
                           {"repositories", repository, "channels", name},
                           [&publisher = services.parts.publisher, repository](auto actor, auto wanted, auto done) {
                               publisher.carry_out<publishing::PutChannelChange>(repository, std::move(actor),
                                                                                 std::move(wanted), std::move(done));
                           });
}

Result<ListPage> list_channels(Services&, const Call& call, const PageWanted& wanted) {
    const auto repository = TRY(call.repository());
    return page_of(
        "channels", repository->state.channels, wanted.limit,
        [&](const auto& named) { return !wanted.cursor || named.first > *wanted.cursor; },
        [](const auto& named) { return named.first; },
        [&](const auto& named) { return channel_json(repository->state, named.second); });
}

Result<http::Reply> get_channel(Services&, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto* channel = TRY(call.channel(*repository));
    return answer_resource(call, channel_json(repository->state, *channel));
}

Result<http::Reply> put_channel(Services& services, const Call& call) {
    return set_channel(services, call, BodyIs::whole);
}

Result<http::Reply> patch_channel(Services& services, const Call& call) {
    return set_channel(services, call, BodyIs::patch);
}

Result<http::Reply> delete_channel(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    TRY(call.channel(*repository));
    const auto force = call.force();

    auto& publisher = services.parts.publisher;
    auto start = [&publisher, actor = call.actor, repo = call.repository_name(), channel = call.channel_name(), force,
                  expected = expectation_of(call, represent_channel(call.channel_name()))](auto done) {
        publisher.carry_out<publishing::DeleteChannelChange>(
            repo, actor, publishing::DeleteChannelChange::Wanted{channel, force, expected}, std::move(done));
    };
    return later<std::monostate>(services, std::move(start), [](std::monostate) { return no_content(); });
}

constexpr std::array channel_page_members = {required("channels", a_list_of(channel_schema)), next_page};
constexpr Schema channel_page = an_answer("", channel_page_members);

constexpr std::array channel_table = {
    Operation{
        .path = "/api/v1/repositories/{repo}/channels",
        .access = Access::read,
        .id = "listChannels",
        .tag = "channels",
        .summary = "A repository's channels",
        .list = list_channels,
        .answers = {{200, "By name", &channel_page}},
    },
    Operation{
        .path = "/api/v1/repositories/{repo}/channels/{channel}",
        .access = Access::read,
        .id = "getChannel",
        .tag = "channels",
        .summary = "One channel",
        .handle = get_channel,
        .answers = {{200, "The channel", &channel_schema}},
        .tagged = true,
    },
    Operation{
        .method = http::Method::put,
        .path = "/api/v1/repositories/{repo}/channels/{channel}",
        .access = Access::administer,
        .id = "putChannel",
        .tag = "channels",
        .summary = "Create a channel or declare its settings",
        .description = "The whole declaration: absent members and `null` have their defaults.",
        .handle = put_channel,
        .use = BodyUse::json,
        .body = &channel_declaration_schema,
        .answers = {{200, "Updated", &channel_schema}, {201, "Created, with revision 1", &channel_schema}},
        .problems = {"ephemeral-channel"_problem, "invalid-name"_problem},
        .tagged = true,
    },
    Operation{
        .method = http::Method::patch,
        .path = "/api/v1/repositories/{repo}/channels/{channel}",
        .access = Access::administer,
        .id = "patchChannel",
        .tag = "channels",
        .summary = "Change settings of a channel",
        .handle = patch_channel,
        .use = BodyUse::json,
        .body = &channel_settings_schema,
        .answers = {{200, "Updated", &channel_schema}},
        .problems = {"ephemeral-channel"_problem, "invalid-name"_problem},
        .tagged = true,
    },
    Operation{
        .method = http::Method::del,
        .path = "/api/v1/repositories/{repo}/channels/{channel}",
        .access = Access::administer,
        .id = "deleteChannel",
        .tag = "channels",
        .summary = "Delete a channel",
        .handle = delete_channel,
        .query = {force_parameter},
        .answers = {{204, "Deleted"}},
        .problems = {"not-empty"_problem, "pinned"_problem},
        .tagged = true,
    },
};

}  // namespace

std::span<const Operation> channel_operations() { return channel_table; }

}  // namespace slipway::api
