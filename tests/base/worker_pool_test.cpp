#include "base/worker_pool.hpp"

#include "base/done.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <new>
#include <sys/resource.h>

namespace slipway {
namespace {

TEST(WorkerPool, RunsEveryJobBeforeJoinReturns) {
    std::atomic<int> ran = 0;
    WorkerPool pool(3);

    for (int i = 0; i < 1000; ++i) pool.post([&] { ++ran; });
    pool.join();

    EXPECT_EQ(ran, 1000);
}

TEST(WorkerPool, SurvivesAJobThatThrowsAndTellsWhoWaitsForIt) {
    const auto caught_before = JobGuard::caught();
    std::atomic<int> ran = 0;
    std::promise<Result<>> told;
    WorkerPool pool(1);

    pool.post([done = Done<>([&](Result<> result) { told.set_value(std::move(result)); })] { throw std::bad_alloc(); });
    pool.post([&] { ++ran; });
    pool.join();

    EXPECT_EQ(told.get_future().get().error().fault(), Fault::internal);
    EXPECT_EQ(ran, 1);
    EXPECT_EQ(JobGuard::caught(), caught_before + 1);
}

TEST(WorkerPool, RunsWhatIsQueuedBeforeItIsDestroyed) {
    std::atomic<int> ran = 0;

    {
        WorkerPool pool(2);
        for (int i = 0; i < 100; ++i) pool.post([&] { ++ran; });
    }

    EXPECT_EQ(ran, 100);
}

TEST(WorkerPool, RunsJobsPostedByJobsWhileJoining) {
    std::atomic<int> ran = 0;
    WorkerPool pool(2);
    std::function<void(int)> chain = [&](int left) {
        ++ran;
        if (left > 0) pool.post([&, left] { chain(left - 1); });
    };

    pool.post([&] { chain(50); });
    pool.join();

    EXPECT_EQ(ran, 51);
}

TEST(WorkerPool, RunsJobsInOrderOfArrivalOnOneThread) {
    std::vector<int> order;
    WorkerPool pool(1);

    for (int i = 0; i < 5; ++i) pool.post([&, i] { order.push_back(i); });
    pool.join();

    EXPECT_THAT(order, ::testing::ElementsAre(0, 1, 2, 3, 4));
}

TEST(WorkerPool, LetsLanesTakeTurns) {
    std::vector<std::string> order;
    WorkerPool pool(1);
    std::mutex all_posted;
    std::unique_lock hold(all_posted);
    pool.post([&] { const std::lock_guard wait(all_posted); });

    for (const auto* job : {"a1", "a2", "a3", "a4"}) pool.post(1, [&, job] { order.emplace_back(job); });
    for (const auto* job : {"b1", "b2"}) pool.post(2, [&, job] { order.emplace_back(job); });
    hold.unlock();
    pool.join();

    EXPECT_THAT(order, ::testing::ElementsAre("a1", "b1", "a2", "b2", "a3", "a4"));
}

TEST(WorkerPool, RunsJobsAtTheSameTimeOnSeveralThreads) {
    std::mutex mutex;
    std::condition_variable changed;
    int arrived = 0;
    // Each waits for the other: only two threads at once get through.
    const auto meet = [&] {
        std::unique_lock lock(mutex);
        ++arrived;
        changed.notify_all();
        changed.wait(lock, [&] { return arrived == 2; });
    };
    WorkerPool pool(2);

    pool.post(meet);
    pool.post(meet);
    pool.join();

    EXPECT_EQ(arrived, 2);
}

TEST(WorkerPool, ThreadsThatGiveWayAreNicerThanTheirMaker) {
    std::atomic<int> nice_of_normal = -1;
    std::atomic<int> nice_of_giving_way = -1;
    const auto own_niceness = [] { return ::getpriority(PRIO_PROCESS, 0); };

    WorkerPool(1).post([&] { nice_of_normal = own_niceness(); });
    WorkerPool(1, WorkerPool::Priority::gives_way).post([&] { nice_of_giving_way = own_niceness(); });

    EXPECT_EQ(nice_of_normal, own_niceness());
    EXPECT_GE(nice_of_giving_way, nice_of_normal) << "equal only where this test itself runs as nice as it gets";
    EXPECT_GE(nice_of_giving_way, 5);
}

TEST(WorkerPool, ReleasesWhatAJobCapturedOnceItRan) {
    const auto captured = std::make_shared<int>(1);
    WorkerPool pool(1);

    pool.post([captured] {});
    pool.join();

    EXPECT_EQ(captured.use_count(), 1);
}

TEST(WorkerPool, MayBeJoinedTwiceAndDropsLaterJobs) {
    std::atomic<int> ran = 0;
    WorkerPool pool(1);
    pool.join();

    const auto captured = std::make_shared<int>(1);
    pool.post([&ran, captured] { ++ran; });

    EXPECT_EQ(captured.use_count(), 1) << "who waits for the job is told at once";
    pool.join();
    EXPECT_EQ(ran, 0);
}

}  // namespace
}  // namespace slipway
