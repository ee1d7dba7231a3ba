#include "publishing/content/pins.hpp"

#include "server/api/list_page.hpp"
#include "server/api/resource_json.hpp"
#include "server/api/resources.hpp"

namespace slipway::api {
namespace {

constexpr std::uint32_t largest_revision = UINT32_MAX;

Json pin_json(const publishing::RepositoryState& repository, const storage::PinRow& pin, std::string_view base,
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
    TRY(body.allow_only({"name", "channel", "revision"}));
    publishing::PinPut put;
    put.name = TRY(body.required_text("name"));
    put.channel = channel;
    const auto revision = TRY(body.number("revision", largest_revision));
    if (!revision || !*revision) return body.invalid("revision", "the number of a revision");
    put.revision = **revision;
    return put;
}

}  // namespace

Result<ListPage> list_pins(Services& services, const Call& call, const PageWanted& wanted) {
    const auto repository = TRY(call.repository());
    const auto tx = TRY(services.parts.catalog.read());
    const auto pins = TRY(storage::pins_of(tx, repository->state.settings.id));
    return page_of(
        "pins", pins, wanted.limit, [&](const auto& pin) { return !wanted.cursor || pin.name > *wanted.cursor; },
        [](const auto& pin) { return pin.name; },
        [&](const auto& pin) { return pin_json(repository->state, pin, call.base.text, call.people()); });
}

Result<http::Reply> get_pin(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto& name = call.parameter("pin");
    const auto tx = TRY(services.parts.catalog.read());
    const auto pin = TRY(storage::find_pin(tx, repository->state.settings.id, name));
    if (!pin) return Error(Fault::not_found, "there is no pin '" + name + "'");
    return json_response(200, pin_json(repository->state, *pin, call.base.text, call.people()));
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

}  // namespace slipway::api
