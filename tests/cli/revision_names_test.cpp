#include "cli/revision_names.hpp"

#include "cli/exit_codes.hpp"
#include "tests/cli/fake_server.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const ChannelRef stable{"main", "stable"};
constexpr const char* pins = R"({"pins":[{"name":"gold","channel":"stable","revision":7},
                                         {"name":"other","channel":"dev","revision":3}]})";

TEST(RevisionNames, AreNumbersAlsoAsSnapshotsHaveThem) {
    FakeServer server({});
    Client client(server, {});

    EXPECT_EQ(MUST(find_revision(client, stable, "41")), 41);
    EXPECT_EQ(MUST(find_revision(client, stable, "r41")), 41);
    EXPECT_THAT(server.requests, IsEmpty());
}

TEST(RevisionNames, MeanThePinOfTheChannel) {
    FakeServer server({answered(200, pins)});
    Client client(server, {});

    EXPECT_EQ(MUST(find_revision(client, stable, "gold")), 7);
    EXPECT_THAT(server.requests[0].target, HasSubstr("/repositories/main/pins"));
}

struct Unknown {
    const char* name;
    const char* told;
};
class UnknownRevisions : public ::testing::TestWithParam<Unknown> {};

TEST_P(UnknownRevisions, AreToldApart) {
    FakeServer server({answered(200, pins)});
    Client client(server, {});

    const auto found = find_revision(client, stable, GetParam().name);

    ASSERT_FALSE(found.ok());
    EXPECT_EQ(exit_code_of(found.error()), exit_code::no_input);
    EXPECT_THAT(found.error().message(), HasSubstr(GetParam().told));
}

INSTANTIATE_TEST_SUITE_P(RevisionNames, UnknownRevisions,
                         ::testing::Values(Unknown{"other", "of channel dev, not of stable"},
                                           Unknown{"none", "neither the number of a revision of main/stable"},
                                           Unknown{"-1", "neither"}));

}  // namespace
}  // namespace slipway::cli
