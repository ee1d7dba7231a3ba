#include "server/api/routing/request_parts.hpp"

#include <algorithm>
#include <cassert>

namespace slipway::api {
namespace {

constexpr std::array in_paths = {
    NamedSchema{"repo", a_name()},
    NamedSchema{"distro", a_name()},
    NamedSchema{"channel", a_name()},
    NamedSchema{"revision", an_integer()},
    NamedSchema{"sha256", a_digest("Of the bytes served; of an rpm that was signed here also of those uploaded.")},
    NamedSchema{"package", a_text("To upload it the name of the file, to remove it the SHA-256.")},
    NamedSchema{"pin", a_name()},
    NamedSchema{"fingerprint", a_text_like("^[0-9A-Fa-f]{40}$")},
    NamedSchema{"id", an_integer()},
};

}  // namespace

std::vector<std::string_view> names_in(std::string_view path) {
    std::vector<std::string_view> names;
    for (auto begin = path.find('{'); begin != path.npos; begin = path.find('{', begin + 1))
        names.push_back(path.substr(begin + 1, path.find('}', begin) - begin - 1));
    return names;
}

Schema path_parameter(std::string_view name) {
    const auto known = std::ranges::find(in_paths, name, &NamedSchema::name);
    assert(known != in_paths.end());
    return known->schema;
}

}  // namespace slipway::api
