#include "repo-format/index/entry.hpp"

#include "repo-format/deb/version.hpp"
#include "repo-format/rpm/evr.hpp"

#include <algorithm>

namespace slipway::index {

std::weak_ordering compare_versions(VersionOrder order, std::string_view a, std::string_view b) {
    // Neither dpkg's nor rpm's order has a smallest version ("~" < "", "~~" < "~", …): the empty one is made it here.
    if (a.empty() || b.empty()) return b.empty() <=> a.empty();
    switch (order) {
        case VersionOrder::deb: return deb::compare_versions(a, b);
        case VersionOrder::rpm: return rpm::compare_evr(a, b);
        case VersionOrder::bytes: break;
    }
    return a <=> b;
}

std::strong_ordering compare(ListOrder order, const EntryKey& a, const EntryKey& b) {
    if (const auto by_name = a.name <=> b.name; by_name != 0) return by_name;
    if (a.version != b.version) {
        const auto by_version = compare_versions(order.versions, a.version, b.version);
        if (by_version < 0) return std::strong_ordering::less;
        if (by_version > 0) return std::strong_ordering::greater;
        return a.version <=> b.version;
    }
    if (const auto by_qualifier = a.qualifier <=> b.qualifier; by_qualifier != 0) return by_qualifier;
    return a.sha256 <=> b.sha256;
}

std::span<const Entry> first_piece(ListOrder order, std::span<const Entry> entries) {
    if (order.one_name == OneName::may_part) return entries.first(1);
    const auto end = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.key.name != entries.front().key.name; });
    return entries.first(static_cast<std::size_t>(end - entries.begin()));
}

}  // namespace slipway::index
