#pragma once

namespace slipway::net {

/// The connections of one IO thread whose client has to say something: a handshake, or the head of a request. In the
/// order in which they began to wait, so that the one that has waited longest can make room for a new one. A list
/// through the connections themselves: to enter and to leave costs some stores.
class WaitingRoom {
public:
    class Guest {
    public:
        /// Ends this connection so that a new one can have its place.
        virtual void make_room() = 0;

    protected:
        ~Guest() = default;

    private:
        friend class WaitingRoom;
        Guest* before_ = nullptr;
        Guest* behind_ = nullptr;
        bool inside_ = false;
    };

    /// At the end of the list.
    void enter(Guest& guest) {
        leave(guest);
        guest.inside_ = true;
        guest.before_ = last_;
        (last_ != nullptr ? last_->behind_ : first_) = &guest;
        last_ = &guest;
    }
    /// No matter whether it is inside.
    void leave(Guest& guest) {
        if (!guest.inside_) return;
        guest.inside_ = false;
        (guest.before_ != nullptr ? guest.before_->behind_ : first_) = guest.behind_;
        (guest.behind_ != nullptr ? guest.behind_->before_ : last_) = guest.before_;
        guest.before_ = guest.behind_ = nullptr;
    }
    /// Ends the connection that has waited longest. Returns false if none waits.
    bool make_room() {
        if (first_ == nullptr) return false;
        auto& longest = *first_;
        leave(longest);
        longest.make_room();
        return true;
    }

private:
    Guest* first_ = nullptr;
    Guest* last_ = nullptr;
};

}  // namespace slipway::net
