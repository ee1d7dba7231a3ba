#pragma once

#include "repo-format/yum/package_xml.hpp"

#include <string>

namespace slipway::yum {

/// The text of a package in other.xml: its newest changelog entries, `changelog_limit` at most.
std::string other_xml(const rpm::RpmPackage& package, const Placement& placement);

}  // namespace slipway::yum
