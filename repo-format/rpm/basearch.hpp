#pragma once

#include <string>
#include <string_view>

namespace slipway::rpm {

/// yum's $basearch for an rpm architecture by dnf's own table ("i686" → "i386", "armv7hl" → "armhfp"); "source" for
/// src and nosrc; the architecture itself where the table has none. "noarch" → "noarch": belongs to every basearch.
std::string basearch_of(std::string_view architecture);

}  // namespace slipway::rpm
