#pragma once

#include "base/log.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace slipway::server {

/// Which requests are logged: none; those that change something or are refused; all.
enum class AccessLines : unsigned char { off, on, all };

/// Everything that can be set, with its defaults (config/slipway.toml describes each key).
struct Config {
    std::vector<std::string> listen{"127.0.0.1:8080"};  // as net::ListenAddress parses it
    std::filesystem::path data{"/var/lib/slipway"};
    std::string public_url;                    // "" when not set; without a slash at its end
    std::vector<std::string> trusted_proxies;  // as http::TrustedProxies parses it
    bool sandbox = true;                       // as far as the kernel offers one
    AccessLines access_log = AccessLines::on;
    bool listings = true;  // of directories

    struct Tls {
        std::filesystem::path certificate;
        std::filesystem::path private_key;
    } tls;

    struct Storage {
        std::string catalog{};  // "postgresql://…"; "": slipway.db in `data`
        std::string objects{};  // "s3://bucket/prefix"; "": package files and packs are in `data`
    } storage;

    struct Keys {
        std::filesystem::path sealing_key_file{};  // "": see find_sealing_key
    } keys;

    struct S3 {
        std::string endpoint{};  // "": AWS's of the region
        std::string region{};
        std::optional<bool> path_style{};  // nothing: as it is usual at the endpoint
        std::filesystem::path ca_file{};
        std::filesystem::path credentials_file{};  // nothing of both: the environment
        std::vector<std::string> credentials_command{};
    } s3;

    /// Several nodes on one catalog and one bucket (docs/nodes.md).
    struct Cluster {
        std::string url{};             // of this node, for people; "": there is one daemon
        std::chrono::seconds wait{2};  // for the other nodes, before a change is answered
    } cluster;

    struct Cache {
        std::uint64_t size = std::uint64_t{20} << 30;
    } cache;

    struct Logging {
        LogFormat format = LogFormat::logfmt;
        LogLevel level = LogLevel::info;
    } log;

    struct Limits {
        std::uint64_t package_bytes = std::uint64_t{8} << 30;
        std::uint64_t batch_files = 10'000;
        std::uint64_t batch_bytes = std::uint64_t{64} << 30;
        std::uint64_t uploads = 256;
        std::uint64_t uploads_per_token = 192;
        std::uint64_t upload_pace = 16 * 1024;  // bytes a second
        std::uint64_t ephemeral_channels = 200;
        std::uint64_t extra_architectures = 16;
        std::uint64_t index_text_bytes = std::uint64_t{64} << 20;
        std::uint64_t examination_bytes = std::uint64_t{1} << 30;
        std::uint64_t requests_at_once = 64;
        std::uint64_t requests_per_second = 1000;
        std::uint64_t listing_entries = 10'000;
        std::uint64_t connections = 20'000;
        std::uint64_t connections_per_address = 4'096;
        std::uint64_t body_bytes = std::uint64_t{64} << 20;
    } limits;

    struct Gc {
        std::chrono::seconds interval = std::chrono::hours{24};
        std::chrono::seconds rest = std::chrono::hours{24};
        std::uint64_t share_percent = 10;
        std::uint64_t share_least = std::uint64_t{1} << 30;
    } gc;

    struct Retention {
        std::chrono::seconds index_files = std::chrono::hours{24 * 7};
    } retention;

    struct Scrub {
        std::chrono::seconds interval = std::chrono::hours{24 * 7};
        std::uint64_t rate = std::uint64_t{8} << 20;  // bytes per second; 0: no scrub
    } scrub;

    struct Signing {
        std::chrono::seconds deadline{30};
        std::uint64_t workers = 0;  // 0: one per core
    } signing;
};

/// Where settings come from. Each overrides those before it: the defaults, a file, the environment, the command line.
struct ConfigSources {
    std::optional<std::filesystem::path> file{};
    /// Like getenv: null for a variable that is not set.
    std::function<const char*(const char*)> environment = [](const char*) -> const char* { return nullptr; };
    std::vector<std::string> listen{};  // flags; none given: empty
    std::optional<std::string> data{};
    std::optional<std::string> public_url{};
    std::optional<std::string> catalog{};
    std::optional<std::string> key_file{};
    std::optional<std::string> objects{};
    std::optional<std::string> s3_endpoint{};
    std::optional<std::string> s3_region{};
    std::optional<std::string> cache_size{};
    std::optional<std::string> cluster_url{};
    std::optional<std::string> cluster_wait{};
};

/// Loads the settings in force. Faults: invalid_input (unknown key, wrong type, bad value), whose message is one line
/// that names the file and line, the variable or the flag, and the key; not_found (no such file), io.
Result<Config> load_config(const ConfigSources& sources);

/// Applies the text of a file to `config`. `file` is its name in messages. Faults: invalid_input, as `load_config`.
Result<> take_config_text(Config& config, const std::string& text, const std::string& file);

}  // namespace slipway::server
