#pragma once

#include "repo-format/yum/package_files.hpp"
#include "repo-format/yum/package_xml.hpp"
#include "repo-format/yum/xml_writer.hpp"

#include <string>
#include <vector>

namespace slipway::yum {

// What the documents of a package have in common.

/// `<version epoch= ver= rel=/>`, the same in all three documents.
void write_version(XmlWriter& xml, const rpm::RpmPackage& package);
/// `<file type=>path</file>`.
void write_file(XmlWriter& xml, const PackageFile& file);
/// `<package pkgid= name= arch=>` and the version: how filelists.xml and other.xml start a package.
void open_package(XmlWriter& xml, const rpm::RpmPackage& package, const Placement& placement);

}  // namespace slipway::yum
