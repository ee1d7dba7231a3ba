#include "server/net/mailbox.hpp"

#include "server/http/problem.hpp"
#include "server/net/waking.hpp"

namespace slipway::net {

std::function<void(http::Response)> Mailbox::slot(const std::shared_ptr<Mailbox>& mailbox) {
    struct Ticket {
        explicit Ticket(std::shared_ptr<Mailbox> to) : mailbox(std::move(to)) {}
        Ticket(const Ticket&) = delete;
        Ticket& operator=(const Ticket&) = delete;
        ~Ticket() { mailbox->deliver(mailbox, http::problem(Error(Fault::internal, "an answer was never given"))); }
        std::shared_ptr<Mailbox> mailbox;
    };
    const auto ticket = std::make_shared<Ticket>(mailbox);
    return [ticket](http::Response response) { ticket->mailbox->deliver(ticket->mailbox, std::move(response)); };
}

void Mailbox::deliver(const std::shared_ptr<Mailbox>& self, http::Response response) {
    const std::lock_guard lock(mutex_);
    if (delivered_ || closed_) return;
    delivered_ = true;
    response_ = std::move(response);
    // Under the lock: `close` cannot return, and so the io_context cannot be destroyed, between the check and this.
    post_to_wake(owner_, [self] {
        if (self->waiter_ != nullptr) self->waiter_->cancel();
    });
}

std::optional<http::Response> Mailbox::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(response_, std::nullopt);
}

void Mailbox::close() {
    waiter_ = nullptr;
    const std::lock_guard lock(mutex_);
    closed_ = true;
}

std::function<void()> Bell::rope(const std::shared_ptr<Bell>& bell) {
    return [bell] { bell->ring(bell); };
}

void Bell::ring(const std::shared_ptr<Bell>& self) {
    const std::lock_guard lock(mutex_);
    if (rung_ || closed_) return;
    rung_ = true;
    // Under the lock, as in Mailbox::deliver.
    post_to_wake(owner_, [self] {
        self->was_heard_ = true;
        if (self->heard_) self->heard_();
    });
}

void Bell::close() {
    heard_ = nullptr;
    const std::lock_guard lock(mutex_);
    closed_ = true;
}

}  // namespace slipway::net
