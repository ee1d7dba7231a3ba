#include "cli/settings.hpp"

#include "base/text.hpp"
#include "cli/config_file.hpp"
#include "cli/exit_codes.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

namespace slipway::cli {
namespace {

Error wrong(const std::string& message) { return Error(client_problem::configuration, message); }

std::string variable(const Environment& environment, const char* name) {
    const char* value = environment(name);
    return value == nullptr ? std::string() : std::string(value);
}

std::string first_given(std::initializer_list<std::string> texts) {
    for (const auto& text : texts)
        if (!text.empty()) return text;
    return {};
}

/// The first line of the file: files of CI systems and editors end with a newline.
Result<std::string> read_token(const std::string& file) {
    std::string line;
    if (file == "-") {
        std::getline(std::cin, line);
    } else {
        std::ifstream stream(file);
        if (!stream) return Error(errno == ENOENT ? Fault::not_found : Fault::io, file + ": " + std::strerror(errno));
        std::getline(stream, line);
    }
    while (line.ends_with('\r') || line.ends_with(' ')) line.pop_back();
    if (line.empty()) return wrong((file == "-" ? "standard input" : file) + " holds no token");
    return line;
}

/// A token goes into a header field: a line break in it would begin another one.
Result<std::string> checked(std::string token) {
    for (const char c : token)
        if (c <= ' ' || c >= 0x7f) return wrong("the token has characters that no token has");
    return token;
}

}  // namespace

Result<std::filesystem::path> config_path(const GlobalOptions& options, const Environment& environment) {
    const auto named = first_given({options.config_file, variable(environment, "SLIPWAY_CONFIG")});
    if (!named.empty()) return std::filesystem::path(named);
    const auto base = variable(environment, "XDG_CONFIG_HOME");
    if (!base.empty()) return std::filesystem::path(base) / "slipway/config.toml";
    const auto home = variable(environment, "HOME");
    if (!home.empty()) return std::filesystem::path(home) / ".config/slipway/config.toml";
    return wrong("HOME is not set, so there is no configuration file: give --config");
}

Result<std::string> given_token(const GlobalOptions& options, const Environment& environment) {
    if (!options.token_file.empty()) return checked(TRY(read_token(options.token_file)));
    return checked(first_given({options.token, variable(environment, "SLIPWAY_TOKEN")}));
}

Result<std::string> parse_server(std::string_view url) {
    const bool is_web = url.starts_with("http://") || url.starts_with("https://");
    const auto host = is_web ? url.substr(url.find("://") + 3) : std::string_view();
    if (host.empty() || host.starts_with('/') || url.find_first_of(" \t\r\n?#@") != url.npos)
        return wrong("'" + std::string(url) +
                     "' is not the URL of a server; expected one like https://packages.example.com");
    std::string server(url);
    while (server.ends_with('/')) server.pop_back();
    return server;
}

bool is_open_to_listeners(std::string_view server) {
    if (!server.starts_with("http://")) return false;
    auto host = server.substr(7);
    host = host.substr(0, host.find('/'));
    if (host.starts_with("[::1]")) return false;
    host = host.substr(0, host.find(':'));
    return host != "localhost" && !host.starts_with("127.");
}

Result<Settings> resolve(const GlobalOptions& options, const Environment& environment) {
    const auto server = first_given({options.server, variable(environment, "SLIPWAY_URL")});
    Settings settings;
    settings.token = TRY(given_token(options, environment));
    settings.ca_file = first_given({options.ca_file, variable(environment, "SLIPWAY_CA_FILE")});
    if (!server.empty()) settings.server = TRY(parse_server(server));

    const auto named = first_given({options.config_file, variable(environment, "SLIPWAY_CONFIG")});
    const auto path = config_path(options, environment);
    if (!path.ok() && settings.server.empty()) return path.error();
    const bool needs_file = settings.server.empty() || settings.token.empty() || !named.empty();
    const auto file = path.ok() && needs_file ? TRY(read_config_file(*path)) : std::optional<Settings>();
    if (!file && !named.empty()) return wrong(named + ": no such file");
    if (settings.server.empty()) {
        if (!file) return wrong("no server is named: give --server or SLIPWAY_URL, or 'slipway login' once");
        settings.server = file->server;
    }
    if (file && file->server == settings.server) {
        settings.token = first_given({settings.token, file->token});
        settings.ca_file = first_given({settings.ca_file, file->ca_file});
    }
    return settings;
}

}  // namespace slipway::cli
