#include "base/files/space_reserve.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "publishing/access/token_changes.hpp"
#include "publishing/directory/data_directory.hpp"
#include "publishing/queries/tokens.hpp"
#include "server/api/routing/json.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/data_options.hpp"
#include "server/commands/exit_codes.hpp"
#include "server/directory_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace slipway::server {
namespace {

publishing::Actor this_user() { return {.name = fmt::format("slipwayd token (uid {})", ::getuid()), .address = ""}; }

std::optional<std::string> date_of(const std::optional<Seconds>& time) {
    return time ? std::optional(iso_date(*time)) : std::nullopt;
}

Result<> revoke(publishing::Catalog& catalog, std::int64_t id) {
    auto tx = TRY(catalog.write());
    if (!TRY(publishing::revoke_token(tx, this_user(), id, SystemClock().now())))
        return Error(Fault::not_found, fmt::format("there is no token {}", id));
    return std::move(tx).commit();
}

/// Makes a token, but not one whose secret could not be printed.
Result<int> create(const Config& config, const std::string& name, const std::vector<std::string>& scopes,
                   const std::string& expires) {
    const auto lifetime = TRY(publishing::parse_lifetime(expires));
    const auto now = SystemClock().now();
    const auto places = TRY(store_places(config));
    const auto catalog = TRY(publishing::open_catalog_to_write(places, config.log.format));
    auto tx = TRY(catalog->write());
    const auto token = TRY(publishing::make_token(tx, this_user(), name, scopes, lifetime, now));
    TRY(std::move(tx).commit());
    // Not by fmt::print, which throws: a closed standard error must not leave a token whose secret nobody saw.
    const auto headline =
        fmt::format("token {} ({}), {}; shown only now:\n", token.row.id, name,
                    token.row.expires_at ? "expires " + iso_date(*token.row.expires_at) : "never expires");
    std::fputs(headline.c_str(), stderr);
    if (std::printf("%s\n", token.secret.c_str()) > 0 && std::fflush(stdout) == 0) return exit_code::ok;
    TRY(revoke(*catalog, token.row.id));
    return Error(Fault::io, fmt::format("the secret could not be written to standard output; token {} is revoked again",
                                        token.row.id));
}

Result<int> revoke(const Config& config, std::int64_t id) {
    TRY(SpaceReserve(config.data).make_room());
    const auto places = TRY(store_places(config));
    const auto catalog = TRY(publishing::open_catalog_to_write(places, config.log.format));
    TRY(revoke(*catalog, id));
    fmt::print("token {} is revoked\n", id);
    return exit_code::ok;
}

void print_json(const std::vector<publishing::TokenRow>& tokens) {
    std::vector<Json> list;
    for (const auto& token : tokens)
        list.push_back(Json::object({{"id", token.id},
                                     {"name", publishing::shown_name(token.name)},
                                     {"scopes", token.scopes},
                                     {"created_at", iso_date(token.created_at)},
                                     {"expires_at", date_of(token.expires_at)},
                                     {"last_used_at", date_of(token.last_used_at)}}));
    fmt::print("{}\n", Json::object({{"tokens", Json::array(list)}}).text());
}

void print_table(const std::vector<publishing::TokenRow>& tokens) {
    using Line = std::array<std::string, 5>;
    std::vector<Line> lines = {{"ID", "NAME", "EXPIRES", "LAST USED", "SCOPES"}};
    for (const auto& token : tokens)
        lines.push_back({std::to_string(token.id), publishing::shown_name(token.name),
                         date_of(token.expires_at).value_or("never"), date_of(token.last_used_at).value_or("never"),
                         join(token.scopes, " ")});
    std::array<std::size_t, 4> widths{};
    for (const auto& line : lines)
        for (std::size_t i = 0; i < widths.size(); ++i) widths.at(i) = std::max(widths.at(i), line.at(i).size());
    for (const auto& line : lines)
        fmt::print("{:<{}}  {:<{}}  {:<{}}  {:<{}}  {}\n", line[0], widths[0], line[1], widths[1], line[2], widths[2],
                   line[3], widths[3], line[4]);
}

Result<int> list(const Config& config, bool json) {
    const auto places = TRY(store_places(config));
    const auto catalog = TRY(publishing::open_catalog(places));
    const auto tx = TRY(catalog->read());
    const auto tokens = TRY(publishing::all_tokens(tx));
    if (json)
        print_json(tokens);
    else
        print_table(tokens);
    return exit_code::ok;
}

struct TokenOptions {
    DataOptions data;
    std::string name;
    std::vector<std::string> scopes;
    std::string expires = "90d";
    std::int64_t id = 0;
    bool json = false;
};

}  // namespace

void add_token_command(CLI::App& program, int& exit_code) {
    auto options = std::make_shared<TokenOptions>();
    const auto run = [options, &exit_code](std::function<Result<int>(const Config&)> work) {
        return [options, &exit_code, work = std::move(work)] { exit_code = run_with_config(options->data, work); };
    };
    auto* command = program.add_subcommand("token", "Make, list and revoke tokens, even while the daemon runs");
    command->require_subcommand(1);

    auto* made = command->add_subcommand("create", "Make a token and print its secret, once, on standard output");
    add_data_options(*made, options->data);
    made->add_option("name", options->name, "What the token is for")->required()->type_name("NAME");
    made->add_option("--scope", options->scopes, "What it allows, e.g. upload:main/dev or admin:*; may be repeated")
        ->required()
        ->type_name("SCOPE")
        ->allow_extra_args(false);
    made->add_option("--expires", options->expires, "When it expires: 90d, 12h or never")
        ->type_name("TIME")
        ->capture_default_str();
    made->callback(run(
        [options](const Config& config) { return create(config, options->name, options->scopes, options->expires); }));

    auto* listed = command->add_subcommand("list", "Show all tokens, without their secrets");
    add_data_options(*listed, options->data);
    listed->add_flag("--json", options->json, "Print JSON");
    listed->callback(run([options](const Config& config) { return list(config, options->json); }));

    auto* revoked = command->add_subcommand("revoke", "Revoke a token; takes effect within 5 seconds");
    add_data_options(*revoked, options->data);
    revoked->add_option("id", options->id, "Its number in the list")->required()->type_name("ID");
    revoked->callback(run([options](const Config& config) { return revoke(config, options->id); }));
}

}  // namespace slipway::server
