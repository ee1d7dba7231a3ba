#include "server/net/response_head.hpp"

#include "server/http/status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace slipway::net {
namespace {

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ");
    const auto begin = out.size();
    out.append(value);
    std::replace_if(
        out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(),
        [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
    out += "\r\n";
}

}  // namespace

bool may_have_body(unsigned status) { return status >= 200 && status != 204 && status != 304; }

void render_head(const http::Response& response, const ResponseFrame& frame, std::string& out) {
    out.clear();
    fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", response.status, http::reason_of(response.status));
    for (const auto& [name, value] : response.headers.fields()) append_field(out, name, value);
    if (may_have_body(response.status)) {
        fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", http::size_of(response.body));
    }
    append_field(out, "Date", frame.date);
    out += "X-Content-Type-Options: nosniff\r\n";
    if (!frame.keep_alive)
        out += "Connection: close\r\n";
    else if (frame.name_keep_alive)
        out += "Connection: keep-alive\r\n";
    out += "\r\n";
}

}  // namespace slipway::net
