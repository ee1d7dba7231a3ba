#include "server/net/response_head.hpp"

#include "server/http/status.hpp"

#include <array>
#include <charconv>

namespace slipway::net {
namespace {

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    out.append(digits.data(), written.ptr);
}

}  // namespace

bool may_have_body(unsigned status) { return status >= 200 && status != 204 && status != 304; }

void render_head(const http::Response& response, const ResponseFrame& frame, std::string& out) {
    out.clear();
    out += "HTTP/1.1 ";
    append_number(out, response.status);
    out.append(" ").append(http::reason_of(response.status)).append("\r\n");
    out += response.headers.text();
    if (may_have_body(response.status)) {
        out += "Content-Length: ";
        append_number(out, http::size_of(response.body));
        out += "\r\n";
    }
    out.append("Date: ").append(frame.date);
    out.append("\r\nX-Request-Id: ").append(frame.request_id);
    out += "\r\nX-Content-Type-Options: nosniff\r\n";
    if (!frame.keep_alive)
        out += "Connection: close\r\n";
    else if (frame.name_keep_alive)
        out += "Connection: keep-alive\r\n";
    out += "\r\n";
}

}  // namespace slipway::net
