// Any bytes are refused with one of the promised errors, or make a package whose fields can stand in a path.
#include "repo-format/deb/deb_package.hpp"
#include "repo-format/deb/pool_path.hpp"
#include "repo-format/deb/version.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

bool is_path_component(const std::string& text) {
    return !text.empty() && text.size() <= 255 && text != "." && text != ".." &&
           text.find_first_of(std::string("/\0\n ", 4)) == std::string::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const slipway::MemoryBytes file(std::string(reinterpret_cast<const char*>(data), size));
    const auto package = slipway::deb::read_deb(file);
    if (!package) {
        const auto code = package.error().code();
        require(code == "invalid-package" || code == "unsupported-format" || code == "wrong-format");
        return 0;
    }
    require(is_path_component(package->name) && is_path_component(package->source));
    require(is_path_component(package->version) && is_path_component(package->architecture));
    require(is_path_component(slipway::deb::pool_file_name(*package)));
    require(slipway::deb::check_version(package->version).ok());
    require(package->control.find("Package") == package->name);
    return 0;
}
