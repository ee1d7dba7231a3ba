#include "server/net/response_head.hpp"

#include "server/http/status.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace slipway::net {
namespace {

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    out.append(digits.data(), written.ptr);
}

bool breaks_lines(char c) { return c == '\r' || c == '\n' || c == '\0'; }

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ");
    const auto begin = static_cast<std::ptrdiff_t>(out.size());
    out.append(value);
    bool broken = false;
    for (const char c : value) broken |= breaks_lines(c);  // no early end: the compiler takes many at a time
    if (broken) std::replace_if(out.begin() + begin, out.end(), breaks_lines, ' ');
    out += "\r\n";
}

}  // namespace

bool may_have_body(unsigned status) { return status >= 200 && status != 204 && status != 304; }

void render_head(const http::Response& response, const ResponseFrame& frame, std::string& out) {
    out.clear();
    out += "HTTP/1.1 ";
    append_number(out, response.status);
    out.append(" ").append(http::reason_of(response.status)).append("\r\n");
    for (const auto& [name, value] : response.headers.fields()) append_field(out, name, value);
    if (may_have_body(response.status)) {
        out += "Content-Length: ";
        append_number(out, http::size_of(response.body));
        out += "\r\n";
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
