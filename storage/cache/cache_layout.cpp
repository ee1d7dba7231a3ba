#include "storage/cache/cache_layout.hpp"

#include "base/text.hpp"

namespace slipway::storage {

std::string CacheLayout::render(const CopyName& name) {
    return name.object + "@" + std::to_string(name.stored_at.time_since_epoch().count());
}

std::optional<CopyName> CacheLayout::parse(std::string_view name) {
    const auto at = name.find('@');
    if (at == name.npos || at == 0) return std::nullopt;
    const auto seconds = parse_decimal(name.substr(at + 1));
    if (!seconds) return std::nullopt;
    return CopyName{std::string(name.substr(0, at)),
                    Seconds(std::chrono::seconds(static_cast<std::int64_t>(*seconds)))};
}

}  // namespace slipway::storage
