#include "base/guarded_thread.hpp"

#include <gmock/gmock.h>

#include <new>
#include <stdexcept>

namespace slipway {
namespace {

class KeptLog final : public Log {
public:
    KeptLog() : Log(LogFormat::logfmt) {}
    mutable std::string text;

protected:
    void write_line(std::string_view line) const override { text += line; }
};

TEST(GuardedThread, EntersItsBodyAgainAfterAnException) {
    const KeptLog log;
    int entered = 0;

    GuardedThread thread("counting", JobGuard(log), [&] {
        if (++entered == 1) throw std::runtime_error("out of luck");
    });
    thread.join();

    EXPECT_EQ(entered, 2);
    EXPECT_THAT(log.text, testing::AllOf(testing::HasSubstr("job-exception"), testing::HasSubstr("job=counting"),
                                         testing::HasSubstr("out of luck")));
}

TEST(JobGuard, MakesAnInternalFaultOfAnException) {
    const KeptLog log;

    const auto result = JobGuard(log).result_of("reading", []() -> Result<int> { throw std::bad_alloc(); });

    EXPECT_EQ(result.error().fault(), Fault::internal);
    EXPECT_THAT(log.text, testing::HasSubstr("job=reading"));
}

TEST(JobGuard, HandsOnAResult) {
    const KeptLog log;

    auto result = JobGuard(log).result_of("reading", []() -> Result<int> { return 7; });

    ASSERT_TRUE(result.ok());
    EXPECT_EQ(*result, 7);
    EXPECT_TRUE(log.text.empty());
}

TEST(JobGuard, CatchesWhatIsNoException) {
    const KeptLog log;

    EXPECT_FALSE(JobGuard(log).run("throwing a number", [] { throw 7; }));
    EXPECT_THAT(log.text, testing::HasSubstr("throwing a number"));
}

}  // namespace
}  // namespace slipway
