#include "base/guarded_thread.hpp"

#include <chrono>

namespace slipway {
namespace {

// A body that fails at once because memory ran out must not keep a core busy.
constexpr std::chrono::milliseconds before_next_entry{100};

}  // namespace

GuardedThread::GuardedThread(std::string name, JobGuard guard, std::function<void()> body)
    : thread_([name = std::move(name), guard, body = std::move(body)] {
          while (!guard.run(name, body)) std::this_thread::sleep_for(before_next_entry);
      }) {}

}  // namespace slipway
