#include "server/net/body_budget.hpp"

#include <gtest/gtest.h>

namespace slipway::net {
namespace {

TEST(BodyBudget, LendsNoMoreThanThereIs) {
    BodyBudget budget(400);
    BodyBudget::Loan a(budget, 1);
    BodyBudget::Loan b(budget, 2);
    BodyBudget::Loan c(budget, 3);
    BodyBudget::Loan d(budget, 4);
    BodyBudget::Loan e(budget, 5);
    for (auto* loan : {&a, &b, &c, &d}) EXPECT_TRUE(loan->grow_to(100));

    EXPECT_FALSE(e.grow_to(1));
}

TEST(BodyBudget, LendsOneOwnerAQuarter) {
    BodyBudget budget(400);
    BodyBudget::Loan first(budget, 1);
    BodyBudget::Loan second(budget, 1);
    BodyBudget::Loan of_another(budget, 2);

    EXPECT_TRUE(first.grow_to(60));
    EXPECT_TRUE(first.grow_to(50)) << "never shrinks";
    EXPECT_FALSE(second.grow_to(41));
    EXPECT_TRUE(second.grow_to(40));
    EXPECT_TRUE(of_another.grow_to(100));
}

TEST(BodyBudget, GetsBackWhatALoanHadAtItsEnd) {
    BodyBudget budget(400);
    for (int i = 0; i < 10; ++i) {
        BodyBudget::Loan loan(budget, 1);
        EXPECT_TRUE(loan.grow_to(100));
    }
}

}  // namespace
}  // namespace slipway::net
