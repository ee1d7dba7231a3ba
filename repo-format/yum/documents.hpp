#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace slipway::yum {

/// The three documents of a yum index.
enum class Document : unsigned char { primary, filelists, other };

/// "primary", "filelists", "other": the data types of repomd.xml.
std::string_view name_of(Document document);

/// The texts before and after the packages in a document.
std::string header_of(Document document, std::uint64_t package_count);
std::string_view footer_of(Document document);

}  // namespace slipway::yum
