// The one table of settings. A key that is added here and in config/slipway.toml is complete: file, environment and
// messages follow from its row.
#include "server/config_keys.hpp"

#include "base/text.hpp"
#include "server/http/forwarded.hpp"
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
    if (const auto* text = std::get_if<std::string>(&value)) return parse_size(*text);
    return expected("a size, e.g. 8589934592 or \"8GiB\"");
}

Result<std::chrono::seconds> duration_of(const ConfigValue& value, std::chrono::seconds least,
                                         std::chrono::seconds most) {
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return expected("a duration as text, e.g. \"30s\" or \"7d\"");
    const auto duration = TRY(parse_duration(*text));
    if (duration >= least && duration <= most) return duration;
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

Result<> set_trusted_proxies(Config& config, const ConfigValue& value) {
    auto proxies = TRY(list_of(value));
    TRY(http::TrustedProxies::parse(proxies));
    config.trusted_proxies = std::move(proxies);
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

using Limits = Config::Limits;
constexpr auto keys = std::to_array<ConfigKey>({
    {"listen", "SLIPWAY_LISTEN", true, set_listen},
    {"data", "SLIPWAY_DATA", false, set_data},
    {"public_url", "SLIPWAY_PUBLIC_URL", false, set_public_url},
    {"trusted_proxies", "SLIPWAY_TRUSTED_PROXIES", true, set_trusted_proxies},
    {"tls.certificate", "SLIPWAY_TLS_CERTIFICATE", false, set<&Config::tls, &Config::Tls::certificate, text_of>},
    {"tls.private_key", "SLIPWAY_TLS_PRIVATE_KEY", false, set<&Config::tls, &Config::Tls::private_key, text_of>},
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
    {"limits.ephemeral_channels", "SLIPWAY_LIMITS_EPHEMERAL_CHANNELS", false,
     set<&Config::limits, &Limits::ephemeral_channels, count_between<0, any_number>>},
    {"gc.interval", "SLIPWAY_GC_INTERVAL", false, set<&Config::gc, &Config::Gc::interval, hours_or_days>},
    {"retention.index_files", "SLIPWAY_RETENTION_INDEX_FILES", false,
     set<&Config::retention, &Config::Retention::index_files, hours_or_days>},
    {"signing.deadline", "SLIPWAY_SIGNING_DEADLINE", false,
     set<&Config::signing, &Config::Signing::deadline, up_to_an_hour>},
    {"signing.workers", "SLIPWAY_SIGNING_WORKERS", false,
     set<&Config::signing, &Config::Signing::workers, count_between<0, 1024>>},
});

struct Unit {
    std::string_view suffix;
    std::uint64_t factor;
};

/// A number and one of the units behind it; nothing when it is neither, or too large to be meant.
std::optional<std::uint64_t> parse_with_unit(std::string_view text, std::span<const Unit> units) {
    const auto digits = text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size()));
    const auto number = parse_decimal(digits);
    const auto unit = std::ranges::find(units, text.substr(digits.size()), &Unit::suffix);
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!number || unit == units.end() || *number == 0 || *number > most / unit->factor) return std::nullopt;
    return *number * unit->factor;
}

}  // namespace

std::span<const ConfigKey> config_keys() { return keys; }

const ConfigKey* find_config_key(std::string_view name) {
    const auto* found = std::ranges::find(keys, name, &ConfigKey::name);
    return found == keys.end() ? nullptr : found;
}

Result<std::chrono::seconds> parse_duration(std::string_view text) {
    constexpr std::array<Unit, 4> units = {{{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}}};
    const auto seconds = parse_with_unit(text, units);
    if (!seconds) return expected("a duration, e.g. \"30s\", \"5m\", \"12h\" or \"7d\"");
    return std::chrono::seconds(static_cast<std::int64_t>(*seconds));
}

Result<std::uint64_t> parse_size(std::string_view text) {
    constexpr std::array<Unit, 5> units = {
        {{"", 1}, {"KiB", 1ULL << 10}, {"MiB", 1ULL << 20}, {"GiB", 1ULL << 30}, {"TiB", 1ULL << 40}}};
    const auto size = parse_with_unit(text, units);
    if (!size) return expected("a size, e.g. 8589934592 or \"8GiB\"");
    return *size;
}

}  // namespace slipway::server
