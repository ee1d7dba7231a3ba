// The one table of settings. A key that is added here and in config/slipway.toml is complete: file, environment and
// messages follow from its row.
#include "server/config_keys.hpp"

#include "base/quantity.hpp"
#include "base/text.hpp"
#include "server/http/forwarded.hpp"
#include "server/http/host.hpp"
#include "server/net/listen_address.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace slipway::server {
namespace {

Error expected(std::string_view what) { return Error(Fault::invalid_input, "expected " + std::string(what)); }

Result<std::string> text_of(const ConfigValue& value) {
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return expected("a text");
    return *text;
}

/// A list; a single text is a list of one.
Result<std::vector<std::string>> list_of(const ConfigValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return std::vector{*text};
    const auto* list = std::get_if<std::vector<std::string>>(&value);
    if (list == nullptr) return expected("a list of texts");
    return *list;
}

Result<std::uint64_t> count_of(const ConfigValue& value, std::uint64_t least, std::uint64_t most) {
    std::optional<std::uint64_t> number;
    if (const auto* integer = std::get_if<std::int64_t>(&value); integer != nullptr && *integer >= 0)
        number = static_cast<std::uint64_t>(*integer);
    if (const auto* text = std::get_if<std::string>(&value)) number = parse_decimal(*text);
    if (number && *number >= least && *number <= most) return *number;
    return expected("a number from " + std::to_string(least) + " to " + std::to_string(most));
}

Result<std::uint64_t> size_of(const ConfigValue& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value); integer != nullptr && *integer > 0)
        return static_cast<std::uint64_t>(*integer);
    const auto* text = std::get_if<std::string>(&value);
    if (const auto size = text == nullptr ? std::nullopt : parse_size(*text)) return *size;
    return expected("a size, e.g. 8589934592 or \"8GiB\"");
}

Result<std::chrono::seconds> duration_of(const ConfigValue& value, std::chrono::seconds least,
                                         std::chrono::seconds most) {
    const auto* text = std::get_if<std::string>(&value);
    const auto duration = text == nullptr ? std::nullopt : parse_duration(*text);
    if (!duration) return expected("a duration as text, e.g. \"30s\", \"5m\", \"12h\" or \"7d\"");
    if (*duration >= least && *duration <= most) return *duration;
    return expected("a duration from " + std::to_string(least.count()) + "s to " + std::to_string(most.count()) + "s");
}

Result<> set_listen(Config& config, const ConfigValue& value) {
    auto addresses = TRY(list_of(value));
    if (addresses.empty()) return expected("at least one address");
    for (const auto& address : addresses) TRY(net::ListenAddress::parse(address));
    config.listen = std::move(addresses);
    return {};
}

Result<> set_data(Config& config, const ConfigValue& value) {
    auto path = TRY(text_of(value));
    if (path.empty()) return expected("a directory");
    config.data = std::move(path);
    return {};
}

Result<> set_public_url(Config& config, const ConfigValue& value) {
    auto url = TRY(text_of(value));
    while (url.ends_with('/')) url.pop_back();
    const std::string_view rest = url.starts_with("https://")  ? std::string_view(url).substr(8)
                                  : url.starts_with("http://") ? std::string_view(url).substr(7)
                                                               : "";
    const bool printable = std::ranges::all_of(rest, [](char c) { return c > ' ' && c < '\x7f'; });
    if (rest.empty() || rest.front() == '/' || !printable || rest.find_first_of("?#@\"'<>\\") != rest.npos)
        return expected("a URL like https://packages.example.com or https://example.com/packages");
    config.public_url = std::move(url);
    return {};
}

Result<> set_objects(Config& config, const ConfigValue& value) {
    auto url = TRY(text_of(value));
    while (url.ends_with('/')) url.pop_back();
    if (!url.starts_with("s3://") || url.size() == 5) return expected("s3://BUCKET or s3://BUCKET/PREFIX");
    config.storage.objects = std::move(url);
    return {};
}

Result<> set_s3_endpoint(Config& config, const ConfigValue& value) {
    auto url = TRY(text_of(value));
    if (!url.starts_with("https://") && !url.starts_with("http://"))
        return expected("https://HOST[:PORT] or http://HOST[:PORT]");
    config.s3.endpoint = std::move(url);
    return {};
}

