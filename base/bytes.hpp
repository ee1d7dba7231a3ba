#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace slipway {

/// Bytes that somebody else owns. Owned bytes are always a `std::string`, text and binary alike.
using ByteView = std::string_view;

inline std::uint16_t big_endian_16(const unsigned char* at) { return static_cast<std::uint16_t>(at[0] << 8 | at[1]); }
inline std::uint32_t big_endian_32(const unsigned char* at) {
    return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 | at[3];
}
inline std::uint64_t big_endian_64(const unsigned char* at) {
    return std::uint64_t{big_endian_32(at)} << 32 | big_endian_32(at + 4);
}
void append_big_endian_32(std::string& out, std::uint32_t value);
void append_big_endian_64(std::string& out, std::uint64_t value);

inline const unsigned char* as_unsigned(const char* bytes) { return reinterpret_cast<const unsigned char*>(bytes); }

}  // namespace slipway
