#include "repo-format/yum/documents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace slipway::yum {
namespace {

struct Element {
    std::string_view name, attributes, footer;
};

// In the order of `documents`.
constexpr std::array<Element, documents.size()> elements = {{
    {"metadata", R"(xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm")",
     "</metadata>\n"},
    {"filelists", R"(xmlns="http://linux.duke.edu/metadata/filelists")", "</filelists>\n"},
    {"otherdata", R"(xmlns="http://linux.duke.edu/metadata/other")", "</otherdata>\n"},
}};

const Element& element_of(Document document) {
    const auto found = std::ranges::find(documents, document);
    assert(found != documents.end());
    return elements[static_cast<std::size_t>(found - documents.begin())];
}

}  // namespace

std::string header_of(Document document, std::uint64_t package_count) {
    const Element& element = element_of(document);
    return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{} {} packages=\"{}\">\n", element.name,
                       element.attributes, package_count);
}

std::string_view footer_of(Document document) { return element_of(document).footer; }

}  // namespace slipway::yum
