#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace slipway::cli {

/// Which server to use, and as whom.
struct Settings {
    std::string server{};   // "https://packages.example.com", without a slash at its end
    std::string token{};    // empty: anonymously
    std::string ca_file{};  // empty: the system's certificates
};

/// The options that every command has.
struct GlobalOptions {
    std::string server{};
    std::string token{};
    std::string token_file{};  // "-": standard input
    std::string ca_file{};
    std::string config_file{};
    unsigned retries = 5;
    unsigned timeout = 300;  // seconds
    bool json = false;
    bool quiet = false;
};

/// Returns a variable of the environment, or null if it is not set.
using Environment = std::function<const char*(const char* name)>;

/// Returns where the configuration file is: --config, SLIPWAY_CONFIG, else slipway/config.toml below XDG_CONFIG_HOME or
/// ~/.config. Faults: invalid_input "configuration" if none of these is set.
Result<std::filesystem::path> config_path(const GlobalOptions& options, const Environment& environment);

/// Reads the flags, else the environment, else the configuration file. The token and the certificates of the file are
/// used only for the server that it names, so that no token is sent elsewhere. Faults: all "configuration": no server
/// is named, a URL is wrong, a file is wrong or open to others; io for a token file that cannot be read.
Result<Settings> resolve(const GlobalOptions& options, const Environment& environment);

/// Returns the token of --token, --token-file or SLIPWAY_TOKEN; empty without any. Faults: as `resolve`.
Result<std::string> given_token(const GlobalOptions& options, const Environment& environment);

/// Parses a server's URL as it is stored: http or https, without a slash at its end. Faults: invalid_input
/// "configuration".
Result<std::string> parse_server(std::string_view url);

/// Returns whether others can read what is sent there: plain http to another machine.
bool is_open_to_listeners(std::string_view server);

}  // namespace slipway::cli
