// Binary forms of values in PostgreSQL's protocol. Integers are big-endian in the width of their type, and bytes and
// text are themselves. https://www.postgresql.org/docs/15/protocol-overview.html#PROTOCOL-FORMAT-CODES

#include "storage/postgresql/types.hpp"

#include "base/bytes.hpp"

#include <cstddef>

namespace slipway::storage {
namespace {

constexpr TypeId type_bool = 16;
constexpr TypeId type_name = 19;
constexpr TypeId type_int2 = 21;
constexpr TypeId type_int4 = 23;
constexpr TypeId type_varchar = 1043;

/// In bytes; 0 for what is no integer.
std::size_t width_of(TypeId type) {
    switch (type) {
        case type_bool: return 1;
        case type_int2: return 2;
        case type_int4: return 4;
        case type_int8: return 8;
        default: return 0;
    }
}

}  // namespace

std::string encode_integer(std::int64_t value) {
    std::string bytes;
    append_big_endian_64(bytes, static_cast<std::uint64_t>(value));
    return bytes;
}

std::optional<std::int64_t> decode_integer(TypeId type, std::string_view bytes) {
    if (bytes.empty() || bytes.size() != width_of(type)) return std::nullopt;
    const bool is_negative = type != type_bool && (static_cast<unsigned char>(bytes[0]) & 0x80) != 0;
    std::uint64_t value = is_negative ? ~std::uint64_t{0} : 0;
    for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
    return static_cast<std::int64_t>(value);
}

bool is_text(TypeId type) { return type == type_text || type == type_varchar || type == type_name; }

}  // namespace slipway::storage
