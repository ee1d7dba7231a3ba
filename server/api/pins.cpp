#include "publishing/pins.hpp"

#include "server/api/resource_json.hpp"
#include "server/api/resources.hpp"

namespace slipway::api {
namespace {

constexpr std::uint32_t largest_revision = UINT32_MAX;

Json pin_json(const publishing::RepositoryState& repository, const storage::PinRow& pin, std::string_view base) {
    const auto* channel = publishing::find_channel(repository, pin.channel);
    return Json::object({{"name", pin.name},
                         {"channel", channel == nullptr ? Json(nullptr) : Json(channel->name)},
                         {"revision", pin.revision},
                         {"created_at", iso_date(pin.created_at)},
                         {"created_by", pin.created_by},
                         {"snapshots", snapshots_json(repository, pin.name, base)}});
}

Result<publishing::PinPut> parse_pin(std::string_view text) {
    const auto body = TRY(JsonObject::parse(text));
    TRY(body.allow_only({"name", "channel", "revision"}));
    publishing::PinPut put;
    put.name = TRY(body.required_text("name"));
    put.channel = TRY(body.required_text("channel"));
    const auto revision = TRY(body.number("revision", largest_revision));
    if (!revision || !*revision) return body.invalid("revision", "the number of a revision");
    put.revision = **revision;
    return put;
}

}  // namespace

Result<http::Reply> list_pins(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto tx = TRY(services.parts.catalog.read());
    std::vector<Json> pins;
    for (const auto& pin : TRY(storage::pins_of(tx, repository->state.settings.id)))
        pins.push_back(pin_json(repository->state, pin, call.base.text));
    return json_response(200, Json::object({{"pins", Json::array(pins)}}));
}

Result<http::Reply> post_pin(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto put = TRY(parse_pin(call.body));
    TRY(call.check_may_change(put.channel));

    const auto made = std::make_shared<publishing::PinMade>();
    auto start = [&parts = services.parts, actor = call.actor, repository, put, made](auto done) {
        const auto work = [&clock = parts.clock, actor, repository, put, made](auto& tx) -> Result<> {
            *made = TRY(publishing::make_pin(tx, actor, repository->state, put, clock.now()));
            return {};
        };
        parts.publisher.write(work, std::move(done));
    };
    return later<std::monostate>(services, std::move(start), [repository, made, base = call.base.text](std::monostate) {
        return json_response(made->existed ? 200 : 201, pin_json(repository->state, made->pin, base));
    });
}

Result<http::Reply> delete_pin(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto& name = call.parameter("pin");
    const auto tx = TRY(services.parts.catalog.read());
    const auto pin = TRY(storage::find_pin(tx, repository->state.settings.id, name));
    if (!pin) return Error(Fault::not_found, "there is no pin '" + name + "'");
    const auto* channel = publishing::find_channel(repository->state, pin->channel);
    TRY(call.check_may_change(channel == nullptr ? "" : channel->name));

    auto start = [&parts = services.parts, actor = call.actor, repository, pin = *pin](auto done) {
        const auto work = [&clock = parts.clock, actor, repository, pin](auto& writing) {
            return publishing::remove_pin(writing, actor, repository->state, pin, clock.now());
        };
        parts.publisher.write(work, std::move(done));
    };
    return later<std::monostate>(services, std::move(start), [](std::monostate) { return no_content(); });
}

}  // namespace slipway::api
