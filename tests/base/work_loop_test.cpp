#include "base/work_loop.hpp"

#include <gtest/gtest.h>

#include <new>

namespace slipway {
namespace {

/// Counts down what it was given, with several threads.
class Countdown {
public:
    explicit Countdown(int from) : left_(from) {}

    void give(int more) {
        {
            const auto lock = loop_.lock();
            left_ += more;
        }
        loop_.wake_one();
    }
    void stop() { loop_.stop(); }
    int done() const { return done_; }

private:
    void run() {
        auto lock = loop_.lock();
        while (loop_.wait(lock, [this] { return left_ > 0; })) {
            --left_;
            if (++done_ == 1) throw std::bad_alloc();
        }
    }

    int left_;
    int done_ = 0;
    WorkLoop loop_{"counting", JobGuard(), 3, [this](unsigned) { run(); }};
};

TEST(WorkLoop, DoesWhatIsThereBeforeItEndsAlsoAfterAnException) {
    Countdown countdown(1000);

    countdown.give(10);
    countdown.stop();

    EXPECT_EQ(countdown.done(), 1010);
}

/// Sleeps until it is ended.
class Sleeper {
public:
    enum class How : unsigned char { sleeping, waiting, until_a_time };
    explicit Sleeper(How how) : how_(how) {}

private:
    void run() {
        if (how_ == How::sleeping) {
            while (loop_.sleep_for(std::chrono::hours(1))) {
            }
            return;
        }
        auto lock = loop_.lock();
        using Time = WorkLoop::Clock::time_point;
        const auto until = how_ == How::waiting ? Time::max() : WorkLoop::Clock::now() + std::chrono::hours(1);
        while (loop_.wait_until(lock, until)) {
        }
        EXPECT_TRUE(loop_.is_stopping(lock));
    }

    const How how_;
    WorkLoop loop_{"sleeping", JobGuard(), 1, [this](unsigned) { run(); }};
};

TEST(WorkLoop, EndsEveryWaitWhenItIsDestroyed) {
    const Sleeper sleeping(Sleeper::How::sleeping);
    const Sleeper waiting(Sleeper::How::waiting);
    const Sleeper until_a_time(Sleeper::How::until_a_time);
}

TEST(WorkLoop, GoesOnWhenTheTimeHasCome) {
    struct Ticking {
        void run() {
            auto lock = loop.lock();
            while (ticks < 3 && loop.wait_until(lock, WorkLoop::Clock::now())) ++ticks;
        }
        int ticks = 0;
        WorkLoop loop{"ticking", JobGuard(), 1, [this](unsigned) { run(); }};
    };
    Ticking ticking;

    while (true) {
        const auto lock = ticking.loop.lock();
        if (ticking.ticks == 3) break;
    }
}

}  // namespace
}  // namespace slipway
