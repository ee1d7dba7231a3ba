#include "base/bytes.hpp"

namespace slipway {

void append_big_endian_32(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}

void append_big_endian_64(std::string& out, std::uint64_t value) {
    append_big_endian_32(out, static_cast<std::uint32_t>(value >> 32));
    append_big_endian_32(out, static_cast<std::uint32_t>(value));
}

}  // namespace slipway
