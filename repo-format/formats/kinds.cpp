// The table of all kinds stands alone in its file: a test that has kinds of its own links another table in its place
// (tests/publishing/kinds/).
#include "repo-format/formats/kinds.hpp"

#include "repo-format/formats/apt_packages.hpp"
#include "repo-format/formats/yum_primary.hpp"

#include <array>

namespace slipway::formats {

std::span<const IndexKind* const> kinds_of(Format format) {
    static const AptPackages packages;
    static const YumPrimary primary;
    static const std::array<const IndexKind*, 1> of_deb{&packages};
    static const std::array<const IndexKind*, 1> of_rpm{&primary};
    if (format == Format::deb) return of_deb;
    return of_rpm;
}

}  // namespace slipway::formats
