#pragma once

#include "tests/server/api/test_api.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <ostream>

namespace slipway::api {

/// A file that must be refused, and what its answer must say.
struct BadPackage {
    const char* because;
    const char* file;  // may be followed by a query
    std::function<std::string()> bytes;
    unsigned status;
    const char* code;
    const char* detail;  // a part of it: what is wrong, and where

    friend std::ostream& operator<<(std::ostream& out, const BadPackage& row) { return out << row.because; }
};

inline std::string name_of_row(const ::testing::TestParamInfo<BadPackage>& row) { return row.param.because; }

/// One API for all rows of a table: a refused file leaves it as it was.
class BadPackageTest : public ::testing::TestWithParam<BadPackage> {
protected:
    static void SetUpTestSuite() {
        api_ = std::make_unique<TestApi>();
        api_->make_main();
    }
    static void TearDownTestSuite() { api_.reset(); }

    void expect_refusal() const {
        const auto& bad = GetParam();
        const auto before = api_->stored();

        const auto refused = api_->upload(bad.file, bad.bytes());

        EXPECT_EQ(refused.status, bad.status) << body_of(refused);
        EXPECT_EQ(code_of(refused), bad.code);
        EXPECT_THAT(member(refused, "detail"), ::testing::HasSubstr(bad.detail));
        EXPECT_EQ(api_->stored(), before) << "something was left behind";
    }

    static inline std::unique_ptr<TestApi> api_;
};

}  // namespace slipway::api
