#include "publishing/model/audit_events.hpp"

#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using ::testing::HasSubstr;

TEST(AuditEvents, NameATokenAlikeWhenItIsMadeAndWhenItIsRevoked) {
    const auto made = event_of(the_server, {}, Seconds{}, audit::TokenCreated{7, "ci", {"upload:main"}});
    const auto revoked = event_of(the_server, {}, Seconds{}, audit::TokenRevoked{7});

    EXPECT_EQ(made.details, R"({"token":7,"name":"ci","scopes":["upload:main"]})");
    EXPECT_EQ(revoked.details, R"({"token":7})");
}

TEST(AuditEvents, EscapeWhatPeopleWrote) {
    const std::string odd = "\"},\"x\":\n\xff";
    const std::string escaped = R"("\"},\"x\":\n)"
                                "\xef\xbf\xbd\"";

    EXPECT_THAT(audit::TokenCreated({1, odd, {}}).details().text(), HasSubstr(escaped));
    EXPECT_THAT(audit::PinCreated({odd, 3}).details().text(), HasSubstr(escaped));
    EXPECT_THAT(audit::PackagesRemoved({{}, odd}).details().text(), HasSubstr(escaped));
    EXPECT_THAT(audit::DistroDeleted({odd}).details().text(), HasSubstr(escaped));
    EXPECT_THAT(audit::AccessRefused({odd, ""}).details().text(), HasSubstr(escaped));
}

TEST(AuditEvents, SayWhoWhereWhenAndWhat) {
    const Actor actor{.name = "admin (#1)", .address = "192.0.2.7"};
    const auto event = event_of(actor, {"main", "dev"}, Seconds(std::chrono::seconds(12)), audit::PackagesPruned{});

    EXPECT_EQ(event.action, "expire");
    EXPECT_EQ(event.actor, "admin (#1)");
    EXPECT_EQ(event.address, "192.0.2.7");
    EXPECT_EQ(event.repository, "main");
    EXPECT_EQ(event.channel, "dev");
    EXPECT_EQ(event.time, Seconds(std::chrono::seconds(12)));
}

}  // namespace
}  // namespace slipway::publishing
