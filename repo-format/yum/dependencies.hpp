#pragma once

#include "repo-format/rpm/rpm_package.hpp"
#include "repo-format/yum/package_files.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace slipway::yum {

/// One `<rpm:entry>`. The flags are empty where any version will do; then the other three are not written.
struct Dependency {
    std::string name;
    std::string flags;  // "LT", "GT", "EQ", "LE", "GE"
    std::string epoch, version, release;
    bool pre = false;  // needed before the package's scripts run
};

/// The dependencies of one kind: element `name` in primary.xml.
struct DependencyList {
    std::string_view element;
    std::vector<Dependency> entries;
};

/// All dependencies, filtered as createrepo_c filters them, in the order of its elements.
std::vector<DependencyList> dependencies_of(const rpm::RpmPackage& package, const std::vector<PackageFile>& files);

}  // namespace slipway::yum