Result<> set_cluster_url(Config& config, const ConfigValue& value) {
    auto url = TRY(text_of(value));
    if (url.ends_with('/')) url.pop_back();
    const std::string_view rest = url.starts_with("https://")  ? std::string_view(url).substr(8)
                                  : url.starts_with("http://") ? std::string_view(url).substr(7)
                                                               : "";
    if (!http::is_valid_host(rest))
        return expected("the address of this node without a path, like http://node-1.example.com:8080");
    config.cluster.url = std::move(url);
    return {};
}

Result<> set_path_style(Config& config, const ConfigValue& value) {
    const auto name = TRY(text_of(value));
    if (name != "on" && name != "off") return expected("\"on\" or \"off\"");
    config.s3.path_style = name == "on";
    return {};
}

Result<> set_trusted_proxies(Config& config, const ConfigValue& value) {
    auto proxies = TRY(list_of(value));
    TRY(http::TrustedProxies::parse(proxies));
    config.trusted_proxies = std::move(proxies);
    return {};
}

/// Whether the rest can be read is found out by whoever connects. A password may be part of it, so no message repeats
/// it.
Result<> set_catalog(Config& config, const ConfigValue& value) {
    auto url = TRY(text_of(value));
    const bool is_url = url.starts_with("postgresql://") || url.starts_with("postgres://");
    const bool printable = std::ranges::all_of(url, [](char c) { return c > ' ' && c < '\x7f'; });
    if (!is_url || !printable) return expected("a URL like postgresql://slipway@db.example.com:5432/slipway");
    config.storage.catalog = std::move(url);
    return {};
}

Result<> set_sealing_key_file(Config& config, const ConfigValue& value) {
    auto path = TRY(text_of(value));
    if (path.empty()) return expected("a file");
    config.keys.sealing_key_file = std::move(path);
    return {};
}

/// "on" or "off" for a member of the top level.
template <auto Member>
Result<> set_switch(Config& config, const ConfigValue& value) {
    const auto name = TRY(text_of(value));
    if (name != "on" && name != "off") return expected("\"on\" or \"off\"");
    config.*Member = name == "on";
    return {};
}

Result<> set_access_log(Config& config, const ConfigValue& value) {
    constexpr std::array<std::pair<std::string_view, AccessLines>, 3> words = {
        {{"off", AccessLines::off}, {"on", AccessLines::on}, {"all", AccessLines::all}}};
    const auto word = TRY(text_of(value));
    const auto* found = std::ranges::find(words, std::string_view(word), &decltype(words)::value_type::first);
    if (found == words.end()) return expected("\"off\", \"on\" or \"all\"");
    config.access_log = found->second;
    return {};
}

Result<> set_log_format(Config& config, const ConfigValue& value) {
    const auto name = TRY(text_of(value));
    if (name != "logfmt" && name != "json") return expected("\"logfmt\" or \"json\"");
    config.log.format = name == "json" ? LogFormat::json : LogFormat::logfmt;
    return {};
}

Result<> set_log_level(Config& config, const ConfigValue& value) {
    constexpr std::array<std::pair<std::string_view, LogLevel>, 4> levels = {{{"debug", LogLevel::debug},
                                                                              {"info", LogLevel::info},
                                                                              {"warning", LogLevel::warning},
                                                                              {"error", LogLevel::error}}};
    const auto name = TRY(text_of(value));
    const auto* found = std::ranges::find(levels, std::string_view(name), &decltype(levels)::value_type::first);
    if (found == levels.end()) return expected("\"debug\", \"info\", \"warning\" or \"error\"");
    config.log.level = found->second;
    return {};
}

constexpr std::uint64_t any_number = std::numeric_limits<std::uint32_t>::max();
constexpr std::chrono::seconds hour = std::chrono::hours{1};
constexpr std::chrono::seconds ten_years = std::chrono::hours{24 * 3650};

/// A setter for a member of type Path, size, count or duration, as `read` makes it.
template <auto Section, auto Member, auto Read>
Result<> set(Config& config, const ConfigValue& value) {
    config.*Section.*Member = TRY(Read(value));
    return {};
}

