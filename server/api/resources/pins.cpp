#include "publishing/content/pins.hpp"

#include "server/api/resources/operations.hpp"
#include "server/api/resources/resource_json.hpp"
#include "server/api/routing/list_page.hpp"
#include "server/api/routing/schemas.hpp"

namespace slipway::api {
namespace {

constexpr std::uint32_t largest_revision = UINT32_MAX;

Json pin_json(const publishing::RepositoryState& repository, const publishing::PinRow& pin, std::string_view base,
              People people) {
    const auto* channel = publishing::find_channel(repository, pin.channel);
    auto json = Json::object({{"name", pin.name},
                              {"channel", channel == nullptr ? Json(nullptr) : Json(channel->name)},
                              {"revision", pin.revision},
                              {"created_at", iso_date(pin.created_at)}});
    if (people == People::named) json.add("created_by", pin.created_by);
    return json.add("snapshots", snapshots_json(repository, pin.name, base));
}

/// `channel`: the one it was allowed for.
Result<publishing::PinPut> parse_pin(const JsonObject& body, const std::string& channel) {
    publishing::PinPut put;
    put.name = TRY(body.required_text("name"));
    put.channel = channel;
    const auto revision = TRY(body.number("revision", largest_revision));
    if (!revision || !*revision) return body.invalid("revision", "the number of a revision");
    put.revision = **revision;
    return put;
}

Result<ListPage> list_pins(Services& services, const Call& call, const PageWanted& wanted) {
    const auto repository = TRY(call.repository());
    const auto tx = TRY(services.parts.queries.view());
    const auto pins = TRY(publishing::pins_of(tx, repository->state.settings.id));
    return page_of(
        "pins", pins, wanted.limit, [&](const auto& pin) { return !wanted.cursor || pin.name > *wanted.cursor; },
        [](const auto& pin) { return pin.name; },
        [&](const auto& pin) { return pin_json(repository->state, pin, call.base.text, call.people()); });
}

Result<http::Reply> get_pin(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto& name = call.parameter("pin");
    const auto tx = TRY(services.parts.queries.view());
    const auto pin = TRY(publishing::get_pin(tx, repository->state.settings.id, name));
    return json_response(200, pin_json(repository->state, pin, call.base.text, call.people()));
}

Result<http::Reply> post_pin(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto put = TRY(parse_pin(call.body, call.channel_name()));

    const auto made = std::make_shared<publishing::PinMade>();
    auto start = [&parts = services.parts, actor = call.actor, action = call.action(), repository, put,
                  made](auto done) {
        const auto work = [&clock = parts.clock, actor, repository, put, made](auto& tx) -> Result<> {
            *made = TRY(publishing::make_pin(tx, actor, repository->state, put, clock.now()));
            return {};
        };
        parts.publisher.write_for(actor, action, work, std::move(done));
    };
    return later<std::monostate>(services, std::move(start), [repository, made, base = call.base](std::monostate) {
        const auto json = pin_json(repository->state, made->pin, base.text, People::named);
        if (made->existed) return json_response(200, json);
        return created(base.api_url({"repositories", repository->state.settings.name, "pins", made->pin.name}), json);
    });
}

Result<http::Reply> delete_pin(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    auto start = [&parts = services.parts, actor = call.actor, action = call.action(), repository,
                  pin = *call.pin](auto done) {
        const auto work = [&clock = parts.clock, actor, repository, pin](auto& writing) {
            return publishing::remove_pin(writing, actor, repository->state, pin, clock.now());
        };
        parts.publisher.write_for(actor, action, work, std::move(done));
    };
    return later<std::monostate>(services, std::move(start), [](std::monostate) { return no_content(); });
}

constexpr std::array pin_members = {
    required("name", a_name()),
    required("channel", or_null(a_text())),
    required("revision", an_integer()),
    required("created_at", a_date()),
    maybe("created_by", a_text("For tokens that may read the repository.")),
    required("snapshots", the(snapshots_schema)),
};
constexpr Schema pin_schema = an_answer("Pin", pin_members);
constexpr std::array pin_page_members = {required("pins", a_list_of(pin_schema)), next_page};
constexpr Schema pin_page = an_answer("", pin_page_members);
constexpr std::array pin_body_members = {
    required("name", a_name()),
    required("channel", a_name()),
    required("revision", a_number(1, largest_revision)),
};
constexpr Schema pin_body = a_body("PinPost", pin_body_members);

constexpr std::array pin_table = {
    Operation{
        .path = "/api/v1/repositories/{repo}/pins",
        .access = Access::read,
        .id = "listPins",
        .tag = "channels",
        .summary = "The pins of a repository",
        .list = list_pins,
        .answers = {{200, "By name", &pin_page}},
    },
    Operation{
        .method = http::Method::post,
        .path = "/api/v1/repositories/{repo}/pins",
        .access = Access::change_some,
        .id = "postPin",
        .tag = "channels",
        .summary = "Retain a revision under a name",
        .handle = post_pin,
        .use = BodyUse::json,
        .body = &pin_body,
        .subject = Subject::body_channel,
        .answers = {{200, "The pin existed already", &pin_schema}, {201, "The new pin", &pin_schema}},
        .problems = {"unknown-channel"_problem, "unknown-revision"_problem, "pin-exists"_problem,
                     "channel-expired"_problem, "past-retention"_problem, "invalid-name"_problem},
    },
    Operation{
        .path = "/api/v1/repositories/{repo}/pins/{pin}",
        .access = Access::read,
        .id = "getPin",
        .tag = "channels",
        .summary = "One pin",
        .handle = get_pin,
        .answers = {{200, "The pin", &pin_schema}},
    },
    Operation{
        .method = http::Method::del,
        .path = "/api/v1/repositories/{repo}/pins/{pin}",
        .access = Access::change_some,
        .id = "deletePin",
        .tag = "channels",
        .summary = "Delete a pin",
        .description = "Retention may then remove its revision.",
        .handle = delete_pin,
        .subject = Subject::pin,
        .answers = {{204, "Deleted"}},
    },
};

}  // namespace

std::span<const Operation> pin_operations() { return pin_table; }

}  // namespace slipway::api
