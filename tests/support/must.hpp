#pragma once

#include "base/result.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

/// The value of a Result that must not fail here; ends the test program with the error otherwise.
#define MUST(...)                                                                \
    (__extension__({                                                             \
        auto must_result_ = (__VA_ARGS__);                                       \
        if (!must_result_.ok()) {                                                \
            std::fprintf(stderr, "%s:%d: MUST failed: %s\n", __FILE__, __LINE__, \
                         must_result_.error().message().c_str());                \
            std::abort();                                                        \
        }                                                                        \
        std::move(must_result_).release();                                       \
    }))

/// Expects that a Result failed, with this fault.
#define EXPECT_FAULT(result, expected)                                                               \
    do {                                                                                             \
        const auto& expect_result_ = (result);                                                       \
        if (expect_result_.ok())                                                                     \
            ADD_FAILURE() << #result " succeeded, expected " << ::slipway::name_of(expected);        \
        else                                                                                         \
            EXPECT_EQ(expect_result_.error().fault(), expected) << expect_result_.error().message(); \
    } while (false)
