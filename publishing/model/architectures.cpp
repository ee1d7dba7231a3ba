#include "publishing/model/architectures.hpp"

#include "repo-format/deb/architectures.hpp"
#include "repo-format/rpm/architectures.hpp"

#include <string>

namespace slipway::publishing {
namespace {

Error unknown(std::string_view who, std::string_view noun, std::string_view name, const std::string& nearest) {
    return Error("unknown-architecture"_problem, std::string(who) + " knows no " + std::string(noun) + " '" +
                                                     std::string(name) + "'; the nearest is '" + nearest + "'");
}

}  // namespace

Result<> check_package_architecture(std::string_view format, std::string_view architecture) {
    if (format == "deb") {
        if (architecture == "all" || deb::is_known_architecture(architecture)) return {};
        return unknown("dpkg", "architecture", architecture, deb::nearest_architecture(architecture));
    }
    if (rpm::is_known_architecture(architecture)) return {};
    return unknown("rpm", "architecture", architecture, rpm::nearest_architecture(architecture));
}

Result<> check_declared_architecture(std::string_view format, std::string_view architecture) {
    if (format == "deb") return check_package_architecture(format, architecture);
    if (rpm::is_known_basearch(architecture)) return {};
    return unknown("dnf", "base architecture", architecture, rpm::nearest_basearch(architecture));
}

}  // namespace slipway::publishing
