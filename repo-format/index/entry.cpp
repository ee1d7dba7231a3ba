#include "repo-format/index/entry.hpp"

#include "repo-format/deb/version.hpp"
#include "repo-format/rpm/evr.hpp"

namespace slipway::index {

std::weak_ordering compare_versions(VersionOrder order, std::string_view a, std::string_view b) {
    // Neither dpkg's nor rpm's order has a smallest version ("~" < "", "~~" < "~", …): the empty one is made it here.
    if (a.empty() || b.empty()) return b.empty() <=> a.empty();
    return order == VersionOrder::deb ? deb::compare_versions(a, b) : rpm::compare_evr(a, b);
}

std::strong_ordering compare(VersionOrder order, const EntryKey& a, const EntryKey& b) {
    if (const auto by_name = a.name <=> b.name; by_name != 0) return by_name;
    if (a.version != b.version) {
        const auto by_version = compare_versions(order, a.version, b.version);
        if (by_version < 0) return std::strong_ordering::less;
        if (by_version > 0) return std::strong_ordering::greater;
        return a.version <=> b.version;
    }
    if (const auto by_architecture = a.architecture <=> b.architecture; by_architecture != 0) return by_architecture;
    return a.sha256 <=> b.sha256;
}

}  // namespace slipway::index
