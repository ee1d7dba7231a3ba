// Promotions that race, as requests of several connections: in every round there is one outcome, by the rule, and who
// looks on never sees anything but the whole content of one of the channels.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

#include <array>
#include <atomic>
#include <latch>
#include <set>
#include <thread>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::IsSubsetOf;
using ::testing::UnorderedElementsAre;

constexpr int rounds = 25;

/// `dev` and `staging` have a deb and an rpm each, of which the other has none; `stable` begins each round empty.
class PromotionRaces : public ::testing::Test {
protected:
    PromotionRaces() {
        api_.make_main();
        api_.put(main_url, R"({"channels":[{"name":"staging"},{"name":"empty"}]})");
        for (const std::string channel : {"dev", "staging"}) {
            EXPECT_EQ(api_.upload("a.deb", a_deb("deb-of-" + channel).build(), channel).status, 201U);
            EXPECT_EQ(api_.upload("a.rpm", an_rpm("rpm-of-" + channel).bytes(), channel).status, 201U);
        }
    }

    Response promote(const std::string& from, const std::string& more = "") {
        return api_.post(main_url + "/promotions", R"({"from":")" + from + R"(","to":"stable")" + more + "}");
    }
    std::string of_channel(const std::string& channel, const std::string& what) {
        return member(api_.get(main_url + "/channels/" + channel), what);
    }
    std::string root(const std::string& channel) { return of_channel(channel, "root"); }
    int revision() { return std::stoi(of_channel("stable", "revision")); }

    /// Promotes from both at the same time. The answers: of `dev`, of `staging`.
    std::array<Response, 2> race(const std::string& more = "") {
        std::latch start(2);
        std::array<Response, 2> answers;
        const auto run = [&](std::size_t which, const char* from) {
            start.arrive_and_wait();
            answers[which] = promote(from, more);
        };
        std::jthread other(run, 1, "staging");
        run(0, "dev");
        other.join();
        return answers;
    }

    TestApi api_;
};

TEST_F(PromotionRaces, WithAnExpectedRevisionHaveOneWinnerWhoseContentStands) {
    std::set<std::size_t> winners;
    for (int round = 0; round < rounds; ++round) {
        promote("empty");
        const int before = revision();

        const auto answers = race(R"(,"expect_revision":)" + std::to_string(before));

        const std::size_t winner = answers[0].status == 201 ? 0 : 1;
        winners.insert(winner);
        EXPECT_EQ(answers[winner].status, 201U) << body_of(answers[winner]);
        EXPECT_EQ(answers[1 - winner].status, 409U) << body_of(answers[1 - winner]);
        EXPECT_EQ(code_of(answers[1 - winner]), "unexpected-revision");
        EXPECT_EQ(revision(), before + 1);
        EXPECT_EQ(root("stable"), root(winner == 0 ? "dev" : "staging"));
    }
    RecordProperty("both_have_won", winners.size() == 2 ? "yes" : "no");
}

TEST_F(PromotionRaces, WithoutOneAreCarriedOutOneAfterTheOther) {
    for (int round = 0; round < rounds; ++round) {
        promote("empty");
        const int before = revision();

        const auto answers = race();

        const std::array numbers = {member(answers[0], "revision"), member(answers[1], "revision")};
        EXPECT_THAT(numbers, UnorderedElementsAre(std::to_string(before + 1), std::to_string(before + 2)));
        const bool dev_was_last = numbers[0] == std::to_string(before + 2);
        EXPECT_EQ(root("stable"), root(dev_was_last ? "dev" : "staging")) << "the last one, whole";
        EXPECT_EQ(of_channel("stable", "package_count"), "2");
    }
}

TEST_F(PromotionRaces, ShowOnlookersOneContentOrTheOther) {
    std::atomic<bool> over = false;
    std::set<std::string> seen;
    std::jthread onlooker([&] {
        while (!over) seen.insert(root("stable"));
    });

    for (int round = 0; round < rounds; ++round) race();
    over = true;
    onlooker.join();

    EXPECT_THAT(seen, IsSubsetOf({root("empty"), root("dev"), root("staging")}));
}

}  // namespace
}  // namespace slipway::api
