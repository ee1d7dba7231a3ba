// Promotion, rollback and expiry as requests: bodies, statuses, codes, scopes.
#include "storage/catalog/revisions.hpp"
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string promotions = main_url + "/promotions";
const std::string stable_url = main_url + "/channels/stable";

class Staging : public ::testing::Test {
protected:
    Staging() { api_.make_main(); }

    std::string upload(const std::string& name, const std::string& version, const std::string& channel = "dev",
                       const std::string& salt = "x") {
        const auto answer =
            api_.upload(name + ".deb", a_deb(name).version(version).field("X-Salt", salt).build(), channel);
        EXPECT_LT(answer.status, 300U) << body_of(answer);
        return member(answer, "sha256");
    }
    Response promote(const std::string& more = "") {
        return api_.post(promotions, R"({"from":"dev","to":"stable")" + more + "}");
    }
    Response roll_back(const std::string& body) { return api_.post(stable_url + "/rollback", body); }
    std::string events() { return body_of(api_.get("/api/v1/events?repository=main")); }

    TestApi api_;
};

class Promotion : public Staging {};
class Rollback : public Staging {};
class Expiry : public Staging {};

TEST_F(Promotion, AnswersWithTheRevisionAndTheDifference) {
    upload("hello", "1.0");
    api_.upload("tool.rpm", an_rpm("tool").bytes());

    const auto answer = promote(R"(,"reason":"release 7","expect_revision":1)");

    EXPECT_EQ(answer.status, 201U) << body_of(answer);
    EXPECT_THAT(body_of(answer),
                HasSubstr(R"({"revision":2,"previous_revision":1,"from_revision":3,"counts":{"added":2,"removed":0,)"
                          R"("upgraded":0,"downgraded":0},"added":[{"distro":"deb","component":"main","name":"hello",)"
                          R"("architecture":"amd64","from":[],"to":["1.0"]},{"distro":"rpm")"));
    EXPECT_EQ(member(answer, "next"), "null");
    EXPECT_THAT(events(), HasSubstr(R"("action":"promote","actor":"admin)"));
    EXPECT_THAT(events(), HasSubstr(R"("reason":"release 7")"));
    EXPECT_THAT(body_of(api_.get(stable_url + "/revisions/2")), HasSubstr(R"("cause":"promote")"));
}

TEST_F(Promotion, AnswersOnceMoreWith200AndTheRevisionThatStands) {
    upload("hello", "1.0");
    promote();

    const auto again = promote();

    EXPECT_EQ(again.status, 200U);
    EXPECT_EQ(member(again, "revision"), "2");
    EXPECT_EQ(member(again, "previous_revision"), "2");
}

TEST_F(Promotion, InADryRunChangesNothingAndNamesConflicts) {
    upload("hello", "1.0", "stable", "first");
    upload("hello", "1.0", "dev", "other");
    const auto before = api_.stored();

    const auto trial = promote(R"(,"dry_run":true)");

    EXPECT_EQ(trial.status, 200U) << body_of(trial);
    EXPECT_THAT(body_of(trial), HasSubstr(R"("conflicts":[{"distro":"deb","component":"main","name":"hello")"));
    EXPECT_EQ(member(trial, "revision"), "2");
    EXPECT_EQ(api_.stored(), before);
}

TEST_F(Promotion, OfTakenVersionsIsRefusedWithAllOfThem) {
    for (const auto* name : {"hello", "world"}) {
        upload(name, "1.0", "stable", "first");
        upload(name, "1.0", "dev", "other");
    }

    const auto refused = promote();

    EXPECT_EQ(refused.status, 409U);
    EXPECT_EQ(code_of(refused), "package-exists");
    EXPECT_THAT(body_of(refused), HasSubstr(R"("name":"hello","version":"1.0")"));
    EXPECT_THAT(body_of(refused), HasSubstr(R"("name":"world","version":"1.0")"));
    EXPECT_THAT(member(refused, "detail"), HasSubstr("2 versions are taken"));
    EXPECT_THAT(member(refused, "detail"), HasSubstr("; channel stable has the other bytes; raise the version"));
    EXPECT_EQ(member(api_.get(stable_url), "revision"), "3");
}

TEST_F(Promotion, OfChosenPackagesMerges) {
    const auto hello = upload("hello", "2.0");
    upload("other", "1.0");
    upload("hello", "1.0", "stable");

    const auto answer = promote(R"(,"packages":[")" + hello + "\"]");

    EXPECT_EQ(answer.status, 201U) << body_of(answer);
    EXPECT_THAT(body_of(answer), HasSubstr(R"("from":["1.0"],"to":["1.0","2.0"])"));
    EXPECT_EQ(member(api_.get(stable_url), "package_count"), "2");
}

