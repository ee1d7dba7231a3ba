#pragma once

#include <gtest/gtest.h>

#include <string>

namespace slipway::testing {

/// A file below tests/data.
std::string data_file(const std::string& name);

/// Is SLIPWAY_ACCEPT set: golden files are to be rewritten, not compared?
bool accepting_golden_files();
void accept_golden(const std::string& name, const std::string& text);

}  // namespace slipway::testing

/// Expects `text` to be exactly the bytes of tests/data/{name}. With SLIPWAY_ACCEPT=1 the file is rewritten and the
/// test reported as skipped, so that an accepting run never looks green: make this the last statement of a test.
#define EXPECT_GOLDEN(name, text)                                       \
    do {                                                                \
        if (::slipway::testing::accepting_golden_files()) {             \
            ::slipway::testing::accept_golden(name, text);              \
            GTEST_SKIP() << "accepted tests/data/" << (name);           \
        }                                                               \
        EXPECT_EQ(text, ::slipway::testing::data_file(name)) << (name); \
    } while (false)
