// Where a request's body ends. A second reader, as strict as RFC 9112 lets one be and sharing nothing with Beast, reads
// the same bytes: what the server takes for a body it must take for the same one, up to the same byte, however the
// bytes were cut. That a body ends in two places is what request smuggling needs.
#include "fuzz/support.hpp"
#include "server/net/body_bytes.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

using namespace slipway::fuzz;
namespace net = slipway::net;

namespace {

/// A body, and what of the input is behind it.
struct Body {
    std::string bytes;
    std::size_t left = 0;
};

struct Outcome {
    net::BodyStatus status = net::BodyStatus::more;
    Body body;
    bool chunked = false;
    std::size_t head_size = 0;
    std::uint64_t length = 0;
};

std::size_t head_size_of(std::string_view bytes) {
    const auto end = bytes.find("\r\n\r\n");
    return end == bytes.npos ? bytes.size() : end + 4;
}

void put(net::ReadBuffer& buffer, std::string_view bytes) {
    const auto space = buffer.prepare(bytes.size());
    bytes.copy(static_cast<char*>(space.data()), bytes.size());
    buffer.commit(bytes.size());
}

/// The body as the server reads it, its bytes arriving in pieces; nothing when there is no valid request with a body.
std::optional<Outcome> read_body(std::string_view bytes, std::size_t piece, std::size_t space_size) {
    net::Parser parser;
    net::prepare_head(parser, 2048);
    net::ReadBuffer buffer;
    Outcome outcome;
    outcome.head_size = head_size_of(bytes);
    put(buffer, bytes.substr(0, outcome.head_size));
    const auto complete = net::parse_head(parser, buffer);
    if (!complete || !*complete) return std::nullopt;
    const auto request = net::request_from(parser);
    if (!request || !request->has_body) return std::nullopt;
    outcome.chunked = parser.chunked();
    outcome.length = request->content_length.value_or(0);
    parser.eager(true);
    auto rest = bytes.substr(outcome.head_size);
    while (true) {
        std::string space;
        outcome.status = net::take_body(parser, buffer, space, space_size);
        require(space.size() <= space_size);
        outcome.body.bytes += space;
        if (outcome.status != net::BodyStatus::more) break;
        if (space.size() == space_size) continue;
        if (rest.empty()) break;
        put(buffer, rest.substr(0, piece));
        rest.remove_prefix(std::min(piece, rest.size()));
    }
    outcome.body.left = buffer.size() + rest.size();
    return outcome;
}

/// A line without its CRLF, which must be there and hold no other line end.
std::optional<std::string_view> take_line(std::string_view& bytes) {
    const auto end = bytes.find("\r\n");
    if (end == bytes.npos) return std::nullopt;
    const auto line = bytes.substr(0, end);
    bytes.remove_prefix(end + 2);
    return line;
}

/// RFC 9112, section 7.1. Extensions and trailers are passed over.
std::optional<Body> read_chunks(std::string_view bytes) {
    Body body;
    while (true) {
        const auto line = take_line(bytes);
        if (!line) return std::nullopt;
        std::uint64_t size = 0;
        const auto [stop, error] = std::from_chars(line->data(), line->data() + line->size(), size, 16);
        if (error != std::errc() || stop == line->data()) return std::nullopt;
        if (size == 0) break;
        if (size > bytes.size() || bytes.substr(size, 2) != "\r\n") return std::nullopt;
        body.bytes += bytes.substr(0, size);
        bytes.remove_prefix(size + 2);
    }
    while (const auto trailer = take_line(bytes)) {
        if (!trailer->empty()) continue;
        body.left = bytes.size();
        return body;
    }
    return std::nullopt;
}

void require_same_end(std::string_view bytes, const Outcome& outcome) {
    const auto behind = bytes.substr(outcome.head_size);
    if (!outcome.chunked) {
        require(outcome.body.bytes == behind.substr(0, outcome.length));
        require(outcome.body.left == behind.size() - outcome.length);
        return;
    }
    const auto expected = read_chunks(behind);
    require(expected.has_value());
    require(outcome.body.bytes == expected->bytes && outcome.body.left == expected->left);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = text_of(data, size);
    const auto whole = read_body(bytes, bytes.size() + 1, 4096);
    const auto cut = read_body(bytes, 1 + bytes.size() % 5, 1 + bytes.size() % 11);
    require(whole.has_value() == cut.has_value());
    if (!whole) return 0;
    if (whole->status == net::BodyStatus::complete) require_same_end(bytes, *whole);
    if (cut->status == net::BodyStatus::complete) require_same_end(bytes, *cut);
    return 0;
}
