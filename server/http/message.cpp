#include "server/http/message.hpp"

namespace slipway::http {

std::uint64_t size_of(const Body& body) {
    if (const auto* text = std::get_if<std::string>(&body)) return text->size();
    if (const auto* bytes = std::get_if<Window<SharedBytes>>(&body)) return bytes->length;
    if (const auto* rope = std::get_if<Window<SharedRope>>(&body)) return rope->length;
    return 0;
}

const char* name_of(Work work) {
    switch (work) {
        case Work::quick: return "quick";
        case Work::upload: return "upload";
        case Work::files: return "files";
        case Work::fetching: return "fetching";
        case Work::examination: return "examination";
        case Work::signing: return "signing";
        case Work::listing: return "listing";
        case Work::comparison: return "comparison";
        case Work::page: return "page";
        case Work::snapshot: return "snapshot";
        case Work::operation: return "operation";
    }
    return "";
}

}  // namespace slipway::http
