#pragma once

#include "server/http/message.hpp"
#include "server/net/asio.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace slipway::net {

/// Holds an answer from another thread for a connection. The connection and the maker of the answer share it; either
/// may end first.
class Mailbox {
public:
    explicit Mailbox(Executor owner) : owner_(owner) {}

    /// Returns the function for a Deferred: it can be called once, from any thread. If it is destroyed without a call,
    /// it leaves an error, so that a lost answer does not leave a client waiting.
    static std::function<void(http::Response)> slot(const std::shared_ptr<Mailbox>& mailbox);

    /// Cancels `waiter` when something is delivered; null if nobody waits. Owner's thread.
    void notify(Timer* waiter) { waiter_ = waiter; }
    /// Returns the delivered answer, once.
    std::optional<http::Response> take();
    /// Says that the connection ends. From then on the executor is not used any more. Owner's thread.
    void close();

private:
    void deliver(const std::shared_ptr<Mailbox>& self, http::Response response);

    const Executor owner_;
    Timer* waiter_ = nullptr;  // owner's thread only
    std::mutex mutex_;         // guards the three below
    std::optional<http::Response> response_;
    bool delivered_ = false;
    bool closed_ = false;
};

/// Wakes a connection from another thread. Both share it; either may end first.
class Bell {
public:
    explicit Bell(Executor owner) : owner_(owner) {}

    /// Returns the function that rings it, from any thread; several rings count as one.
    static std::function<void()> rope(const std::shared_ptr<Bell>& bell);

    /// Sets what is called, once, after the bell was rung. Owner's thread; it is called there.
    void on_ring(std::function<void()> heard) { heard_ = std::move(heard); }
    /// Owner's thread.
    bool was_heard() const { return was_heard_; }
    /// Says that the connection ends. From then on the executor is not used any more. Owner's thread.
    void close();

private:
    void ring(const std::shared_ptr<Bell>& self);

    const Executor owner_;
    std::function<void()> heard_;  // owner's thread only
    bool was_heard_ = false;       // owner's thread only
    std::mutex mutex_;             // guards the two below
    bool rung_ = false;
    bool closed_ = false;
};

/// Closes a bell when the frame that owns it ends, however it ends.
class OpenBell {
public:
    explicit OpenBell(Executor owner) : bell_(std::make_shared<Bell>(owner)) {}
    OpenBell(const OpenBell&) = delete;
    OpenBell& operator=(const OpenBell&) = delete;
    ~OpenBell() { bell_->close(); }

    Bell* operator->() const { return bell_.get(); }
    std::function<void()> rope() const { return Bell::rope(bell_); }

private:
    std::shared_ptr<Bell> bell_;
};

/// Closes a mailbox when the frame that owns it ends, however it ends.
class OpenMailbox {
public:
    explicit OpenMailbox(Executor owner) : mailbox_(std::make_shared<Mailbox>(owner)) {}
    OpenMailbox(const OpenMailbox&) = delete;
    OpenMailbox& operator=(const OpenMailbox&) = delete;
    ~OpenMailbox() { mailbox_->close(); }

    Mailbox* operator->() const { return mailbox_.get(); }
    std::function<void(http::Response)> slot() const { return Mailbox::slot(mailbox_); }

private:
    std::shared_ptr<Mailbox> mailbox_;
};

}  // namespace slipway::net
