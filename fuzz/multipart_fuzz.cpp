// A form is the same parts however its bytes were cut; parts begin and end in turn, and their bytes were in the body.
#include "fuzz/support.hpp"
#include "server/http/multipart.hpp"

#include <vector>

using namespace slipway::fuzz;
namespace http = slipway::http;

namespace {

struct Part {
    http::PartHead head;
    std::string bytes;
    bool ended = false;
};

class Parts final : public http::MultipartSink {
public:
    slipway::Result<> part_begin(const http::PartHead& head) override {
        require(parts.empty() || parts.back().ended);
        parts.push_back({head, {}, false});
        return {};
    }
    slipway::Result<> part_data(std::string_view bytes) override {
        require(!parts.empty() && !parts.back().ended && !bytes.empty());
        parts.back().bytes += bytes;
        return {};
    }
    slipway::Result<> part_end() override {
        require(!parts.empty() && !parts.back().ended);
        parts.back().ended = true;
        return {};
    }
    std::vector<Part> parts;
};

struct Form {
    bool complete = false;
    std::vector<Part> parts;
};

Form parse(std::string_view boundary, std::string_view body, std::size_t piece) {
    Parts sink;
    auto parser = http::MultipartParser::create(boundary, sink);
    if (!parser) return {};
    while (!body.empty()) {
        const auto fed = parser->feed(body.substr(0, piece));
        if (!fed) {
            require(fed.error().code() == "bad-request");
            return {};
        }
        body.remove_prefix(std::min(piece, body.size()));
    }
    return {parser->finish().ok(), std::move(sink.parts)};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Pieces pieces(data, size);
    const auto boundary = http::multipart_boundary(pieces.text());
    const auto body = pieces.rest();
    if (!boundary) return 0;
    const auto whole = parse(*boundary, body, body.size() + 1);
    const auto cut = parse(*boundary, body, 1 + body.size() % 9);
    require(whole.complete == cut.complete);
    if (!whole.complete) return 0;
    require(whole.parts.size() == cut.parts.size());
    for (std::size_t i = 0; i < whole.parts.size(); ++i) {
        const auto& part = whole.parts[i];
        require(part.ended && part.bytes == cut.parts[i].bytes && part.head.name == cut.parts[i].head.name);
        require(part.head.filename == cut.parts[i].head.filename && body.find(part.bytes) != body.npos);
        require(part.bytes.find("\r\n--" + *boundary) == part.bytes.npos);
    }
    return 0;
}
