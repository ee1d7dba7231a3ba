#include "server/http/host.hpp"

#include "base/text.hpp"
#include "server/http/forwarded.hpp"

#include <algorithm>

namespace slipway::http {
namespace {

constexpr std::size_t max_host_length = 255;  // of a domain name (RFC 1035)

bool is_name(std::string_view name) {
    return !name.empty() && name.front() != '.' && name.find("..") == std::string_view::npos &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_'; });
}

bool is_port(std::string_view digits) {
    const auto port = parse_decimal(digits);
    return port && *port > 0 && *port <= 65535;
}

}  // namespace

bool is_valid_host(std::string_view value) {
    if (value.size() > max_host_length) return false;
    if (value.starts_with('[')) {
        const auto end = value.find(']');
        if (end == std::string_view::npos) return false;
        const auto address = value.substr(1, end - 1);
        const auto rest = value.substr(end + 1);
        if (address.find(':') == std::string_view::npos || !IpAddress::parse(address)) return false;
        return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
    }
    const auto colon = value.find(':');
    if (!is_name(value.substr(0, colon))) return false;
    return colon == std::string_view::npos || is_port(value.substr(colon + 1));
}

}  // namespace slipway::http
