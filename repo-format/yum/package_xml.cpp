// The texts of a package in the three documents of a yum repository, as createrepo_c 0.17 writes them
// (src/xml_dump_primary.c, xml_dump_filelists.c, xml_dump_other.c; what it takes from the header: src/parsehdr.c).
// Deviations, all on purpose:
//
// * <time file=> is the build time instead of the file's: the text is a function of the bytes served;
// * a package with a control character is refused (copied_texts.cpp) instead of left out, and some that createrepo_c
//   copies are control characters too;
// * <size archive=> of a package of rpm 6 comes from its own tag; createrepo_c writes 0;
// * bytes of the location that a URL cannot hold are percent-encoded.
#include "repo-format/yum/package_xml.hpp"

#include "repo-format/yum/other_xml.hpp"
#include "repo-format/yum/package_elements.hpp"
#include "repo-format/yum/primary_xml.hpp"

#include <fmt/format.h>

namespace slipway::yum {
namespace {

std::string filelists_xml(const rpm::RpmPackage& package, const Placement& placement,
                          const std::vector<PackageFile>& files) {
    XmlWriter xml;
    open_package(xml, package, placement);
    for (const auto& file : files) write_file(xml, file);
    xml.close();
    return std::move(xml).release();
}

}  // namespace

std::string location_of(const Sha256& sha256, std::string_view file_name) {
    return fmt::format("{}/{}/{}", package_directory, sha256.hex().substr(0, 16), file_name);
}

PackageXml render_package(const rpm::RpmPackage& package, const Placement& placement) {
    const auto files = files_of(package);
    return {primary_xml(package, placement, files), filelists_xml(package, placement, files),
            other_xml(package, placement)};
}

}  // namespace slipway::yum
