// The entry of a package in a Packages file: its control file, then where its bytes are and what they hash to.
//
// Whatever the control file says of the latter is dropped: a foreign SHA512 would be the hash that apt prefers, and
// wrong as soon as the package is not served as it was built. The order is not apt-ftparchive's: readers look fields up
// by name, and the package's own order keeps the rendering a copy. The description stays whole (apt then asks for no
// Translation file), so there is no Description-md5 either.
#include "repo-format/apt/packages_stanza.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace slipway::apt {
namespace {

constexpr std::array<std::string_view, 7> replaced_fields{"Filename", "Size",   "MD5sum", "SHA1",
                                                          "SHA256",   "SHA512", "Status"};

bool is_replaced(const deb::Field& field) {
    return std::ranges::any_of(replaced_fields, [&](auto name) { return equal_ignoring_case(name, field.name); });
}

}  // namespace

std::string stanza_fields(const deb::Paragraph& control) {
    deb::Paragraph kept;
    for (const auto& field : control.fields())
        if (!is_replaced(field)) kept.append(field.name, field.value);
    return kept.render();
}

std::string packages_stanza(std::string_view fields, std::string_view filename, std::uint64_t size,
                            const Sha256& sha256) {
    return fmt::format("{}Filename: {}\nSize: {}\nSHA256: {}\n\n", fields, filename, size, sha256.hex());
}

}  // namespace slipway::apt
