#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <mutex>

namespace slipway::net {

/// The connections of one IO thread whose client has to send something: a handshake, or the head of a request. They are
/// in the order in which they began to wait, so that any thread can give the place of the one that has waited longest
/// to a new connection. The list runs through the connections themselves. Its lock is free of contention while there is
/// room.
class WaitingRoom {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr Time never = Time::max();
    /// At most this many connections may have lost their places and not be closed yet, because they still have
    /// descriptors.
    static constexpr std::size_t most_leaving = 64;

    class Guest {
    public:
        /// Ends this connection, whose place was given away. Called on its thread, perhaps more than once.
        virtual void make_room() = 0;

    protected:
        ~Guest() = default;

    private:
        friend class WaitingRoom;
        enum class State : unsigned char { outside, waiting, leaving };
        State state_ = State::outside;
        Time since_{};
        Guest* before_ = nullptr;
        Guest* behind_ = nullptr;
    };

    WaitingRoom() = default;
    WaitingRoom(const WaitingRoom&) = delete;
    WaitingRoom& operator=(const WaitingRoom&) = delete;

    /// Puts the guest behind all others. Returns false if its place was given away meanwhile, so it has to end. Own
    /// thread.
    bool enter(Guest& guest, Time since);
    /// Removes the guest, if it is inside. Returns false if its place was given away meanwhile, so it has to end. Own
    /// thread.
    bool leave(Guest& guest);
    /// Calls `make_room` of all guests whose places were given away. Own thread, after each `give_away`.
    void end_leaving();

    /// Returns since when the guest that has waited longest waits, or `never` if no place can be given away. Any
    /// thread.
    Time longest_waits_since() const { return longest_since_.load(std::memory_order_relaxed); }
    /// Gives away the place of the guest that has waited longest. Returns false if no place can be given away. Any
    /// thread.
    bool give_away();

private:
    struct List {
        Guest* first = nullptr;
        Guest* last = nullptr;
        std::size_t size = 0;
    };

    static void push(List& list, Guest& guest);
    static void unlink(List& list, Guest& guest);
    bool remove(Guest& guest);
    void update_longest();

    std::mutex mutex_;  // guards the lists and the guests' members
    List waiting_;
    List leaving_;
    std::atomic<Time> longest_since_{never};
};

}  // namespace slipway::net
