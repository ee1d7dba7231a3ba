#include "base/bounded_log.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace slipway {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class KeptLog final : public Log {
public:
    KeptLog() : Log(LogFormat::logfmt) {}
    mutable std::vector<std::string> lines;

private:
    void write_line(std::string_view line) const override { lines.emplace_back(line); }
};

class BoundedLogTest : public ::testing::Test {
protected:
    void write(std::uint64_t count, int second, std::string_view event = "refused") {
        for (std::uint64_t i = 0; i < count; ++i)
            log_.info(event, {{"address", "192.0.2.7"}}, start_ + seconds(second));
    }
    KeptLog kept_;
    BoundedLog log_{kept_};
    BoundedLog::Clock::time_point start_ = BoundedLog::Clock::now();
};

TEST_F(BoundedLogTest, WritesTwentyLinesOfAnEventInTenSeconds) {
    write(1000, 0);
    EXPECT_THAT(kept_.lines, SizeIs(BoundedLog::lines));
    EXPECT_THAT(kept_.lines.back(), HasSubstr("event=refused address=192.0.2.7"));
}

TEST_F(BoundedLogTest, CountsEachEventByItself) {
    write(1000, 0, "refused");
    write(5, 0, "bad-request");
    EXPECT_THAT(kept_.lines, SizeIs(BoundedLog::lines + 5));
}

TEST_F(BoundedLogTest, SaysBeforeTheNextLineWhatWasLeftOut) {
    write(BoundedLog::lines + 7, 0);
    write(1, 10);
    ASSERT_THAT(kept_.lines, SizeIs(BoundedLog::lines + 2));
    EXPECT_THAT(kept_.lines[BoundedLog::lines], HasSubstr("event=\"lines left out\" of=refused count=7"));
}

TEST_F(BoundedLogTest, SaysItOnceWithoutANextLine) {
    write(BoundedLog::lines + 7, 0);
    log_.write_counts(start_ + seconds(9));
    EXPECT_THAT(kept_.lines, SizeIs(BoundedLog::lines)) << "the window is not over";
    log_.write_counts(start_ + seconds(10));
    log_.write_counts(start_ + seconds(20));
    EXPECT_THAT(kept_.lines, SizeIs(BoundedLog::lines + 1));
}

TEST_F(BoundedLogTest, CountsFailuresOfEachOriginByThemselves) {
    const auto fail = [&](const Error& cause) { log_.failure("request-failed", cause, start_); };
    for (std::uint64_t i = 0; i < 1000; ++i) fail(Error(Fault::io, "read a pack", "storage/packs.cpp", 1));
    for (std::uint64_t i = 0; i < 5; ++i) fail(Error(Fault::io, "read the catalog", "storage/catalog.cpp", 2));
    log_.write_counts(start_ + seconds(10));
    EXPECT_THAT(kept_.lines, SizeIs(BoundedLog::lines + 5 + 1));
    EXPECT_THAT(kept_.lines.back(), HasSubstr("of=\"request-failed at storage/packs.cpp:1\" count=980"));
}

}  // namespace
}  // namespace slipway
