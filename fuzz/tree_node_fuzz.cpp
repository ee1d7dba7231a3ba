// A node that is parsed renders to the bytes it came from, and is named as one that was made.
#include "fuzz/support.hpp"
#include "repo-format/index/node.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace slipway::index;
    const auto bytes = slipway::fuzz::text_of(data, size);
    const auto parsed = parse_node(bytes);
    if (!parsed) return 0;
    const auto& [hash, node] = *parsed;
    slipway::fuzz::require(render(node) == bytes && hash == hash_of(node) && item_of(node).node == hash);
    return 0;
}
