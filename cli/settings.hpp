#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace slipway::cli {

/// Which server is asked, and as whom.
struct Settings {
    std::string server{};   // "https://packages.example.com", without a slash at its end
    std::string token{};    // empty: anonymously
    std::string ca_file{};  // empty: the system's certificates
};

/// What stands on the command line for every command.
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

/// A variable of the environment; null when it is not set.
using Environment = std::function<const char*(const char* name)>;

/// Where the configuration file is: --config, SLIPWAY_CONFIG, else slipway/config.toml below XDG_CONFIG_HOME or
/// ~/.config. Faults: invalid_input "configuration" when none of these is set.
Result<std::filesystem::path> config_path(const GlobalOptions& options, const Environment& environment);

/// Flags, else the environment, else the configuration file. What the file says about token and certificates is for the
/// server it names and for no other, so that no token is sent elsewhere.
/// Faults: all "configuration": no server named, a URL that is none, a file that is wrong or open to others; io for a
/// token file that cannot be read.
Result<Settings> resolve(const GlobalOptions& options, const Environment& environment);

/// The token of --token, --token-file or SLIPWAY_TOKEN; empty without any. Faults: as `resolve`.
Result<std::string> given_token(const GlobalOptions& options, const Environment& environment);

/// A server's URL as it is kept: http or https, no slash at its end. Faults: invalid_input "configuration".
Result<std::string> parse_server(std::string_view url);

/// Whether what is sent there can be read on the way: plain http to another machine.
bool is_open_to_listeners(std::string_view server);

}  // namespace slipway::cli
