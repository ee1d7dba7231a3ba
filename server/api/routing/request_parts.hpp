#pragma once

#include "server/api/routing/schema.hpp"

#include <string_view>
#include <vector>

namespace slipway::api {

// The parts of paths and the header fields of several operations, for the OpenAPI document. Handlers check them.

/// A header field or a part of a path.
struct NamedSchema {
    std::string_view name;
    Schema schema;
};

/// Returns the names in braces of a path, in order.
std::vector<std::string_view> names_in(std::string_view path);
/// Requires that some path has it.
Schema path_parameter(std::string_view name);

inline constexpr std::array fields_of_get = {
    NamedSchema{"If-None-Match", a_text("304 where the representation has one of these ETags.")},
};
inline constexpr std::array fields_of_change = {
    NamedSchema{"If-Match",
                a_text("The ETags of which the resource must have one when the change has its turn; `*`: it "
                       "must be there. Else 412.")},
};
inline constexpr std::array fields_of_put = {
    NamedSchema{"If-None-Match", a_text("`*`: the resource must not be there. Else 412.")},
};
inline constexpr std::array upload_fields = {
    NamedSchema{"X-Checksum-Sha256", a_text("SHA-256 of the body, hexadecimal; verified.")},
    NamedSchema{"Digest", a_text("RFC 3230; verified.")},
    NamedSchema{"Content-Digest", a_text("RFC 9530; verified.")},
    NamedSchema{"Slipway-Source-Repository", a_text("Claimed provenance, at most 1 KiB of printable ASCII.")},
    NamedSchema{"Slipway-Source-Commit", a_text("Claimed provenance.")},
    NamedSchema{"Slipway-Source-Ref", a_text("Claimed provenance.")},
    NamedSchema{"Slipway-Source-Build-Url", a_text("Claimed provenance; an http(s) URL.")},
    NamedSchema{"Slipway-Build-Url", a_text("The same as Slipway-Source-Build-Url, by a shorter name.")},
};

inline constexpr Schema package_bytes = {.type = Schema::Type::text, .format = "binary"};
inline constexpr Schema package_form =
    a_map_of(package_bytes,
             "One file per part. Field names: `package` or `file` (target by the query), `{distro}` or "
             "`{distro}/{component}`.");

}  // namespace slipway::api
