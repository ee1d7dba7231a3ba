#pragma once

#include "repo-format/yum/package_files.hpp"
#include "repo-format/yum/package_xml.hpp"

#include <string>
#include <vector>

namespace slipway::yum {

/// The text of a package in primary.xml, which lists those of `files` that `is_primary` is true of.
std::string primary_xml(const rpm::RpmPackage& package, const Placement& placement,
                        const std::vector<PackageFile>& files);

}  // namespace slipway::yum