TEST_F(Promotion, BringsWhatTheDryRunShowedOrNothing) {
    upload("hello", "1.0");
    const auto shown = promote(R"(,"dry_run":true)");
    const auto as_shown = R"(,"expect_revision":)" + member(shown, "previous_revision") +
                          R"(,"expect_from_revision":)" + member(shown, "from_revision");
    upload("unseen", "1.0");

    EXPECT_EQ(code_of(promote(as_shown)), "unexpected-revision");
    EXPECT_EQ(member(api_.get(stable_url), "package_count"), "0");
}

TEST_F(Promotion, IsRefusedWhenTheRequestIsNotClear) {
    struct Row {
        const char* body;
        unsigned status;
        const char* code;
    };
    const Row rows[] = {
        {R"({"to":"stable"})", 422, "invalid-field"},
        {R"({"from":"dev","to":"dev"})", 422, "invalid-field"},
        {R"({"from":"dev","to":"stable","packages":[]})", 422, "invalid-field"},
        {R"({"from":"dev","to":"stable","packages":["abc"]})", 422, "invalid-field"},
        {R"({"from":"dev","to":"stable","expect_revision":0})", 422, "invalid-field"},
        {R"({"from":"dev","to":"stable","when":"now"})", 422, "unknown-field"},
        {R"({"from":"nowhere","to":"stable"})", 404, "unknown-channel"},
        {R"({"from":"dev","to":"nowhere"})", 404, "unknown-channel"},
        {R"({"from":"dev","to":"stable","expect_revision":9})", 409, "unexpected-revision"},
        {R"({"from":"dev","to":"stable","expect_from_revision":0})", 422, "invalid-field"},
    };
    for (const auto& [body, status, code] : rows) {
        const auto refused = api_.post(promotions, body);
        EXPECT_EQ(refused.status, status) << body;
        EXPECT_EQ(code_of(refused), code) << body;
    }
}

TEST_F(Promotion, ThatCannotBeSignedChangesNothingAndCanBeTriedAgain) {
    upload("hello", "1.0", "dev");
    upload("hello", "1.0", "stable");
    upload("world", "1.0", "dev");
    const auto before = api_.stored();

    api_.fail_signing();
    const auto failed = promote();
    const auto after = api_.stored();
    api_.mend_signing();

    EXPECT_EQ(failed.status, 503U) << body_of(failed);
    EXPECT_EQ(code_of(failed), "publication-failed");
    EXPECT_EQ(after, before);
    EXPECT_EQ(promote().status, 201U);
}

TEST_F(Promotion, IsAllowedByTheScopeOfItsTarget) {
    upload("hello", "1.0");
    api_.use_token(api_.make_token({"promote:main/stable"}));

    EXPECT_EQ(promote().status, 201U);
}

TEST_F(Promotion, IsForbiddenWithoutTheScopeOfItsTarget) {
    api_.use_token(api_.make_token({"promote:main/dev", "upload:main"}));

    const auto refused = promote();

    EXPECT_EQ(refused.status, 403U);
    EXPECT_THAT(member(refused, "detail"), HasSubstr("promote:main/stable"));
}

