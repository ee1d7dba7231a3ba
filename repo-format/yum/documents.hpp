#pragma once

#include "base/words.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace slipway::yum {

/// The documents of a yum index, in the order of repomd.xml.
inline constexpr std::array documents = {Document::primary, Document::filelists, Document::other};

/// The texts before and after the packages in a document. Precondition: it is one of these.
std::string header_of(Document document, std::uint64_t package_count);
std::string_view footer_of(Document document);

}  // namespace slipway::yum
