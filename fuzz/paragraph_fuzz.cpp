// A paragraph that is read and written is read again as the same fields.
#include "repo-format/deb/paragraph.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using slipway::deb::Paragraph;
    const auto first = Paragraph::parse(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!first) return 0;
    const auto second = Paragraph::parse(first->render());
    if (!second || second->fields() != first->fields()) std::abort();
    return 0;
}
