#include "storage/objects/store_errors.hpp"

#include "tests/support/must.hpp"

namespace slipway::storage {
namespace {

TEST(StoreErrors, SayNothingOfTheBytesUnlessTheyAreMissingOrOthers) {
    for (const auto fault : {Fault::io, Fault::unsupported, Fault::precondition_failed, Fault::internal})
        EXPECT_EQ(as_unknown(Error(fault, "so it is")).fault(), Fault::busy) << name_of(fault);
    for (const auto fault : {Fault::not_found, Fault::corrupt, Fault::busy, Fault::storage_full})
        EXPECT_EQ(as_unknown(Error(fault, "so it is")).fault(), fault) << name_of(fault);
    EXPECT_EQ(as_unknown(Error(Fault::io, "so it is")).message(), "so it is");
}

TEST(StoreErrors, LeaveValuesAlone) {
    EXPECT_EQ(MUST(known(Result<int>(5))), 5);
    EXPECT_FAULT(known(Result<int>(Error(Fault::io, "so it is"))), Fault::busy);
}

}  // namespace
}  // namespace slipway::storage
