// A head is refused, or makes a request that can be read in one way only: however it was cut on its way, with one Host
// that is one, one framing, and a path without anything that another program would resolve or decode once more.
#include "base/text.hpp"
#include "fuzz/support.hpp"
#include "server/http/host.hpp"
#include "server/http/problem.hpp"
#include "server/net/request_head.hpp"

#include <optional>

using namespace slipway::fuzz;
namespace net = slipway::net;
namespace http = slipway::http;

namespace {

/// What a head came to: a request, a refusal, or that more is needed.
struct Outcome {
    std::optional<http::Request> request;
    unsigned refusal = 0;
};

Outcome read_in_pieces(std::string_view bytes, std::size_t piece) {
    net::Parser parser;
    net::prepare_head(parser, 2048);
    net::ReadBuffer buffer;
    while (!bytes.empty()) {
        const auto some = bytes.substr(0, piece);
        bytes.remove_prefix(some.size());
        const auto space = buffer.prepare(some.size());
        some.copy(static_cast<char*>(space.data()), some.size());
        buffer.commit(some.size());
        const auto complete = net::parse_head(parser, buffer);
        if (!complete) return {{}, http::status_of(complete.error())};
        if (!*complete) continue;
        auto request = net::request_from(parser);
        if (!request) return {{}, http::status_of(request.error())};
        return {std::move(request).release(), 0};
    }
    return {};
}

void require_unambiguous(const http::Request& request) {
    const auto hosts = request.headers.find_all("Host");
    require(hosts.size() <= 1 && (hosts.empty() || http::is_valid_host(hosts.front())));
    const auto encodings = request.headers.find_all("Transfer-Encoding");
    const auto lengths = request.headers.find_all("Content-Length");
    require(encodings.size() <= 1 && lengths.size() <= 1 && encodings.size() + lengths.size() <= 1);
    require(encodings.empty() || (request.has_body && !request.content_length));
    require(lengths.empty() ||
            (request.content_length && slipway::parse_decimal(lengths[0]) == request.content_length));
    for (const auto& segment : request.path) {
        require(!segment.empty() && segment != "." && segment != "..");
        require(segment.find('/') == segment.npos && is_one_line(segment));
    }
    require(request.headers.text().find('\0') == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = text_of(data, size);
    const auto whole = read_in_pieces(bytes, bytes.size() + 1);
    const auto cut = read_in_pieces(bytes, 1 + bytes.size() % 7);
    require(whole.refusal == 0 || (whole.refusal >= 400 && whole.refusal < 600 && whole.refusal != 500));
    if (!whole.request) return 0;
    require_unambiguous(*whole.request);
    // Cut, it may be refused for its size earlier or later; where it is taken it is the same request.
    if (!cut.request) return 0;
    require(cut.request->path == whole.request->path && cut.request->query.fields() == whole.request->query.fields());
    require(cut.request->headers.text() == whole.request->headers.text());
    require(cut.request->content_length == whole.request->content_length);
    return 0;
}
