#include "tests/support/rope_text.hpp"

#include "tests/support/must.hpp"

#include <gtest/gtest.h>

namespace slipway::testing {

std::string text_of(const Rope& rope) {
    std::string text = rope.before;
    for (const auto& slice : rope.slices) {
        const auto part = MUST(slice.source->read(slice.offset, slice.length));
        EXPECT_EQ(part.size(), slice.length);
        text += part;
    }
    return text + rope.after;
}

}  // namespace slipway::testing