template <std::uint64_t Least, std::uint64_t Most>
Result<std::uint64_t> count_between(const ConfigValue& value) {
    return count_of(value, Least, Most);
}
Result<std::chrono::seconds> hours_or_days(const ConfigValue& value) { return duration_of(value, hour, ten_years); }
Result<std::chrono::seconds> up_to_an_hour(const ConfigValue& value) {
    return duration_of(value, std::chrono::seconds(1), hour);
}

Result<std::chrono::seconds> up_to_a_minute(const ConfigValue& value) {
    return duration_of(value, std::chrono::seconds(1), std::chrono::minutes{1});
}
Result<std::chrono::seconds> seconds_or_more(const ConfigValue& value) {
    return duration_of(value, std::chrono::seconds(1), ten_years);
}
Result<std::uint64_t> size_or_off(const ConfigValue& value) {
    const auto* word = std::get_if<std::string>(&value);
    if (word != nullptr && *word == "off") return std::uint64_t{0};
    return size_of(value);
}

using Limits = Config::Limits;
constexpr auto keys = std::to_array<ConfigKey>({
    {"listen", "SLIPWAY_LISTEN", true, set_listen},
    {"data", "SLIPWAY_DATA", false, set_data},
    {"public_url", "SLIPWAY_PUBLIC_URL", false, set_public_url},
    {"trusted_proxies", "SLIPWAY_TRUSTED_PROXIES", true, set_trusted_proxies},
    {"sandbox", "SLIPWAY_SANDBOX", false, set_switch<&Config::sandbox>},
    {"access_log", "SLIPWAY_ACCESS_LOG", false, set_access_log},
    {"listings", "SLIPWAY_LISTINGS", false, set_switch<&Config::listings>},
    {"tls.certificate", "SLIPWAY_TLS_CERTIFICATE", false, set<&Config::tls, &Config::Tls::certificate, text_of>},
    {"tls.private_key", "SLIPWAY_TLS_PRIVATE_KEY", false, set<&Config::tls, &Config::Tls::private_key, text_of>},
    {"storage.catalog", "SLIPWAY_STORAGE_CATALOG", false, set_catalog},
    {"storage.objects", "SLIPWAY_STORAGE_OBJECTS", false, set_objects},
    {"keys.sealing_key_file", "SLIPWAY_KEYS_SEALING_KEY_FILE", false, set_sealing_key_file},
    {"s3.endpoint", "SLIPWAY_S3_ENDPOINT", false, set_s3_endpoint},
    {"s3.region", "SLIPWAY_S3_REGION", false, set<&Config::s3, &Config::S3::region, text_of>},
    {"s3.path_style", "SLIPWAY_S3_PATH_STYLE", false, set_path_style},
    {"s3.ca_file", "SLIPWAY_S3_CA_FILE", false, set<&Config::s3, &Config::S3::ca_file, text_of>},
    {"s3.credentials_file", "SLIPWAY_S3_CREDENTIALS_FILE", false,
     set<&Config::s3, &Config::S3::credentials_file, text_of>},
    {"s3.credentials_command", "SLIPWAY_S3_CREDENTIALS_COMMAND", true,
     set<&Config::s3, &Config::S3::credentials_command, list_of>},
    {"cluster.url", "SLIPWAY_CLUSTER_URL", false, set_cluster_url},
    {"cluster.wait", "SLIPWAY_CLUSTER_WAIT", false, set<&Config::cluster, &Config::Cluster::wait, up_to_a_minute>},
    {"cache.size", "SLIPWAY_CACHE_SIZE", false, set<&Config::cache, &Config::Cache::size, size_of>},
    {"log.format", "SLIPWAY_LOG_FORMAT", false, set_log_format},
    {"log.level", "SLIPWAY_LOG_LEVEL", false, set_log_level},
    {"limits.package_bytes", "SLIPWAY_LIMITS_PACKAGE_BYTES", false,
     set<&Config::limits, &Limits::package_bytes, size_of>},
    {"limits.batch_files", "SLIPWAY_LIMITS_BATCH_FILES", false,
     set<&Config::limits, &Limits::batch_files, count_between<1, any_number>>},
    {"limits.batch_bytes", "SLIPWAY_LIMITS_BATCH_BYTES", false, set<&Config::limits, &Limits::batch_bytes, size_of>},
    {"limits.uploads", "SLIPWAY_LIMITS_UPLOADS", false,
     set<&Config::limits, &Limits::uploads, count_between<1, any_number>>},
    {"limits.uploads_per_token", "SLIPWAY_LIMITS_UPLOADS_PER_TOKEN", false,
     set<&Config::limits, &Limits::uploads_per_token, count_between<1, any_number>>},
    {"limits.upload_pace", "SLIPWAY_LIMITS_UPLOAD_PACE", false, set<&Config::limits, &Limits::upload_pace, size_of>},
    {"limits.connections", "SLIPWAY_LIMITS_CONNECTIONS", false,
     set<&Config::limits, &Limits::connections, count_between<1, any_number>>},
    {"limits.connections_per_address", "SLIPWAY_LIMITS_CONNECTIONS_PER_ADDRESS", false,
     set<&Config::limits, &Limits::connections_per_address, count_between<1, any_number>>},
    {"limits.body_bytes", "SLIPWAY_LIMITS_BODY_BYTES", false, set<&Config::limits, &Limits::body_bytes, size_of>},
    {"limits.ephemeral_channels", "SLIPWAY_LIMITS_EPHEMERAL_CHANNELS", false,
     set<&Config::limits, &Limits::ephemeral_channels, count_between<0, any_number>>},
    {"limits.extra_architectures", "SLIPWAY_LIMITS_EXTRA_ARCHITECTURES", false,
     set<&Config::limits, &Limits::extra_architectures, count_between<0, any_number>>},
    {"limits.index_text_bytes", "SLIPWAY_LIMITS_INDEX_TEXT_BYTES", false,
     set<&Config::limits, &Limits::index_text_bytes, size_of>},
    {"limits.examination_bytes", "SLIPWAY_LIMITS_EXAMINATION_BYTES", false,
     set<&Config::limits, &Limits::examination_bytes, size_of>},
    {"limits.requests_at_once", "SLIPWAY_LIMITS_REQUESTS_AT_ONCE", false,
     set<&Config::limits, &Limits::requests_at_once, count_between<1, any_number>>},
    {"limits.requests_per_second", "SLIPWAY_LIMITS_REQUESTS_PER_SECOND", false,
     set<&Config::limits, &Limits::requests_per_second, count_between<1, any_number>>},
    {"limits.listing_entries", "SLIPWAY_LIMITS_LISTING_ENTRIES", false,
     set<&Config::limits, &Limits::listing_entries, count_between<1, 1'000'000>>},
    {"gc.interval", "SLIPWAY_GC_INTERVAL", false, set<&Config::gc, &Config::Gc::interval, hours_or_days>},
    {"gc.rest", "SLIPWAY_GC_REST", false, set<&Config::gc, &Config::Gc::rest, hours_or_days>},
    {"gc.share_percent", "SLIPWAY_GC_SHARE_PERCENT", false,
     set<&Config::gc, &Config::Gc::share_percent, count_between<1, 100>>},
    {"gc.share_least", "SLIPWAY_GC_SHARE_LEAST", false, set<&Config::gc, &Config::Gc::share_least, size_of>},
    {"retention.index_files", "SLIPWAY_RETENTION_INDEX_FILES", false,
     set<&Config::retention, &Config::Retention::index_files, hours_or_days>},
    {"scrub.interval", "SLIPWAY_SCRUB_INTERVAL", false, set<&Config::scrub, &Config::Scrub::interval, seconds_or_more>},
    {"scrub.rate", "SLIPWAY_SCRUB_RATE", false, set<&Config::scrub, &Config::Scrub::rate, size_or_off>},
    {"signing.deadline", "SLIPWAY_SIGNING_DEADLINE", false,
     set<&Config::signing, &Config::Signing::deadline, up_to_an_hour>},
    {"signing.workers", "SLIPWAY_SIGNING_WORKERS", false,
     set<&Config::signing, &Config::Signing::workers, count_between<0, 1024>>},
});

}  // namespace

std::span<const ConfigKey> config_keys() { return keys; }

const ConfigKey* find_config_key(std::string_view name) {
    const auto* found = std::ranges::find(keys, name, &ConfigKey::name);
    return found == keys.end() ? nullptr : found;
}

}  // namespace slipway::server
