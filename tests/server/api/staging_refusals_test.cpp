// Every refusal of staging: its status, its code, a sentence that says what to do instead, and nothing changed.
#include "publishing/planning/put_repository_change.hpp"
#include "storage/catalog/revisions.hpp"
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <future>

namespace slipway::api {
namespace {

using testing::a_deb;
using ::testing::HasSubstr;

std::string channel(const std::string& name) { return main_url + "/channels/" + name; }
std::string hello(const std::string& salt) { return a_deb("hello").field("X-Salt", salt).build(); }

/// A repository in which everything that can stand in the way does. `dev` (mutable): r1 is past retention, r2 pinned as
/// `golden`; hello with bytes that `staging` has not. `staging`: hello, extra. `stable`: empty, pinned, protected, only
/// from `staging`. `branch-old` has expired, `branch-live` lives, and there may be no other. `leaked` was purged.
class World {
public:
    World() : api(TestApi::Options{.ephemeral_channels = 1}) {
        api.make_main();
        api.put(main_url, R"({"channels":[{"name":"staging"}],"ephemeral":{"pattern":"branch-*","ttl":"2d"}})");
        upload("staging", hello("first"));
        upload("staging", a_deb("extra").build());
        upload("dev", hello("other"));
        upload("dev", leaked);
        api.post(main_url + "/packages/" + sha256_of(leaked).hex() + "/purge", R"({"reason":"a secret"})");
        api.put(channel("stable"), R"({"protected":true,"promote_from":["staging"]})");
        pin("golden", 2);
        pin("beginning", 1, "stable");
        forget_revision_1_of_dev();
        upload("branch-old", hello("x"));
        let_expire();
        upload("branch-live", hello("x"));
        api.put("/api/v1/repositories/other",
                R"({"distros":[{"name":"deb","format":"deb"}],"channels":[{"name":"base"}],)"
                R"("ephemeral":{"pattern":"branch-*","base":"base","ttl":"2d"}})");
        api.del("/api/v1/repositories/other/channels/base");
    }

    Response promote(const std::string& from, const std::string& to, const std::string& more = "") {
        return api.post(main_url + "/promotions", R"({"from":")" + from + R"(","to":")" + to + "\"" + more + "}");
    }
    Response roll_back(const std::string& name, const std::string& body) {
        return api.post(channel(name) + "/rollback", body);
    }
    Response upload(const std::string& name, const std::string& bytes, const std::string& repository = "main") {
        return api.post("/api/v1/repositories/" + repository + "/channels/" + name + "/packages", bytes);
    }
    Response pin(const std::string& name, int revision, const std::string& of = "dev") {
        return api.post(main_url + "/pins", R"({"name":")" + name + R"(","channel":")" + of + R"(","revision":)" +
                                                std::to_string(revision) + "}");
    }

    TestApi api;
    const std::string leaked = a_deb("leaked").build();

private:
    void forget_revision_1_of_dev() {
        auto tx = MUST(api.catalog().write());
        const auto id = api.publisher().current()->find("main")->state.channels.at("dev").settings.id;
        MUST(storage::delete_revision(tx, id, 1));
        MUST(std::move(tx).commit());
    }
    void let_expire() {
        api.clock().advance(std::chrono::hours(48));
        api.publisher().expire_channels();
        std::promise<void> done;
        // Changes have their turn in order.
        api.publisher().carry_out<publishing::PutRepositoryChange>(
            "main", publishing::Actor{}, publishing::RepositoryPut{}, [&](auto) { done.set_value(); });
        done.get_future().wait();
    }
};

struct Refusal {
    const char* because;
    Response (*request)(World&);
    unsigned status;
    const char* code;
    const char* remedy;

    friend std::ostream& operator<<(std::ostream& out, const Refusal& row) { return out << row.because; }
};

class StagingRefusals : public ::testing::TestWithParam<Refusal> {
protected:
    static void SetUpTestSuite() { world_ = std::make_unique<World>(); }
    static void TearDownTestSuite() { world_.reset(); }
    static inline std::unique_ptr<World> world_;
};

TEST_P(StagingRefusals, SayWhatToDoAndChangeNothing) {
    const auto& row = GetParam();
    const auto before = world_->api.stored();

    const auto refused = row.request(*world_);

    EXPECT_EQ(refused.status, row.status) << body_of(refused);
    EXPECT_EQ(code_of(refused), row.code);
    EXPECT_THAT(member(refused, "detail"), HasSubstr(row.remedy));
    EXPECT_EQ(world_->api.stored(), before);
}

std::string name_of_refusal(const ::testing::TestParamInfo<Refusal>& row) { return row.param.because; }

INSTANTIATE_TEST_SUITE_P(
    Protection, StagingRefusals,
    ::testing::Values(
        Refusal{"UploadIntoAProtectedChannel", [](World& it) { return it.upload("stable", hello("new")); }, 403,
                "channel-protected", "upload into another channel and promote from there"},
        Refusal{"RemovalFromAProtectedChannel",
                [](World& it) { return it.api.del(channel("stable") + "/packages/" + std::string(64, 'a')); }, 403,
                "channel-protected", "only by promotion and rollback"},
        Refusal{"PromotionPastAChannel", [](World& it) { return it.promote("dev", "stable"); }, 403,
                "source-not-allowed", "accepts promotions from staging only"}),
    name_of_refusal);

INSTANTIATE_TEST_SUITE_P(
    Places, StagingRefusals,
    ::testing::Values(
        Refusal{"PromotionFromNowhere", [](World& it) { return it.promote("nothing", "dev"); }, 404, "unknown-channel",
                "create it first"},
        Refusal{"PromotionToNowhere", [](World& it) { return it.promote("dev", "nothing"); }, 404, "unknown-channel",
                "create it first"},
        Refusal{"UploadIntoNothing", [](World& it) { return it.upload("nothing", hello("x")); }, 404, "unknown-channel",
                "create it first"},
        Refusal{"PromotionFromAnExpiredChannel", [](World& it) { return it.promote("branch-old", "dev"); }, 410,
                "channel-expired", "the next upload makes it again"},
        Refusal{"RollbackOfAnExpiredChannel", [](World& it) { return it.roll_back("branch-old", R"({"revision":1})"); },
                410, "channel-expired", "the next upload makes it again"},
        Refusal{
            "PromotionOfWhatTheSourceLacks",
            [](World& it) { return it.promote("dev", "staging", R"(,"packages":[")" + std::string(64, 'a') + "\"]"); },
            404, "unknown-package", "promote from one that does"},
        Refusal{"PromotionOfAPurgedPackage",
                [](World& it) {
                    return it.promote("dev", "staging", R"(,"packages":[")" + sha256_of(it.leaked).hex() + "\"]");
                },
                410, "purged", "build it anew, with a higher version"},
        Refusal{"UploadOfPurgedBytes", [](World& it) { return it.upload("dev", it.leaked); }, 409, "purged",
                "with a higher version"}),
    name_of_refusal);

