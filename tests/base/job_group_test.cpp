#include "base/job_group.hpp"

#include "base/waiting.hpp"
#include "tests/support/must.hpp"

#include <atomic>
#include <new>
#include <thread>

namespace slipway {
namespace {

class JobGroups : public ::testing::Test {
protected:
    WorkerPool pool_{3};
};

TEST_F(JobGroups, AreWaitedForWithTheJobsThatTheirJobsAdd) {
    std::atomic<int> ran = 0;
    JobGroup jobs(pool_, WorkerPool::common_lane);
    for (int i = 0; i < 10; ++i)
        jobs.add([&]() -> Result<> {
            jobs.add([&]() -> Result<> {
                ++ran;
                return {};
            });
            ++ran;
            return {};
        });

    MUST(jobs.wait());

    EXPECT_EQ(ran, 20);
}

TEST_F(JobGroups, TellTheFirstFailureWhenAllHaveEnded) {
    std::atomic<int> ran = 0;
    JobGroup jobs(pool_, WorkerPool::common_lane);
    jobs.add([] { return Result<>(Error(Fault::io, "the disk failed")); });
    for (int i = 0; i < 10; ++i)
        jobs.add([&]() -> Result<> {
            ++ran;
            return {};
        });

    EXPECT_FAULT(jobs.wait(), Fault::io);
    EXPECT_TRUE(jobs.failed());
    EXPECT_EQ(ran, 10);
}

TEST_F(JobGroups, FailWhereAJobThrows) {
    JobGroup jobs(pool_, WorkerPool::common_lane);

    jobs.add([]() -> Result<> { throw std::bad_alloc(); });

    EXPECT_FAULT(jobs.wait(), Fault::internal);
}

TEST_F(JobGroups, FailWhereThePoolHasStopped) {
    pool_.join();
    JobGroup jobs(pool_, WorkerPool::common_lane);

    jobs.add([]() -> Result<> { return {}; });

    EXPECT_FAULT(jobs.wait(), Fault::internal);
}

TEST_F(JobGroups, AreWaitedForAtTheirEnd) {
    std::atomic<bool> ran = false;
    {
        JobGroup jobs(pool_, WorkerPool::common_lane);
        jobs.add([&]() -> Result<> {
            std::this_thread::yield();
            ran = true;
            return {};
        });
    }
    EXPECT_TRUE(ran);
}

TEST(Waiting, GivesTheAnswerOfACallAndTellsWhereThereWillBeNone) {
    EXPECT_EQ(MUST(wait_for<int>([](const Done<int>& done) { done(7); })), 7);
    EXPECT_FAULT(wait_for<int>([](const Done<int>&) {}), Fault::internal);

    Done<int> later;
    auto answer = begin_call<int>([&](Done<int> done) { later = std::move(done); });
    later(8);
    EXPECT_EQ(MUST(answer.get()), 8);
}

}  // namespace
}  // namespace slipway
