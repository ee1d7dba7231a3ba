#include "publishing/tokens.hpp"

#include "base/text.hpp"
#include "publishing/access.hpp"
#include "server/api/resources.hpp"
#include "storage/catalog/events.hpp"

namespace slipway::api {
namespace {

constexpr std::string_view default_lifetime = "90d";

std::optional<std::string> date_json(const std::optional<Seconds>& time) {
    return time ? std::optional(iso_date(*time)) : std::nullopt;
}

Json token_json(const storage::TokenRow& token) {
    return Json::object({{"id", token.id},
                         {"name", token.name},
                         {"scopes", token.scopes},
                         {"created_at", iso_date(token.created_at)},
                         {"expires_at", date_json(token.expires_at)},
                         {"last_used_at", date_json(token.last_used_at)}});
}

storage::EventRow event_of(const publishing::Actor& actor, Seconds now, std::string action, const Json& details) {
    storage::EventRow event;
    event.time = now;
    event.action = std::move(action);
    event.actor = actor.name;
    event.address = actor.address;
    event.details = details.text();
    return event;
}

Error no_such_token(const std::string& id) { return Error(Fault::not_found, "there is no token '" + id + "'"); }

}  // namespace

Result<http::Reply> list_tokens(Services& services, const Call&) {
    const auto tx = TRY(services.parts.catalog.read());
    std::vector<Json> tokens;
    for (const auto& row : TRY(storage::all_tokens(tx))) tokens.push_back(token_json(row));
    return json_response(200, Json::object({{"tokens", Json::array(tokens)}}));
}

Result<http::Reply> get_own_token(Services& services, const Call& call) {
    if (!call.token) return publishing::token_needed();
    const auto tx = TRY(services.parts.catalog.read());
    for (const auto& row : TRY(storage::all_tokens(tx)))
        if (row.id == call.token->id) return json_response(200, token_json(row));
    return publishing::token_needed();  // revoked a moment ago
}

Result<http::Reply> post_token(Services& services, const Call& call) {
    const auto body = TRY(JsonObject::parse(call.body));
    TRY(body.allow_only({"name", "scopes", "expires_in"}));
    const auto name = TRY(body.required_text("name"));
    const auto scopes = TRY(body.texts("scopes")).value_or(std::vector<std::string>());
    const auto expires_in = TRY(body.text("expires_in", default_lifetime)).value_or(std::string(default_lifetime));
    const auto parsed = publishing::parse_lifetime(expires_in);
    if (!parsed.ok()) return body.invalid("expires_in", "days ('90d'), hours ('12h') or 'never'");
    const auto lifetime = *parsed;

    const auto made = std::make_shared<publishing::NewToken>();
    auto& parts = services.parts;
    auto work = [made, name, scopes, lifetime, actor = call.actor, now = parts.clock.now()](auto& tx) -> Result<> {
        *made = TRY(publishing::create_token(tx, name, scopes, lifetime, now));
        const auto details = Json::object({{"token", made->row.id}, {"name", name}, {"scopes", scopes}});
        TRY(storage::append_event(tx, event_of(actor, now, "token.create", details)));
        return {};
    };
    return later<std::monostate>(
        services, [&parts, work = std::move(work)](auto done) { parts.publisher.write(work, std::move(done)); },
        [made, &parts](std::monostate) {
            parts.tokens.forget();
            return json_response(201, token_json(made->row).add("secret", made->secret));
        });
}

Result<http::Reply> delete_token(Services& services, const Call& call) {
    const auto& text = call.parameter("id");
    const auto id = parse_decimal(text);
    if (!id || *id > INT64_MAX) return no_such_token(text);

    auto& parts = services.parts;
    auto work = [id = static_cast<storage::RowId>(*id), text, actor = call.actor,
                 now = parts.clock.now()](auto& tx) -> Result<> {
        const bool deleted = TRY(storage::delete_token(tx, id));
        if (!deleted) return no_such_token(text);
        TRY(storage::append_event(tx, event_of(actor, now, "token.revoke", Json::object({{"token", id}}))));
        return {};
    };
    return later<std::monostate>(
        services, [&parts, work = std::move(work)](auto done) { parts.publisher.write(work, std::move(done)); },
        [&parts](std::monostate) {
            parts.tokens.forget();
            return no_content();
        });
}

}  // namespace slipway::api
