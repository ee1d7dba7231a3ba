// A request target is refused, or has a path of plain segments; what is encoded is decoded to itself.
#include "base/percent_encoding.hpp"
#include "fuzz/support.hpp"
#include "server/http/host.hpp"
#include "server/http/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace slipway;
    using fuzz::require;
    const auto text = fuzz::text_of(data, size);
    const auto encoded = percent_encode(text);
    require(percent_decode(encoded) == text && encoded.find_first_of("/?#\r\n\t <>\"'") == encoded.npos);

    const auto target = http::parse_target(text);
    if (!target) {
        require(target.error().code() == "bad-request");
        return 0;
    }
    std::string path;
    for (const auto& segment : target->path) {
        require(!segment.empty() && segment != "." && segment != "..");
        require(segment.find('/') == segment.npos && fuzz::is_one_line(segment));
        path += "/" + percent_encode(segment);
    }
    if (path.empty()) return 0;
    const auto again = http::parse_target(path + (target->trailing_slash ? "/" : ""));
    require(again.ok() && again->path == target->path && again->trailing_slash == target->trailing_slash);
    return 0;
}
