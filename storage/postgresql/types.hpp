#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::storage {

/// The number of a type, as src/include/catalog/pg_type.dat gives them; they never change.
using TypeId = unsigned;

inline constexpr TypeId type_unknown = 0;  // the server finds out
inline constexpr TypeId type_bytea = 17;
inline constexpr TypeId type_int8 = 20;
inline constexpr TypeId type_text = 25;

/// The binary form of an int8: big-endian.
std::string encode_integer(std::int64_t value);
/// The value of a column of this type; nothing where it is none of an integer (bool, int2, int4, int8).
std::optional<std::int64_t> decode_integer(TypeId type, std::string_view bytes);

/// Text of whatever kind, whose binary form is its bytes.
bool is_text(TypeId type);

}  // namespace slipway::storage
