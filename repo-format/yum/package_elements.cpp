#include "repo-format/yum/package_elements.hpp"

namespace slipway::yum {

void write_version(XmlWriter& xml, const rpm::RpmPackage& package) {
    const rpm::Evr& evr = package.evr;
    xml.element("version",
                {{"epoch", evr.epoch.empty() ? "0" : evr.epoch}, {"ver", evr.version}, {"rel", evr.release}});
}

void write_file(XmlWriter& xml, const PackageFile& file) {
    switch (file.type) {
        case FileType::file: xml.element("file", file.path); break;
        case FileType::directory: xml.element("file", {{"type", "dir"}}, file.path); break;
        case FileType::ghost: xml.element("file", {{"type", "ghost"}}, file.path); break;
    }
}

void open_package(XmlWriter& xml, const rpm::RpmPackage& package, const Placement& placement) {
    xml.open("package", {{"pkgid", placement.sha256.hex()}, {"name", package.name}, {"arch", package.architecture}});
    write_version(xml, package);
}

}  // namespace slipway::yum
