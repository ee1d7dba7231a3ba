#include "server/net/body_reader.hpp"

namespace slipway::net {
namespace {

constexpr std::size_t read_size = 64 * 1024;

}  // namespace

template <class Stream>
BodyReader<Stream>::BodyReader(Stream& stream, ReadBuffer& buffer, Parser& parser, Watchdog::Time& deadline,
                               BodyPace pace)
    : stream_(stream), buffer_(buffer), parser_(parser), deadline_(deadline), pace_(pace) {
    parser_.eager(true);
}

template <class Stream>
BodyStatus BodyReader<Stream>::take(std::string& space) {
    auto& body = parser_.get().body();
    while (!parser_.is_done() && buffer_.size() > 0 && filled_ < space.size()) {
        body.data = space.data() + filled_;
        body.size = space.size() - filled_;
        error_code error;
        const auto used = parser_.put(buffer_.data(), error);
        buffer_.consume(used);
        const auto before = std::exchange(filled_, space.size() - body.size);
        if (error == boost::beast::http::error::need_more) break;
        if (error && error != boost::beast::http::error::need_buffer) return BodyStatus::malformed;
        if (used == 0 && filled_ == before) break;
    }
    // A chunk's header that does not fit a whole buffer is no honest one.
    if (buffer_.size() >= read_size && filled_ < space.size() && !parser_.is_done()) return BodyStatus::malformed;
    return parser_.is_done() ? BodyStatus::complete : BodyStatus::more;
}

template <class Stream>
awaitable<BodyStatus> BodyReader<Stream>::fill(std::string& space) {
    filled_ = 0;
    while (true) {
        const auto status = take(space);
        if (status != BodyStatus::more || filled_ == space.size()) co_return status;
        const auto attempt = stream_.read(buffer_.prepare(read_size));
        if (attempt.outcome == Attempt::Outcome::over) co_return BodyStatus::ended;
        if (attempt.outcome == Attempt::Outcome::moved) {
            buffer_.commit(attempt.bytes);
            pace_.received(attempt.bytes, std::exchange(waited_, {}));
            continue;
        }
        co_await wait_for(attempt.outcome);
        if (error_) co_return BodyStatus::ended;
    }
}

template <class Stream>
awaitable<> BodyReader<Stream>::wait_for(Attempt::Outcome needed) {
    const auto begin = BodyPace::Clock::now();
    if (waited_ == BodyPace::Clock::duration::zero()) give_up_at_ = pace_.deadline(begin);
    deadline_ = give_up_at_;
    const auto direction = needed == Attempt::Outcome::needs_writing ? Socket::wait_write : Socket::wait_read;
    co_await stream_.socket().async_wait(direction, asio::redirect_error(use_awaitable, error_));
    deadline_ = Watchdog::never;
    waited_ += BodyPace::Clock::now() - begin;
}

template class BodyReader<PlainStream>;
template class BodyReader<TlsStream>;

}  // namespace slipway::net
