// The fields of a package's stanza in the order of apt-ftparchive (apt-pkg/tagfile-order.c), which is also where people
// look for them. Left out are those that no stanza here has: of dpkg's status database, and obsolete ones.
#include "repo-format/apt/field_order.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace slipway::apt {
namespace {

constexpr std::array<std::string_view, 42> known_fields{
    "Package",
    "Package-Type",
    "Architecture",
    "Architecture-Variant",
    "Subarchitecture",
    "Version",
    "Kernel-Version",
    "Built-Using",
    "Static-Built-Using",
    "Built-For-Profiles",
    "Auto-Built-Package",
    "Multi-Arch",
    "Priority",
    "Build-Essential",
    "Protected",
    "Important",
    "Essential",
    "Installer-Menu-Item",
    "Section",
    "Source",
    "Origin",
    "Phased-Update-Percentage",
    "Maintainer",
    "Original-Maintainer",
    "Bugs",
    "Installed-Size",
    "Provides",
    "Pre-Depends",
    "Depends",
    "Recommends",
    "Suggests",
    "Conflicts",
    "Breaks",
    "Replaces",
    "Enhances",
    "Filename",
    "Size",
    "SHA256",
    "Homepage",
    "Description",
    "Tag",
    "Task",
};

}  // namespace

FieldPlace place_of(std::string_view field) {
    const auto found =
        std::ranges::find_if(known_fields, [&](auto known) { return equal_ignoring_case(known, field); });
    const auto rank = static_cast<std::size_t>(found - known_fields.begin());
    return {rank, found == known_fields.end() ? field : *found};
}

}  // namespace slipway::apt
