// Requests for many snapshots at one moment: each is made once, and no client keeps others out.
#include "tests/publishing/publisher/snapshots_fixture.hpp"
#include "tests/signing/signing_gate.hpp"

#include <future>
#include <set>

namespace slipway::publishing {
namespace {

using testing::a_deb;

/// Makes many requests at one moment: they wait behind a turn of the publisher.
class SnapshotsAtOnce : public testing::SnapshotsFixture {
protected:
    using Answer = std::future<Result<SharedSnapshot>>;

    struct Wish {
        std::int64_t client;
        SnapshotKey key;
    };
    std::vector<Answer> ask_at_once(const std::vector<Wish>& wishes) {
        std::promise<void> all_asked;
        auto asked = all_asked.get_future().share();
        slipway_.publisher().write(
            [asked](auto&) {
                asked.wait();
                return Result<>();
            },
            [](auto) {});
        std::vector<Answer> answers;
        for (const auto& wish : wishes) {
            auto promise = std::make_shared<std::promise<Result<SharedSnapshot>>>();
            answers.push_back(promise->get_future());
            slipway_.publisher().render_snapshot(wish.client, "main", wish.key,
                                                 [promise](auto got) { promise->set_value(got); });
        }
        all_asked.set_value();
        return answers;
    }
};

TEST_F(SnapshotsAtOnce, AreMadeOnceForAllRequests) {
    std::vector<Wish> wishes;
    for (std::int64_t client = 1; client <= 50; ++client) wishes.push_back({client, key(2)});

    auto answers = ask_at_once(wishes);

    std::set<const Snapshot*> got;
    for (auto& answer : answers) got.insert(MUST(answer.get()).get());
    EXPECT_EQ(got.size(), 1U);
    EXPECT_EQ(counters().snapshots_rendered, 1U);
}

TEST_F(SnapshotsAtOnce, OfOneClientAreAQuarterOfTheQueue) {
    auto answers = ask_at_once({{1, key(1)}, {1, key(2)}, {1, key(3)}, {1, key(4)}, {1, key(4, "rpm")}, {1, key(2)}});
    auto of_another = ask_at_once({{2, key(4, "rpm")}});

    const auto refused = answers[4].get();
    EXPECT_FAULT(refused, Fault::busy);
    EXPECT_EQ(refused.error().code(), "snapshot-busy");
    answers.erase(answers.begin() + 4);
    for (auto& answer : answers) MUST(answer.get());
    MUST(of_another[0].get());
    EXPECT_EQ(counters().snapshots_refused, 1U);
}

TEST_F(SnapshotsAtOnce, OfOneClientLeaveAThreadToOthers) {
    testing::SigningGate gate;
    slipway_.signer().before_each(gate.hook());

    auto answers = ask_at_once({{1, key(2)}, {1, key(3)}, {2, key(99)}});

    ASSERT_EQ(answers[2].wait_for(std::chrono::seconds(60)), std::future_status::ready);
    EXPECT_EQ(answers[2].get().error().code(), "unknown-revision");
    EXPECT_EQ(answers[0].wait_for(std::chrono::seconds(0)), std::future_status::timeout);
    gate.open();
    MUST(answers[0].get());
    MUST(answers[1].get());
}

TEST_F(SnapshotsAtOnce, HoldUpNoPublication) {
    auto answers = ask_at_once({{1, key(1)}, {2, key(2)}});

    upload("another.deb", a_deb("another").build());

    for (auto& answer : answers) MUST(answer.get());
}

}  // namespace
}  // namespace slipway::publishing
