#include "server/sealing_key.hpp"

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace slipway::server {
namespace {

namespace fs = std::filesystem;
using Found = std::optional<signing::SealingKey>;

constexpr const char* sealing_key_variable = "SLIPWAY_SEALING_KEY";
constexpr std::size_t longest_key_file = 1024;  // anything longer is no key

/// Wipes the text.
Result<signing::SealingKey> parse_sealing_key(std::string text, const std::string& place) {
    auto key = signing::SealingKey::parse(text);
    ::explicit_bzero(text.data(), text.size());
    if (key.ok()) return key;
    return Error(Fault::unsupported, place + ": " + key.error().message());
}

Result<signing::SealingKey> read_sealing_key(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string text(longest_key_file, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (!stream.is_open() || stream.bad() || text.empty())
        return Error(Fault::unsupported, "keys.sealing_key_file: " + file.string() + " cannot be read, or is empty");
    return parse_sealing_key(std::move(text), file.string());
}

/// Systemd has made the file, of the name that LoadCredential= and its kin give it.
std::optional<fs::path> sealing_key_credential() {
    const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
    if (directory == nullptr) return std::nullopt;
    fs::path file = fs::path(directory) / "sealing-key";
    std::error_code missing;
    return fs::exists(file, missing) ? std::optional(std::move(file)) : std::nullopt;
}

}  // namespace

std::string take_sealing_key_variable() {
    const char* text = std::getenv(sealing_key_variable);
    std::string of_variable = text == nullptr ? "" : text;
    ::unsetenv(sealing_key_variable);
    return of_variable;
}

Result<Found> find_sealing_key(const Config& config, std::string of_variable) {
    if (config.storage.catalog.empty()) return Found();
    if (!config.keys.sealing_key_file.empty()) return Found(TRY(read_sealing_key(config.keys.sealing_key_file)));
    if (!of_variable.empty()) return Found(TRY(parse_sealing_key(std::move(of_variable), sealing_key_variable)));
    if (const auto file = sealing_key_credential()) return Found(TRY(read_sealing_key(*file)));
    return Found();
}

}  // namespace slipway::server
