#include "server/risks.hpp"

#include "base/files/posix_file_system.hpp"
#include "publishing/directory/examination.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace slipway::server {
namespace {

void warn_of_loose_secrets(const Path& data, const Log& log) {
    PosixFileSystem files;
    const auto loose = publishing::find_loose_secrets(files, data);
    if (!loose.ok()) return log.failure("the modes of private keys could not be looked at", loose.error());
    for (const auto& secret : *loose)
        log.warning("a secret is in reach of others", {{"path", secret.path.string()}, {"message", secret.fault}});
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
    if (!config.public_url.empty()) return;
    for (const auto& address : addresses)
        if (!is_local(address)) warn_of_open_address(address, log);
}

}  // namespace slipway::server
