#include "signing/keys/key_store.hpp"

#include <string_view>

namespace slipway::signing {

Result<> check_repository_name(const std::string& name) {
    const bool is_plain =
        !name.empty() && name.front() != '.' && name.find_first_of(std::string_view("/\0", 2)) == std::string::npos;
    if (is_plain) return {};
    return Error(Fault::invalid_input, "\"" + name + "\" is not a repository name");
}

}  // namespace slipway::signing
