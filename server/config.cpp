// The settings of the daemon: defaults, then a TOML file, then the environment, then the command line. The only user of
// toml++, which throws what it cannot parse: caught where it is called.
#include "server/config.hpp"

#include "base/text.hpp"
#include "server/config_keys.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace slipway::server {
namespace {

std::string place_of(const std::string& file, const toml::source_region& region) {
    return file + ":" + std::to_string(region.begin.line);
}

/// Keys and values may hold any character, but a message is one line.
std::string on_one_line(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    return text;
}

Error wrong(const std::string& place, std::string_view key, const std::string& why) {
    return Error(Fault::invalid_input, on_one_line(place + ": " + std::string(key) + ": " + why));
}

Result<> set(Config& config, const std::string& place, const ConfigKey& key, const ConfigValue& value) {
    const auto result = key.set(config, value);
    if (result.ok()) return {};
    return wrong(place, key.name, result.error().message());
}

/// Nothing for types that no key takes.
std::optional<ConfigValue> value_of(const toml::node& node) {
    if (const auto* text = node.as_string()) return ConfigValue(text->get());
    if (const auto* integer = node.as_integer()) return ConfigValue(integer->get());
    const auto* array = node.as_array();
    if (array == nullptr) return std::nullopt;
    std::vector<std::string> texts;
    for (const auto& element : *array) {
        const auto* text = element.as_string();
        if (text == nullptr) return std::nullopt;
        texts.push_back(text->get());
    }
    return ConfigValue(std::move(texts));
}

/// Whether some key begins with "name.".
bool is_section(const std::string& name) {
    for (const auto& key : config_keys())
        if (key.name.starts_with(name + ".")) return true;
    return false;
}

Result<> take_table(Config& config, const std::string& file, const std::string& prefix, const toml::table& table) {
    for (const auto& [name, node] : table) {
        const std::string key_name = prefix + std::string(name.str());
        const std::string place = place_of(file, name.source());
        if (is_section(key_name)) {
            const auto* section = node.as_table();
            if (section == nullptr) return wrong(place, key_name, "expected a table: [" + key_name + "]");
            TRY(take_table(config, file, key_name + ".", *section));
            continue;
        }
        const ConfigKey* key = find_config_key(key_name);
        if (key == nullptr) return wrong(place, key_name, "unknown key");
        const auto value = value_of(node);
        if (!value) return wrong(place, key_name, "expected a text, a number or a list of texts");
        TRY(set(config, place, *key, *value));
    }
    return {};
}

Result<toml::table> parse(const std::string& text, const std::string& file) {
    try {
        return toml::parse(text, file);
    } catch (const toml::parse_error& error) {
        return Error(Fault::invalid_input,
                     on_one_line(place_of(file, error.source()) + ": " + std::string(error.description())));
    }
}

Result<> take_file(Config& config, const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream.is_open()) return Error(Fault::not_found, path.string() + ": cannot be read");
    if (std::filesystem::is_directory(path))
        return Error(Fault::invalid_input, path.string() + ": is a directory; --config takes a file");
    std::ostringstream text;  // through <<: an iterator would let an exception out when a read fails
    text << stream.rdbuf();
    if (stream.bad()) return Error(Fault::io, path.string() + ": cannot be read");
    return take_config_text(config, text.str(), path.string());
}

Result<> take_environment(Config& config, const ConfigSources& sources) {
    for (const auto& key : config_keys()) {
        const char* text = sources.environment(key.variable);
        if (text == nullptr) continue;
        ConfigValue value = std::string(text);
        if (key.is_list) {
            std::vector<std::string> values;
            for (const auto part : split(text, ',')) values.emplace_back(trimmed(part));
            value = std::move(values);
        }
        TRY(set(config, key.variable, key, value));
    }
    return {};
}

Result<> take_flags(Config& config, const ConfigSources& sources) {
    if (!sources.listen.empty()) TRY(set(config, "--listen", *find_config_key("listen"), sources.listen));
    struct Flag {
        const char* name;
        const char* key;
        const std::optional<std::string>& value;
    };
    const Flag flags[] = {
        {"--data", "data", sources.data},
        {"--public-url", "public_url", sources.public_url},
        {"--catalog", "storage.catalog", sources.catalog},
        {"--key-file", "keys.sealing_key_file", sources.key_file},
        {"--objects", "storage.objects", sources.objects},
        {"--s3-endpoint", "s3.endpoint", sources.s3_endpoint},
        {"--s3-region", "s3.region", sources.s3_region},
        {"--cache-size", "cache.size", sources.cache_size},
        {"--cluster-url", "cluster.url", sources.cluster_url},
        {"--cluster-wait", "cluster.wait", sources.cluster_wait},
    };
    for (const auto& flag : flags)
        if (flag.value) TRY(set(config, flag.name, *find_config_key(flag.key), *flag.value));
    return {};
}

Error wrong_together(const char* message) { return Error(Fault::invalid_input, message); }

/// What says where a bucket is, or who may use it, says nothing without one.
Result<> check_object_store(const Config& config) {
    const auto& s3 = config.s3;
    const bool has_place = !s3.endpoint.empty() || !s3.region.empty();
    const bool has_credentials = !s3.credentials_file.empty() || !s3.credentials_command.empty();
    if (!config.storage.objects.empty() && !has_place)
        return wrong_together("storage.objects: s3:// needs s3.region, or s3.endpoint for a store that is not AWS's");
    if (config.storage.objects.empty() && (has_place || has_credentials || s3.path_style || !s3.ca_file.empty()))
        return wrong_together("[s3] is set, but storage.objects names no bucket");
    return {};
}

/// Nodes share all that lasts; what one of them had on its disk, the others could not serve.
Result<> check_cluster(const Config& config) {
    if (config.cluster.url.empty()) return {};
    if (config.storage.catalog.empty())
        return wrong_together(
            "cluster.url: nodes share a catalog in PostgreSQL, and storage.catalog is not set; a single server needs "
            "no cluster.url");
    if (config.storage.objects.empty())
        return wrong_together(
            "cluster.url: nodes share a bucket of packages, and storage.objects is not set; a single server needs no "
            "cluster.url");
    return {};
}

/// What no single key can see.
Result<> check_together(const Config& config) {
    const bool https = std::ranges::any_of(config.listen, [](const auto& a) { return a.starts_with("https://"); });
    if (config.tls.certificate.empty() != config.tls.private_key.empty())
        return wrong_together("tls.certificate and tls.private_key: only one of them is set");
    if (https && config.tls.certificate.empty())
        return wrong_together("listen: https:// needs tls.certificate and tls.private_key");
    if (!config.keys.sealing_key_file.empty() && config.storage.catalog.empty())
        return wrong_together(
            "keys.sealing_key_file: private keys are sealed in a catalog in PostgreSQL only (storage.catalog)");
    TRY(check_cluster(config));
    return check_object_store(config);
}

}  // namespace

Result<> take_config_text(Config& config, const std::string& text, const std::string& file) {
    const auto table = TRY(parse(text, file));
    return take_table(config, file, "", table);
}

Result<Config> load_config(const ConfigSources& sources) {
    Config config;
    if (sources.file) TRY(take_file(config, *sources.file));
    TRY(take_environment(config, sources));
    TRY(take_flags(config, sources));
    TRY(check_together(config));
    return config;
}

}  // namespace slipway::server
