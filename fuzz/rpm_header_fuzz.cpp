// A header of an rpm, of either kind, is refused, or every value it lists lies within it and can be read as any type.
#include "fuzz/support.hpp"
#include "repo-format/rpm/header.hpp"

using namespace slipway::fuzz;
namespace rpm = slipway::rpm;

namespace {

void require_within(const rpm::Header& header) {
    const std::string_view bytes = header.bytes();
    for (const auto& entry : header.entries()) {
        const auto value = header.data_of(entry);
        require(value.size() == entry.length);
        require(value.data() >= bytes.data() && value.data() + value.size() <= bytes.data() + bytes.size());
        require(entry.offset % rpm::alignment_of(entry.type) == 0);
        require(header.has(entry.tag) && header.find(entry.tag) != nullptr);
        for (const auto text : header.texts(entry.tag)) require(text.find('\0') == text.npos);
        require(header.numbers(entry.tag).size() <= bytes.size());
        require(header.binary(entry.tag).size() <= bytes.size());
        static_cast<void>(header.number(entry.tag));
        require(header.text(entry.tag).size() <= bytes.size());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Pieces pieces(data, size);
    const auto kind = pieces.byte() % 2 == 0 ? rpm::HeaderKind::main : rpm::HeaderKind::signature;
    const auto parsed = rpm::Header::parse(std::string(pieces.rest()), kind);
    if (!parsed) {
        require(parsed.error().code() == "invalid-package" && is_one_line(parsed.error().message()));
        return 0;
    }
    require(parsed->bytes() == pieces.rest());
    require_within(*parsed);
    return 0;
}
