#include "base/result.hpp"

#include "tests/support/must.hpp"

namespace slipway {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0) return Error(Fault::invalid_input, "odd");
    return number / 2;
}

Result<int> quarter(int number) {
    const int halved = TRY(half(number));
    return TRY(half(halved));
}

TEST(Result, HoldsTheValueOfASuccess) { EXPECT_EQ(MUST(half(8)), 4); }

TEST(Result, TryReturnsTheFirstErrorFromTheEnclosingFunction) {
    EXPECT_EQ(MUST(quarter(8)), 2);
    EXPECT_FAULT(quarter(6), Fault::invalid_input);
}

TEST(Result, DuringPutsTheStepBeforeTheMessage) {
    const auto failed = half(3).during("halving").during("counting");

    EXPECT_EQ(failed.error().message(), "counting: halving: odd");
}

TEST(Error, TakesItsCodeFromTheFaultUnlessAFinerOneIsGiven) {
    EXPECT_EQ(Error(Fault::conflict, "").code(), "conflict");
    EXPECT_EQ(Error("package-exists"_problem, "").code(), "package-exists");
}

TEST(Fault, EveryFaultHasANameOfItsOwn) {
    std::map<std::string_view, int> seen;
    for (const Fault fault : all_faults()) ++seen[name_of(fault)];

    EXPECT_EQ(seen.size(), fault_count);
}

}  // namespace
}  // namespace slipway
