#include "server/risks.hpp"

#include "base/files/posix_file_system.hpp"
#include "publishing/directory/examination.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace slipway::server {
namespace {

void warn_of_loose_secrets(const Path& data, const Log& log) {
    PosixFileSystem files;
    const auto loose = publishing::find_loose_secrets(files, data);
    if (!loose.ok()) return log.failure("the modes of private keys could not be looked at", loose.error());
    for (const auto& secret : *loose)
        log.warning("a secret is in reach of others", {{"path", secret.path.string()}, {"message", secret.fault}});
}

/// The key of all keys. Where it is a file at all, it is read before this.
void warn_of_loose_sealing_key(const std::filesystem::path& file, const Log& log) {
    if (file.empty()) return;
    constexpr auto for_others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
    std::error_code unknown;
    const auto status = std::filesystem::status(file, unknown);
    if (unknown || (status.permissions() & for_others) == std::filesystem::perms::none) return;
    log.warning("a secret is in reach of others",
                {{"path", file.string()}, {"message", "it opens all private keys; run chmod go= on it"}});
}

bool is_local(std::string_view address) {
    constexpr std::array<std::string_view, 3> names = {"127.0.0.1", "[::1]", "localhost"};
    return address.starts_with("unix:") ||
           std::ranges::any_of(names, [&](auto name) { return address.find(name) != address.npos; });
}

void warn_of_open_address(const std::string& address, const Log& log) {
    log.warning("public_url is not set",
                {{"address", address}, {"message", "URLs are made from each request's Host header; set public_url"}});
    if (address.starts_with("http:"))
        log.warning("no TLS",
                    {{"address", address}, {"message", "tokens and set-up scripts cross the network in the clear"}});
}

}  // namespace

void warn_of_risks(const Config& config, const std::vector<std::string>& addresses, const Log& log) {
    warn_of_loose_secrets(config.data, log);
    warn_of_loose_sealing_key(config.keys.sealing_key_file, log);
    if (!config.public_url.empty()) return;
    for (const auto& address : addresses)
        if (!is_local(address)) warn_of_open_address(address, log);
}

}  // namespace slipway::server
