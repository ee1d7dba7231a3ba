#include "repo-format/yum/package_elements.hpp"

namespace slipway::yum {

std::string filelists_xml(const rpm::RpmPackage& package, const Placement& placement,
                          const std::vector<PackageFile>& files) {
    XmlWriter xml;
    open_package(xml, package, placement);
    for (const auto& file : files) write_file(xml, file);
    xml.close();
    return std::move(xml).release();
}

}  // namespace slipway::yum
