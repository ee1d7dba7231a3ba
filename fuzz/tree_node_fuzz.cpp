// A node that is parsed renders to the bytes it came from.
#include "repo-format/index/node.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace slipway::index;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto node = parse_node(bytes);
    if (!node) return 0;
    if (render(*node) != bytes || item_of(*node).node != hash_of(*node)) std::abort();
    return 0;
}
