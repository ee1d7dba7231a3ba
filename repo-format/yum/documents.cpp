#include "repo-format/yum/documents.hpp"

#include <fmt/format.h>

namespace slipway::yum {
namespace {

struct Element {
    std::string_view document, name, attributes;
};

// Indexed by Document.
constexpr Element elements[] = {
    {"primary", "metadata",
     R"(xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm")"},
    {"filelists", "filelists", R"(xmlns="http://linux.duke.edu/metadata/filelists")"},
    {"other", "otherdata", R"(xmlns="http://linux.duke.edu/metadata/other")"},
};

const Element& element_of(Document document) { return elements[static_cast<std::size_t>(document)]; }

}  // namespace

std::string_view name_of(Document document) { return element_of(document).document; }

std::string header_of(Document document, std::uint64_t package_count) {
    const Element& element = element_of(document);
    return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{} {} packages=\"{}\">\n", element.name,
                       element.attributes, package_count);
}

std::string_view footer_of(Document document) {
    switch (document) {
        case Document::primary: return "</metadata>\n";
        case Document::filelists: return "</filelists>\n";
        case Document::other: return "</otherdata>\n";
    }
    return {};
}

}  // namespace slipway::yum
