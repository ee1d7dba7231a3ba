#include "storage/postgresql/sql_states.hpp"

#include "tests/support/must.hpp"

namespace slipway::storage {
namespace {

struct State {
    const char* because;
    const char* state;
    Fault fault;
};

class SqlStates : public ::testing::TestWithParam<State> {};

TEST_P(SqlStates, SayWhatTheCallerCanDo) { EXPECT_EQ(fault_of_state(GetParam().state), GetParam().fault); }

INSTANTIATE_TEST_SUITE_P(
    Postgresql, SqlStates,
    ::testing::Values(
        State{"AUniqueValueThatExists", "23505", Fault::conflict},
        State{"ABrokenReferenceIsOurMistake", "23503", Fault::internal},
        State{"ASerialisationFailure", "40001", Fault::busy}, State{"ADeadlock", "40P01", Fault::busy},
        State{"ALockThatWasNotHad", "55P03", Fault::busy}, State{"AStatementThatTookTooLong", "57014", Fault::busy},
        State{"AServerThatEnds", "57P01", Fault::busy}, State{"ALostConnection", "", Fault::busy},
        State{"TooManyConnections", "53300", Fault::busy}, State{"AFullDisk", "53100", Fault::storage_full},
        State{"ATransactionThatTookTooLong", "25P04", Fault::busy},
        State{"APreparedStatementThatIsGone", "26000", Fault::busy},
        State{"ATableThatAnotherProcessChanged", "0A000", Fault::busy},
        State{"NoSchemaToMakeTablesIn", "3F000", Fault::io}, State{"NoRightToDoIt", "42501", Fault::io},
        State{"TextThatIsNotUtf8", "22021", Fault::invalid_input}, State{"DamagedPages", "XX001", Fault::corrupt},
        State{"AWrongPassword", "28P01", Fault::io}, State{"AnUnknownColumn", "42703", Fault::internal}),
    [](const auto& state) { return state.param.because; });

TEST(SqlStateClasses, OfSerialisationAreWorthRepeating) {
    EXPECT_TRUE(is_serialisation_failure("40001"));
    EXPECT_TRUE(is_serialisation_failure("40P01"));
    EXPECT_FALSE(is_serialisation_failure("40003")) << "nobody knows whether it happened";
    EXPECT_FALSE(is_serialisation_failure("23505"));
}

TEST(SqlStateClasses, OfAServerThatIsGoneEndTheConnection) {
    for (const auto* state : {"", "08006", "57P01", "25006", "26000"}) EXPECT_TRUE(ends_connection(state)) << state;
    for (const auto* state : {"23505", "40001", "57014", "55P03"}) EXPECT_FALSE(ends_connection(state)) << state;
}

}  // namespace
}  // namespace slipway::storage
