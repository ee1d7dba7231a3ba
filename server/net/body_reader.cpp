#include "server/net/body_reader.hpp"

#include "server/net/free_memory_of.hpp"

#include <utility>

namespace slipway::net {
namespace {

constexpr std::size_t read_size = 64 * 1024;
constexpr std::size_t slack = 4 * 1024;

}  // namespace

template <class Stream>
BodyReader<Stream>::BodyReader(BodySource<Stream> source, BodyPace pace) : from_(source), pace_(pace) {
    from_.parser.eager(true);
}

template <class Stream>
Attempt BodyReader<Stream>::read() {
    auto& buffer = from_.buffer;
    if (buffer.capacity() == 0) std::swap(buffer, from_.spare);
    const auto attempt = from_.stream.read(buffer.prepare(read_size));
    if (attempt.outcome != Attempt::Outcome::moved) return attempt;
    buffer.commit(attempt.bytes);
    pace_.received(attempt.bytes, std::exchange(waited_, {}));
    if (from_.sender != nullptr) from_.sender->received(attempt.bytes);
    return attempt;
}

/// Before a wait: memory only for what has come.
template <class Stream>
void BodyReader<Stream>::hold_little(std::string& space) {
    auto& buffer = from_.buffer;
    if (buffer.size() == 0 && buffer.capacity() > from_.spare.capacity()) std::swap(buffer, from_.spare);
    buffer.shrink_to_fit();
    if (space.empty()) free_memory_of(space);
    if (space.capacity() > 2 * space.size() + slack) space.shrink_to_fit();
}

template <class Stream>
awaitable<BodyStatus> BodyReader<Stream>::fill(std::string& space, std::size_t most) {
    while (true) {
        const auto status = take_body(from_.parser, from_.buffer, space, most);
        if (status != BodyStatus::more || space.size() == most) co_return status;
        if (was_cut()) co_return BodyStatus::ended;
        const auto attempt = read();
        if (attempt.outcome == Attempt::Outcome::moved) continue;
        if (attempt.outcome == Attempt::Outcome::over) co_return BodyStatus::ended;
        hold_little(space);
        co_await wait_for(attempt.outcome);
        if (error_) co_return BodyStatus::ended;
    }
}

template <class Stream>
awaitable<> BodyReader<Stream>::wait_for(Attempt::Outcome needed) {
    const auto begin = BodyPace::Clock::now();
    if (waited_ == BodyPace::Clock::duration::zero()) give_up_at_ = pace_.deadline(begin);
    from_.deadline = give_up_at_;
    if (from_.sender != nullptr) from_.sender->wait_begins(begin);
    const auto direction = needed == Attempt::Outcome::needs_writing ? Socket::wait_write : Socket::wait_read;
    co_await from_.stream.socket().async_wait(direction, asio::redirect_error(use_awaitable, error_));
    from_.deadline = Deadlines::never;
    const auto end = BodyPace::Clock::now();
    if (from_.sender != nullptr) from_.sender->wait_ends(end);
    waited_ += end - begin;
}

template class BodyReader<PlainStream>;
template class BodyReader<TlsStream>;

}  // namespace slipway::net
