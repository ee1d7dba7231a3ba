#pragma once

#include "base/digest.hpp"
#include "repo-format/rpm/rpm_package.hpp"

#include <string>
#include <string_view>

namespace slipway::yum {

/// The text of one package in each document, each ended by a newline, complete elements as createrepo_c writes them.
struct PackageXml {
    std::string primary;
    std::string filelists;
    std::string other;
};

/// What is not in the headers of a package.
struct Placement {
    Sha256 sha256;         // of the file served: the pkgid
    std::uint64_t size;    // of the file served
    std::string location;  // href relative to the baseurl, not yet percent-encoded or escaped
};

/// The directory of packages below a baseurl, without slashes.
inline constexpr std::string_view package_directory = "packages";

/// `packages/{h}/{file name}`: the location of an rpm below a baseurl, not encoded; `{h}` is the first 16 hex digits of
/// the SHA-256 of the bytes served. The one place that builds it.
std::string location_of(const Sha256& sha256, std::string_view file_name);

/// Renders a package with every element and filtering rule of createrepo_c (see the essay in the .cpp). `<time file=>`
/// is the build time: texts are a function of the bytes served. Always well-formed XML 1.0 in UTF-8, whatever the
/// header holds.
PackageXml render_package(const rpm::RpmPackage& package, const Placement& placement);

}  // namespace slipway::yum
