#include "storage/s3/calls.hpp"

#include <gtest/gtest.h>

#include <set>

namespace slipway::s3 {
namespace {

TEST(Calls, HaveANameForEveryOperationAndOutcome) {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < operation_count; ++i) names.insert(name_of(static_cast<Operation>(i)));
    for (std::size_t i = 0; i < outcome_count; ++i) names.insert(name_of(static_cast<Outcome>(i)));

    EXPECT_EQ(names.size(), operation_count + outcome_count);
    EXPECT_EQ(names.count(""), 0U);
}

struct StatusAndOutcome {
    const char* name;
    int status;
    Outcome outcome;
};

class AnsweredBy : public ::testing::TestWithParam<StatusAndOutcome> {};

TEST_P(AnsweredBy, IsCounted) {
    Attempt attempt;
    attempt.end = Attempt::End::answered;
    attempt.answer.status = GetParam().status;

    EXPECT_EQ(outcome_of(attempt), GetParam().outcome);
}

INSTANTIATE_TEST_SUITE_P(, AnsweredBy,
                         ::testing::Values(StatusAndOutcome{"AWholeObject", 200, Outcome::success},
                                           StatusAndOutcome{"APart", 206, Outcome::success},
                                           StatusAndOutcome{"ARedirect", 301, Outcome::refused},
                                           StatusAndOutcome{"NotFound", 404, Outcome::not_found},
                                           StatusAndOutcome{"AConditionThatDoesNotHold", 412,
                                                            Outcome::condition_failed},
                                           StatusAndOutcome{"ARefusal", 403, Outcome::refused},
                                           StatusAndOutcome{"TooManyRequests", 429, Outcome::throttled},
                                           StatusAndOutcome{"SlowDown", 503, Outcome::throttled},
                                           StatusAndOutcome{"AFailure", 500, Outcome::failed}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace slipway::s3
