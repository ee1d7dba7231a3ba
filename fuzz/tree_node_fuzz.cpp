// A node that is parsed renders to the bytes it came from, and is named as one that was made.
#include "repo-format/index/node.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace slipway::index;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto parsed = parse_node(bytes);
    if (!parsed) return 0;
    const auto& [hash, node] = *parsed;
    if (render(node) != bytes || hash != hash_of(node) || item_of(node).node != hash) std::abort();
    return 0;
}
