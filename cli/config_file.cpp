// Reads and writes the one file of the client: which server, which token. It is the only user of toml++ here, whose
// exceptions are caught where it is called.
#include "cli/config_file.hpp"

#include "base/files/durable.hpp"
#include "base/unique_fd.hpp"
#include "cli/exit_codes.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace slipway::cli {
namespace {

Error wrong(const std::string& message) { return Error(client_problem::configuration, message); }

Error io_error(const std::filesystem::path& path, int error) {
    return Error(Fault::io, path.string() + ": " + std::strerror(error));
}

Result<> check_mode(int fd, const std::filesystem::path& path) {
    struct stat status {};
    if (::fstat(fd, &status) != 0) return io_error(path, errno);
    if ((status.st_mode & 077) == 0) return {};
    return wrong(fmt::format("{} holds a token and may be read or written by others (mode {:04o}): chmod 600 it",
                             path.string(), status.st_mode & 07777));
}

Result<std::string> read_all(int fd, const std::filesystem::path& path) {
    std::string text;
    std::array<char, 4096> buffer{};
    while (true) {
        const auto count = ::read(fd, buffer.data(), buffer.size());
        if (count < 0) return io_error(path, errno);
        if (count == 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

Result<toml::table> parse(const std::string& text, const std::filesystem::path& path) {
    try {
        return toml::parse(text, path.string());
    } catch (const toml::parse_error& error) {
        return wrong(fmt::format("{}:{}: {}", path.string(), error.source().begin.line, error.description()));
    }
}

Result<Settings> settings_in(const toml::table& table, const std::filesystem::path& path) {
    Settings settings;
    const std::array<std::pair<std::string_view, std::string*>, 3> keys = {
        {{"server", &settings.server}, {"token", &settings.token}, {"ca_file", &settings.ca_file}}};
    for (const auto& [key, node] : table) {
        const auto place = fmt::format("{}:{}: {}", path.string(), key.source().begin.line, key.str());
        const auto* known = std::ranges::find(keys, key.str(), [](const auto& entry) { return entry.first; });
        if (known == keys.end()) return wrong(place + ": unknown key; the keys are server, token and ca_file");
        const auto* text = node.as_string();
        if (text == nullptr) return wrong(place + ": expected a string");
        *known->second = text->get();
    }
    if (settings.server.empty()) return wrong(path.string() + ": server is missing");
    auto server = parse_server(settings.server);
    if (!server.ok()) return std::move(server).error().during(path.string() + ": server");
    settings.server = std::move(server).release();
    return settings;
}

std::string render(const Settings& settings) {
    toml::table table;
    table.insert("server", settings.server);
    if (!settings.token.empty()) table.insert("token", settings.token);
    if (!settings.ca_file.empty()) table.insert("ca_file", settings.ca_file);
    std::ostringstream text;
    text << "# Written by 'slipway login'.\n" << table << '\n';
    return text.str();
}

}  // namespace

Result<std::optional<Settings>> read_config_file(const std::filesystem::path& path) {
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd && (errno == ENOENT || errno == ENOTDIR)) return std::optional<Settings>();
    if (!fd) return io_error(path, errno);
    TRY(check_mode(fd.get(), path));
    const auto text = TRY(read_all(fd.get(), path));
    const auto table = TRY(parse(text, path));
    return std::optional(TRY(settings_in(table, path)));
}

Result<> write_config_file(FileSystem& files, const Path& path, const Settings& settings) {
    // Nobody else may read the token at any moment.
    TRY(make_directories(files, path.parent_path(), 0700));
    return replace_atomically(files, path, render(settings), 0600);
}

}  // namespace slipway::cli
