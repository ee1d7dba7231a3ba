#include "cli/system_certificates.hpp"

#include <array>
#include <system_error>

namespace slipway::cli {
namespace {

constexpr std::array places{
    "etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Arch
    "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // Fedora, RHEL
    "etc/pki/tls/certs/ca-bundle.crt",                   // the same, older
    "etc/ssl/ca-bundle.pem",                             // openSUSE, SLES
    "etc/ssl/cert.pem",                                  // Alpine
};

}  // namespace

std::optional<std::filesystem::path> find_system_certificates(const std::filesystem::path& root) {
    for (const auto* place : places) {
        std::error_code unreadable;
        const auto path = root / place;
        if (std::filesystem::is_regular_file(path, unreadable)) return path;
    }
    return std::nullopt;
}

}  // namespace slipway::cli