TEST_F(Rollback, AnswersWithTheNewRevision) {
    upload("hello", "1.0", "stable");
    upload("hello", "2.0", "stable");

    const auto answer = roll_back(R"({"revision":2,"reason":"2.0 breaks logins"})");

    EXPECT_EQ(answer.status, 201U) << body_of(answer);
    EXPECT_EQ(member(answer, "revision"), "4");
    EXPECT_THAT(body_of(answer), HasSubstr(R"("from":["1.0","2.0"],"to":["1.0"])"));
    EXPECT_THAT(body_of(api_.get(stable_url + "/revisions/4")), HasSubstr("2.0 breaks logins"));
    EXPECT_EQ(roll_back(R"({"revision":2})").status, 200U) << "nothing changes any more";
}

TEST_F(Rollback, OfAProtectedChannelIsAllowed) {
    upload("hello", "1.0", "stable");
    api_.put(stable_url, R"({"protected":true})");

    EXPECT_EQ(roll_back(R"({"revision":1})").status, 201U);
}

TEST_F(Rollback, ToWhatIsNotThereSaysWhy) {
    upload("hello", "1.0", "stable");
    upload("hello", "2.0", "stable");
    auto tx = MUST(api_.catalog().write());
    const auto channel = api_.publisher().current()->find("main")->state.channels.at("stable").settings.id;
    MUST(storage::delete_revision(tx, channel, 1));
    MUST(std::move(tx).commit());

    const auto unknown = roll_back(R"({"revision":9})");
    const auto gone = roll_back(R"({"revision":1})");

    EXPECT_EQ(unknown.status, 404U);
    EXPECT_EQ(code_of(unknown), "unknown-revision");
    EXPECT_EQ(gone.status, 410U);
    EXPECT_EQ(code_of(gone), "past-retention");
    EXPECT_EQ(code_of(roll_back("{}")), "invalid-field");
}

TEST_F(Expiry, TellsWhatAPolicyWouldTakeOut) {
    for (const auto* version : {"1.9", "1.10", "2.0"}) upload("hello", version);

    const auto answer = api_.get(dev_url + "/expiry?versions=2");

    EXPECT_EQ(member(answer, "count"), "1");
    EXPECT_THAT(body_of(answer), HasSubstr(R"("name":"hello","version":"1.9")"));
    EXPECT_EQ(member(api_.get(dev_url + "/expiry"), "count"), "0") << "the channel keeps everything";
    EXPECT_EQ(code_of(api_.get(dev_url + "/expiry?days=0")), "invalid-field");
}

TEST_F(Expiry, ComesInPages) {
    for (const auto* version : {"1", "2", "3", "4"}) upload("hello", version);

    const auto first = api_.get(dev_url + "/expiry?versions=1&limit=2");
    const auto last = api_.get(dev_url + "/expiry?versions=1&limit=2&cursor=" + member(first, "next"));

    EXPECT_THAT(body_of(first), AllOf(HasSubstr(R"("version":"3")"), HasSubstr(R"("version":"2")")));
    EXPECT_THAT(body_of(last), AllOf(HasSubstr(R"("version":"1")"), Not(HasSubstr(R"("version":"2")"))));
    EXPECT_EQ(member(last, "count"), "3");
    EXPECT_EQ(member(last, "next"), "null");
    EXPECT_EQ(code_of(api_.get(dev_url + "/expiry?cursor=x")), "invalid-field");
}

TEST_F(Expiry, KeepsWhatEitherLimitKeepsAndAlwaysTheNewest) {
    upload("hello", "1.0");
    api_.clock().advance(std::chrono::hours(24 * 40));
    upload("hello", "2.0");
    api_.clock().advance(std::chrono::hours(24 * 40));
    const auto count = [&](const std::string& query) {
        return member(api_.get(dev_url + "/expiry?" + query), "count");
    };

    EXPECT_EQ(count("days=30"), "1");
    EXPECT_EQ(count("days=100"), "0");
    EXPECT_EQ(count("versions=1&days=100"), "0");
    EXPECT_EQ(count("versions=2&days=30"), "0");
}

}  // namespace
}  // namespace slipway::api
