// The fields that decide something: what a Range selects lies within the body, a Host that is taken can stand in a URL,
// a forwarded address is one and comes from a proxy, a token is what was sent, and no value can make a second line.
#include "fuzz/support.hpp"
#include "server/http/conditional.hpp"
#include "server/http/credentials.hpp"
#include "server/http/forwarded.hpp"
#include "server/http/host.hpp"
#include "server/http/range.hpp"

#include <algorithm>

using namespace slipway::fuzz;
namespace http = slipway::http;

namespace {

constexpr std::string_view document = "0123456789abcdef";

void range(std::string_view value) {
    for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1000}, UINT64_MAX}) {
        const auto choice = http::parse_range(value, size);
        const auto* chosen = std::get_if<http::ByteRange>(&choice);
        if (chosen == nullptr) continue;
        require(chosen->length > 0 && chosen->offset < size && chosen->length <= size - chosen->offset);
    }
}

void host(std::string_view value) {
    if (http::is_valid_host(value)) require(is_one_line(value) && value.find_first_of("/?#@\\ \"'<>") == value.npos);
}

void address(std::string_view value) {
    if (const auto parsed = http::IpAddress::parse(value)) {
        require(http::IpAddress::parse(parsed->render()) == parsed);
    }
    const auto proxies = http::TrustedProxies::parse({"10.0.0.0/8", "fd00::/8", "unix", std::string(value)});
    if (!proxies) require(is_one_line(value) == is_one_line(proxies.error().message()) || !is_one_line(value));
}

void forwarded(const http::Headers& headers) {
    const auto proxies = http::TrustedProxies::parse({"10.0.0.0/8"});
    require(proxies.ok());
    require(proxies->client_address("192.0.2.1", headers) == "192.0.2.1");
    const auto client = proxies->client_address("10.0.0.1", headers);
    require(http::IpAddress::parse(client).has_value());
}

void conditional(std::string_view value) {
    http::Request request;
    request.method = http::Method::get;
    for (const auto* name : {"If-None-Match", "If-Modified-Since", "If-Range", "Range"})
        request.headers.add(name, value);
    const http::Validators validators{"\"tag\"", slipway::Seconds(std::chrono::seconds(1'700'000'000))};
    const auto response =
        http::answer_conditionally(request, validators, {"text/plain", "no-cache", std::string(document)});
    const auto size = http::size_of(response.body);
    require(response.status == 200 || response.status == 206 || response.status == 304 || response.status == 416);
    if (response.status == 200) require(size == document.size());
    if (response.status == 206) require(size >= 1 && size <= document.size());
    if (response.status == 304) require(size == 0);
}

void credentials(const http::Headers& headers) {
    if (const auto token = http::token_of(headers)) require(!token->empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto value = text_of(data, size);
    http::Headers headers;
    for (const auto* name : {"X-Forwarded-For", "Authorization", "Last"}) headers.add(name, value);
    require(std::ranges::count(headers.text(), '\n') == 3 && std::ranges::count(headers.text(), '\r') == 3);
    require(headers.find_all("last").size() == 1);
    range(value);
    host(value);
    address(value);
    forwarded(headers);
    conditional(value);
    credentials(headers);
    return 0;
}
