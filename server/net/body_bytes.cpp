#include "server/net/body_bytes.hpp"

#include <algorithm>
#include <utility>

namespace slipway::net {
namespace {

// A chunk's header and a body's trailer are short; what is longer is no honest one.
constexpr std::size_t longest_unparsed = 16 * 1024;
// "0 CRLF CRLF": whatever came of a chunked body, this much comes. Beast asserts that it is offered no less once it has
// seen the last chunk's size, so that one byte behind "0 CRLF" would end a daemon that was built with assertions.
constexpr std::size_t shortest_end = 5;

}  // namespace

// `space` grows only when it is full, by as much as has come: to make room for each of many tiny chunks would cost its
// sender nothing and the server a pass over the buffer.
BodyStatus take_body(Parser& parser, ReadBuffer& buffer, std::string& space, std::size_t most) {
    auto& body = parser.get().body();
    const std::size_t needed = parser.chunked() ? shortest_end : 1;
    auto filled = space.size();
    boost::system::error_code error;
    while (!parser.is_done() && buffer.size() >= needed && filled < most) {
        if (filled == space.size()) space.resize(filled + std::min(most - filled, buffer.size()));
        body.data = space.data() + filled;
        body.size = space.size() - filled;
        error.clear();
        const auto used = parser.put(buffer.data(), error);
        buffer.consume(used);
        const auto before = std::exchange(filled, space.size() - body.size);
        if (error && error != boost::beast::http::error::need_buffer) break;
        if (used == 0 && filled == before) break;
    }
    space.resize(filled);
    const bool wants_more = error == boost::beast::http::error::need_more;
    if (error && !wants_more && error != boost::beast::http::error::need_buffer) return BodyStatus::malformed;
    if (parser.is_done()) return BodyStatus::complete;
    return buffer.size() >= longest_unparsed && filled < most ? BodyStatus::malformed : BodyStatus::more;
}

}  // namespace slipway::net