INSTANTIATE_TEST_SUITE_P(
    Revisions, StagingRefusals,
    ::testing::Values(Refusal{"RollbackToAnUnknownRevision",
                              [](World& it) { return it.roll_back("dev", R"({"revision":99})"); }, 404,
                              "unknown-revision", "its newest is 4"},
                      Refusal{"RollbackPastRetention",
                              [](World& it) { return it.roll_back("dev", R"({"revision":1})"); }, 410, "past-retention",
                              "pin a revision to keep it"},
                      Refusal{"DifferencePastRetention", [](World& it) { return it.api.get(dev_url + "/diff?from=1"); },
                              410, "past-retention", "pin a revision to keep it"},
                      Refusal{"PinPastRetention", [](World& it) { return it.pin("late", 1); }, 410, "past-retention",
                              "pin a revision to keep it"},
                      Refusal{"PinOfAnUnknownRevision", [](World& it) { return it.pin("early", 99); }, 404,
                              "unknown-revision", "its newest is 4"},
                      Refusal{"PinUnderATakenName", [](World& it) { return it.pin("golden", 3); }, 409, "pin-exists",
                              "delete it first or choose another name"},
                      Refusal{"LostRaceOfAPromotion",
                              [](World& it) { return it.promote("dev", "staging", R"(,"expect_revision":1)"); }, 409,
                              "unexpected-revision", "look at the difference again"},
                      Refusal{"PromotionOfAChangedSource",
                              [](World& it) { return it.promote("dev", "staging", R"(,"expect_from_revision":1)"); },
                              409, "unexpected-revision", "channel dev is at revision"},
                      Refusal{"LostRaceOfARollback",
                              [](World& it) { return it.roll_back("dev", R"({"revision":2,"expect_revision":3})"); },
                              409, "unexpected-revision", "look at the difference again"}),
    name_of_refusal);

INSTANTIATE_TEST_SUITE_P(
    Conflicts, StagingRefusals,
    ::testing::Values(
        Refusal{"PromotionOfATakenVersion", [](World& it) { return it.promote("dev", "staging"); }, 409,
                "package-exists", "raise"},
        Refusal{"UploadOfATakenVersion", [](World& it) { return it.upload("staging", hello("third")); }, 409,
                "package-exists", "Raise the version, or set immutable_versions off on a development channel"},
        Refusal{"ImmutabilityOfAChannelThatBreaksIt",
                [](World& it) { return it.api.put(dev_url, R"({"immutable_versions":true})"); }, 409, "package-exists",
                "remove that package first"},
        Refusal{"PromotionThatMustNotRemove",
                [](World& it) { return it.promote("stable", "branch-live", R"(,"forbid_removals":true)"); }, 409,
                "removals-forbidden", "a dry run that allows them names them"}),
    name_of_refusal);

INSTANTIATE_TEST_SUITE_P(
    Channels, StagingRefusals,
    ::testing::Values(
        Refusal{"OneEphemeralChannelTooMany", [](World& it) { return it.upload("branch-new", hello("x")); }, 409,
                "channel-limit", "delete one, or wait until one expires"},
        Refusal{"EphemeralChannelWhoseBaseIsGone",
                [](World& it) { return it.upload("branch-new", hello("x"), "other"); }, 409, "ephemeral-base",
                "set another 'ephemeral.base'"},
        Refusal{"ImmutabilityOfAnEphemeralChannel",
                [](World& it) { return it.api.put(channel("branch-live"), R"({"immutable_versions":true})"); }, 409,
                "ephemeral-channel", "promote into another channel"},
        Refusal{"RemovalOfAChannelWithPackages", [](World& it) { return it.api.del(channel("staging")); }, 409,
                "not-empty", "or force the deletion"},
        Refusal{"RemovalOfARepositoryUnconfirmed", [](World& it) { return it.api.del(main_url + "?force=true"); }, 409,
                "not-confirmed", "?force=true&confirm=main"},
        Refusal{"RemovalOfAChannelWithPins", [](World& it) { return it.api.del(channel("stable")); }, 409, "pinned",
                "delete these pins first, or force the deletion"}),
    name_of_refusal);

}  // namespace
}  // namespace slipway::api
