// A paragraph that is read and written is read again as the same fields, and readers that end lines in other places
// than dpkg (at a carriage return, a form feed …) see the same fields, too.
#include "fuzz/support.hpp"
#include "repo-format/deb/paragraph.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using slipway::deb::Paragraph;
    using namespace slipway::fuzz;
    const auto first = Paragraph::parse(text_of(data, size));
    if (!first) {
        require(is_one_line(first.error().message()));
        return 0;
    }
    const auto text = first->render();
    const auto second = Paragraph::parse(text);
    require(second.ok() && second->fields() == first->fields());
    require(!has_unicode_line_end(text));
    for (const char c : text) require((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) || c == '\n' || c == '\t');
    return 0;
}
