// Pins and retention through the API: a name keeps a revision, what nothing keeps is gone and says so.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using ::testing::HasSubstr;

const std::string pins_url = main_url + "/pins";

/// `dev` has the revisions 1 to 4, `stable` 1.
class Pins : public ::testing::Test {
protected:
    Pins() {
        api_.make_main();
        for (const auto* version : {"1.0", "2.0", "3.0"})
            EXPECT_EQ(api_.upload("hello.deb", a_deb("hello").version(version).build()).status, 201U);
    }
    Response pin(const std::string& name, int revision, const std::string& channel = "dev") {
        return api_.post(pins_url, R"({"name":")" + name + R"(","channel":")" + channel + R"(","revision":)" +
                                       std::to_string(revision) + "}");
    }
    /// As garbage collection does when it comes.
    void collect() { MUST(api_.publisher().collect_garbage(std::chrono::hours{24}, std::nullopt)); }

    TestApi api_;
};

class Retention : public Pins {};

TEST_F(Pins, NameARevisionUntilTheyAreDeleted) {
    const auto made = pin("release-2026.11", 2);
    const auto listed = api_.get(pins_url);
    const auto revision = api_.get(dev_url + "/revisions/2");
    const auto deleted = api_.del(pins_url + "/release-2026.11");

    EXPECT_EQ(made.status, 201U) << body_of(made);
    EXPECT_THAT(body_of(made), HasSubstr(R"({"name":"release-2026.11","channel":"dev","revision":2,"created_at":)"));
    EXPECT_EQ(body_of(listed),
              R"({"pins":[)" + body_of(made).substr(0, body_of(made).size() - 1) + "],\"next\":null}\n");
    EXPECT_THAT(body_of(revision), HasSubstr(R"("pins":["release-2026.11"])"));
    EXPECT_THAT(body_of(made), HasSubstr("/main/deb/snapshots/release-2026.11\"}"));
    EXPECT_EQ(deleted.status, 204U);
    EXPECT_EQ(body_of(api_.get(pins_url)), "{\"pins\":[],\"next\":null}\n");
    EXPECT_EQ(api_.del(pins_url + "/release-2026.11").status, 404U);
}

TEST_F(Pins, MadeAgainAreTheSameAndNeverMove) {
    EXPECT_EQ(pin("golden", 2).status, 201U);

    const auto again = pin("golden", 2);
    const auto moved = pin("golden", 3);
    const auto of_another_channel = pin("golden", 1, "stable");

    EXPECT_EQ(again.status, 200U);
    EXPECT_EQ(moved.status, 409U);
    EXPECT_EQ(code_of(moved), "pin-exists");
    EXPECT_EQ(code_of(of_another_channel), "pin-exists");
}

TEST_F(Pins, NeedAnAllowedNameAndAKnownRevision) {
    const std::pair<Response, const char*> rows[] = {
        {pin("r2", 2), "invalid-name"},
        {pin("Release", 2), "invalid-name"},
        {pin("golden", 5), "unknown-revision"},
        {pin("golden", 1, "none"), "unknown-channel"},
        {pin("golden", 0), "invalid-field"},
        {api_.post(pins_url, R"({"name":"golden","channel":"dev"})"), "invalid-field"},
        {api_.post(pins_url, R"({"name":"golden","channel":"dev","revision":2,"why":""})"), "unknown-field"},
    };
    for (const auto& [refused, code] : rows) EXPECT_EQ(code_of(refused), code) << body_of(refused);
    EXPECT_EQ(body_of(api_.get(pins_url)), "{\"pins\":[],\"next\":null}\n");
}

TEST_F(Pins, AreForThoseWhoMayChangeTheirChannel) {
    EXPECT_EQ(pin("golden", 2).status, 201U);
    api_.use_token(api_.make_token({"promote:main/stable"}));

    const auto of_dev = pin("other", 2);
    const auto of_stable = pin("other", 1, "stable");
    const auto deleted = api_.del(pins_url + "/golden");

    EXPECT_EQ(of_dev.status, 403U);
    EXPECT_THAT(member(of_dev, "detail"), HasSubstr("promote:main/dev"));
    EXPECT_EQ(of_stable.status, 201U) << body_of(of_stable);
    EXPECT_EQ(deleted.status, 403U);
    EXPECT_EQ(api_.del(pins_url + "/other").status, 204U);
}

TEST_F(Pins, KeepTheirChannel) {
    EXPECT_EQ(pin("golden", 1, "stable").status, 201U);
    const auto stable = main_url + "/channels/stable";

    const auto refused = api_.del(stable);
    const auto forced = api_.del(stable + "?force=true");

    EXPECT_EQ(refused.status, 409U);
    EXPECT_EQ(code_of(refused), "pinned");
    EXPECT_THAT(member(refused, "detail"), HasSubstr("golden"));
    EXPECT_EQ(forced.status, 204U);
    EXPECT_EQ(body_of(api_.get(pins_url)), "{\"pins\":[],\"next\":null}\n");
}

TEST_F(Pins, AreToldInTheAuditLog) {
    pin("golden", 2);
    api_.del(pins_url + "/golden");

    const auto events = body_of(api_.get("/api/v1/events?repository=main"));

    EXPECT_THAT(events, HasSubstr(R"("action":"pin.create")"));
    EXPECT_THAT(events, HasSubstr(R"("action":"pin.delete")"));
    EXPECT_THAT(events, HasSubstr(R"("channel":"dev","details":{"name":"golden","revision":2})"));
}

TEST_F(Retention, IsASettingOfTheRepository) {
    EXPECT_THAT(body_of(api_.get(main_url)), HasSubstr(R"("retention":null)"));

    api_.put(main_url, R"({"retention":{"revisions":5}})");
    const auto both = api_.patch(main_url, R"({"retention":{"days":30}})");
    const auto none = api_.put(main_url, R"({"retention":null})");

    EXPECT_THAT(body_of(both), HasSubstr(R"("retention":{"revisions":5,"days":30})"));
    EXPECT_THAT(body_of(none), HasSubstr(R"("retention":null)"));
    for (const auto* wrong :
         {R"({"retention":{"revisions":0}})", R"({"retention":{"days":"x"}})", R"({"retention":5})"})
        EXPECT_EQ(code_of(api_.put(main_url, wrong)), "invalid-field") << wrong;
    EXPECT_EQ(code_of(api_.put(main_url, R"({"retention":{"weeks":1}})")), "unknown-field");
}

TEST_F(Retention, TakesWhatNothingKeepsAndSaysSo) {
    pin("golden", 2);
    api_.put(main_url, R"({"retention":{"revisions":1}})");

    collect();

    const auto listed = body_of(api_.get(dev_url + "/revisions"));
    EXPECT_EQ(count_of("\"number\":", listed), 2U) << listed;
    EXPECT_EQ(api_.get(dev_url + "/revisions/2").status, 200U);
    EXPECT_EQ(api_.get(dev_url + "/revisions/3").status, 410U);
    EXPECT_EQ(code_of(api_.get(dev_url + "/revisions/3")), "past-retention");
    EXPECT_EQ(code_of(api_.get(dev_url + "/diff?from=1")), "past-retention");
    EXPECT_EQ(code_of(pin("late", 3)), "past-retention");
    EXPECT_THAT(body_of(api_.get(dev_url + "/diff?from=2")), HasSubstr(R"("to":["1.0","2.0","3.0"])"));
}

}  // namespace
}  // namespace slipway::api
