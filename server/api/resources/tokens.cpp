#include "publishing/access/tokens.hpp"

#include "base/text.hpp"
#include "publishing/access/access.hpp"
#include "publishing/access/token_changes.hpp"
#include "publishing/queries/tokens.hpp"
#include "server/api/resources/operations.hpp"
#include "server/api/routing/list_page.hpp"
#include "server/api/routing/schemas.hpp"

namespace slipway::api {
namespace {

constexpr std::string_view default_lifetime = "90d";

std::optional<std::string> date_json(const std::optional<Seconds>& time) {
    return time ? std::optional(iso_date(*time)) : std::nullopt;
}

Json token_json(const publishing::TokenRow& token) {
    return Json::object({{"id", token.id},
                         {"name", publishing::shown_name(token.name)},
                         {"scopes", token.scopes},
                         {"created_at", iso_date(token.created_at)},
                         {"expires_at", date_json(token.expires_at)},
                         {"last_used_at", date_json(token.last_used_at)}});
}

/// Before a client hears of a change, requests are decided by it.
void read_tokens(const Parts& parts) {
    if (const auto read = parts.tokens.refresh(); !read.ok())
        parts.log.failure("tokens could not be read", read.error());
}

Error no_such_token(const std::string& id) { return Error(Fault::not_found, "there is no token '" + id + "'"); }

Result<publishing::RowId> id_in_path(const Call& call) {
    const auto& text = call.parameter("id");
    const auto id = parse_decimal(text);
    if (!id || *id > INT64_MAX) return no_such_token(text);
    return static_cast<publishing::RowId>(*id);
}

Result<ListPage> list_tokens(Services& services, const Call&, const PageWanted& wanted) {
    const auto last = TRY(number_of_cursor(wanted)).value_or(0);
    const auto tx = TRY(services.parts.queries.view());
    const auto tokens = TRY(publishing::all_tokens(tx));
    return page_of(
        "tokens", tokens, wanted.limit, [&](const auto& token) { return token.id > last; },
        [](const auto& token) { return std::to_string(token.id); }, token_json);
}

Result<http::Reply> get_own_token(Services& services, const Call& call) {
    if (!call.token) return publishing::token_needed();
    const auto tx = TRY(services.parts.queries.view());
    const auto row = TRY(publishing::find_token(tx, call.token->id));
    if (!row) return publishing::token_needed();  // revoked a moment ago
    return json_response(200, token_json(*row));
}

Result<http::Reply> get_token(Services& services, const Call& call) {
    const auto id = TRY(id_in_path(call));
    const auto tx = TRY(services.parts.queries.view());
    const auto row = TRY(publishing::find_token(tx, id));
    if (!row) return no_such_token(call.parameter("id"));
    return json_response(200, token_json(*row));
}

Result<http::Reply> post_token(Services& services, const Call& call) {
    const auto& body = call.body;
    const auto name = TRY(body.required_text("name"));
    const auto scopes = TRY(body.texts("scopes")).value_or(std::vector<std::string>());
    const auto expires_in = TRY(body.text("expires_in", default_lifetime)).value_or(std::string(default_lifetime));
    const auto parsed = publishing::parse_lifetime(expires_in);
    if (!parsed.ok()) return body.invalid("expires_in", "days ('90d'), hours ('12h') or 'never'");
    const auto lifetime = *parsed;

    const auto made = std::make_shared<publishing::NewToken>();
    auto& parts = services.parts;
    auto work = [made, name, scopes, lifetime, actor = call.actor, now = parts.clock.now()](auto& tx) -> Result<> {
        *made = TRY(publishing::make_token(tx, actor, name, scopes, lifetime, now));
        return {};
    };
    return later<std::monostate>(
        services,
        [&parts, actor = call.actor, action = call.action(), work = std::move(work)](auto done) {
            parts.publisher.write_for(actor, action, work, std::move(done));
        },
        [made, &parts, base = call.base](std::monostate) {
            read_tokens(parts);
            return created(base.api_url({"tokens", std::to_string(made->row.id)}),
                           token_json(made->row).add("secret", made->secret));
        });
}

Result<http::Reply> delete_token(Services& services, const Call& call) {
    const auto& text = call.parameter("id");
    const auto id = TRY(id_in_path(call));

    auto& parts = services.parts;
    auto work = [id, text, actor = call.actor, now = parts.clock.now()](auto& tx) -> Result<> {
        if (!TRY(publishing::revoke_token(tx, actor, id, now))) return no_such_token(text);
        return {};
    };
    return later<std::monostate>(
        services,
        [&parts, actor = call.actor, action = call.action(), work = std::move(work)](auto done) {
            parts.publisher.write_for(actor, action, work, std::move(done));
        },
        [&parts](std::monostate) {
            read_tokens(parts);
            return no_content();
        });
}

constexpr std::array token_members = {
    required("id", an_integer()),
    required("name", a_text()),
    required("scopes", texts("As `upload:main/dev`, `read:*`, `admin:*`.")),
    required("created_at", a_date()),
    required("expires_at", or_null(a_date())),
    required("last_used_at", or_null(a_date())),
};
constexpr Schema token_schema = an_answer("Token", token_members);
constexpr std::array new_token_members = {required("secret", a_text_like("^slw_[A-Za-z0-9]{40}$"))};
constexpr Schema new_token_schema = an_answer_like(token_schema, "NewToken", new_token_members);
constexpr std::array token_page_members = {required("tokens", a_list_of(token_schema)), next_page};
constexpr Schema token_page = an_answer("", token_page_members);
constexpr std::array token_body_members = {
    required("name", a_text_of(1, 64, "Printable ASCII.")),
    required("scopes", at_least(1, texts("As `upload:main/dev`, `read:*`, `admin:*`."))),
    maybe("expires_in", unless_told("\"90d\"", or_null(a_text("Days (`90d`), hours (`12h`) or `never`.")))),
};
constexpr Schema token_body = a_body("TokenPost", token_body_members);

constexpr std::array token_table = {
    Operation{
        .path = "/api/v1/token",
        .access = Access::own_token,
        .id = "getOwnToken",
        .tag = "tokens",
        .summary = "The token of this request",
        .description = "A token sees only its own data.",
        .handle = get_own_token,
        .answers = {{200, "The token, without its secret", &token_schema}},
    },
    Operation{
        .path = "/api/v1/tokens",
        .access = Access::administer_server,
        .id = "listTokens",
        .tag = "tokens",
        .summary = "All tokens",
        .list = list_tokens,
        .answers = {{200, "Without their secrets, oldest first", &token_page}},
    },
    Operation{
        .method = http::Method::post,
        .path = "/api/v1/tokens",
        .access = Access::administer_server,
        .id = "postToken",
        .tag = "tokens",
        .summary = "Make a token",
        .handle = post_token,
        .use = BodyUse::json,
        .body = &token_body,
        .answers = {{201, "With its secret, shown once", &new_token_schema}},
        .problems = {"invalid-scope"_problem, "invalid-name"_problem},
    },
    Operation{
        .path = "/api/v1/tokens/{id}",
        .access = Access::administer_server,
        .id = "getToken",
        .tag = "tokens",
        .summary = "One token",
        .handle = get_token,
        .answers = {{200, "The token", &token_schema}},
    },
    Operation{
        .method = http::Method::del,
        .path = "/api/v1/tokens/{id}",
        .access = Access::administer_server,
        .id = "deleteToken",
        .tag = "tokens",
        .summary = "Revoke a token",
        .handle = delete_token,
        .answers = {{204, "Revoked"}},
    },
};

}  // namespace

std::span<const Operation> token_operations() { return token_table; }

}  // namespace slipway::api
