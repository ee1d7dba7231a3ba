#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::rpm {

/// Epoch, version and release. `epoch` is empty when the package has none (compares as 0).
struct Evr {
    std::string epoch;
    std::string version;
    std::string release;

    bool operator==(const Evr&) const = default;
};

/// `[epoch:]version-release`, the epoch only when the package has one; the inverse of `parse_evr`.
std::string render(const Evr& evr);
Evr parse_evr(std::string_view text);

/// rpm's order of one version or release (rpmio/rpmvercmp.c), with tilde and caret.
std::weak_ordering compare_versions(std::string_view a, std::string_view b);
/// rpm's order of whole EVRs.
std::weak_ordering compare(const Evr& a, const Evr& b);
/// The same on rendered EVRs.
std::weak_ordering compare_evr(std::string_view a, std::string_view b);

}  // namespace slipway::rpm
