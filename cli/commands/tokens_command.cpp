#include "cli/commands/commands.hpp"
#include "cli/consent.hpp"
#include "cli/views.hpp"

#include <fmt/format.h>

namespace slipway::cli {
namespace {

struct TokensOptions {
    std::string name;
    std::vector<std::string> scopes;
    std::string expires;
    std::string id;
    bool yes = false;
};

Result<int> list(const Session& session, Client& client, const TokensOptions&) {
    const auto answer = TRY(client.get_pages(api_path({"tokens"}), 0));
    session.print(answer, render_tokens(answer.json));
    return exit_code::ok;
}

Result<int> create(const Session& session, Client& client, const TokensOptions& options) {
    Request request;
    request.method = Method::post;
    request.repeat = Repeat::harmful;
    request.target = api_path({"tokens"});
    auto body = Json::object();
    body.add("name", options.name).add("scopes", options.scopes);
    if (!options.expires.empty()) body.add("expires_in", options.expires);
    request.body = body.text();
    const auto answer = TRY(client.send(request));
    const auto expires = answer.json["expires_at"];
    session.say(fmt::format("token {} ({}), {}; shown only now:", answer.json["id"].text(), options.name,
                            expires.is_null() ? "never expires" : "expires " + expires.text()));
    session.print(answer, answer.json["secret"].text() + "\n");
    return exit_code::ok;
}

Result<int> revoke(const Session& session, Client& client, const TokensOptions& options) {
    TRY(obtain_consent(options.yes, "Revoke token " + options.id + "? Requests with it will be refused."));
    Request request;
    request.method = Method::del;
    request.repeat = Repeat::harmful;
    request.target = api_path({"tokens", options.id});
    TRY(client.send(request));
    session.conclude("token " + options.id + " is revoked");
    return exit_code::ok;
}

}  // namespace

void add_tokens_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<TokensOptions>();
    auto* command = program.add_subcommand("tokens", "List, make and revoke tokens");
    command->require_subcommand(1);
    const auto runs = runner(session, options);

    command->add_subcommand("list", "List all tokens, without their secrets")->callback(runs(list));

    auto* made = command->add_subcommand("create", "Make a token and print its secret, once, on standard output");
    made->add_option("name", options->name, "What the token is for")->required()->type_name("NAME");
    made->add_option("--scope", options->scopes, "What it allows, e.g. upload:main/dev or admin:*; may be repeated")
        ->required()
        ->type_name("SCOPE")
        ->allow_extra_args(false);
    made->add_option("--expires", options->expires, "When it expires: 90d (the default), 12h or never")
        ->type_name("TIME");
    made->callback(runs(create));

    auto* revoked = command->add_subcommand("revoke", "Revoke a token");
    revoked->add_option("id", options->id, "Its number in the list")->required()->type_name("ID");
    add_yes(*revoked, options->yes);
    revoked->callback(runs(revoke));
}

}  // namespace slipway::cli
