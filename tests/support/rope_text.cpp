#include "tests/support/rope_text.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

namespace slipway::testing {

std::string text_of(const Rope& rope) {
    std::string text = rope.before;
    for (const auto& slice : rope.slices) {
        std::string part(slice.length, '\0');
        EXPECT_EQ(::pread(slice.fd, part.data(), part.size(), static_cast<off_t>(slice.offset)),
                  static_cast<ssize_t>(part.size()));
        text += part;
    }
    return text + rope.after;
}

}  // namespace slipway::testing
