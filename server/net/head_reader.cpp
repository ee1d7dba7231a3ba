#include "server/net/head_reader.hpp"

#include "server/net/free_memory_of.hpp"

#include <utility>

namespace slipway::net {
namespace {

constexpr std::size_t head_read_size = 4096;

}  // namespace

template <class Stream>
typename HeadReader<Stream>::Head HeadReader<Stream>::begin() {
    free_memory_of(x_.request);
    x_.parser.reset();
    x_.timed_out = false;
    blank_ = 0;
    if (x_.in.size() == 0 && !x_.stream.has_buffered()) return go_idle();
    x_.began = x_.ended_at;
    x_.deadline = x_.began + x_.service.options.head_deadline;
    return go_on();
}

/// Nothing is to be read yet, most likely: the socket is asked only when it says that there is.
template <class Stream>
typename HeadReader<Stream>::Head HeadReader<Stream>::go_idle() {
    if (x_.thread.deadlines.draining()) return Head::ended;
    idle_ = true;
    awaited_ = Attempt::Outcome::needs_reading;
    x_.deadline = x_.ended_at + x_.service.options.idle_deadline;
    x_.lend_buffer();
    return Head::incomplete;
}

template <class Stream>
typename HeadReader<Stream>::Head HeadReader<Stream>::go_on() {
    while (true) {
        skip_blank_lines();
        if (blank_ > x_.service.options.max_head_bytes) {
            x_.failure = Error("header-too-large"_problem, "line ends alone are not a request");
            return Head::refused;
        }
        if (x_.in.size() > 0) {
            const auto head = parse_buffered();
            if (head != Head::incomplete) return head;
        }
        if (x_.in.capacity() == 0) std::swap(x_.in, x_.thread.spare);
        const auto attempt = x_.stream.read(x_.in.prepare(head_read_size));
        awaited_ = attempt.outcome;
        if (attempt.outcome == Attempt::Outcome::over) return end_of_input();
        if (attempt.outcome != Attempt::Outcome::moved) return Head::incomplete;
        received(attempt.bytes);
    }
}

template <class Stream>
void HeadReader<Stream>::received(std::size_t bytes) {
    x_.in.commit(bytes);
    if (!std::exchange(idle_, false)) return;
    x_.began = std::chrono::steady_clock::now();
    x_.deadline = x_.began + x_.service.options.head_deadline;
}

template <class Stream>
void HeadReader<Stream>::skip_blank_lines() {
    // Some clients send a line end after a body (RFC 9112, section 2.2).
    if (x_.parser && x_.parser->got_some()) return;
    const auto* bytes = static_cast<const char*>(x_.in.data().data());
    std::size_t count = 0;
    while (count < x_.in.size() && (bytes[count] == '\r' || bytes[count] == '\n')) ++count;
    x_.in.consume(count);
    blank_ += count;
}

template <class Stream>
typename HeadReader<Stream>::Head HeadReader<Stream>::parse_buffered() {
    if (!x_.parser) {
        x_.parser.emplace();
        prepare_head(*x_.parser, x_.service.options.max_head_bytes);
    }
    auto parsed = parse_head(*x_.parser, x_.in);
    if (parsed.ok()) return *parsed ? Head::complete : Head::incomplete;
    x_.failure = std::move(parsed).error();
    return Head::refused;
}

template <class Stream>
typename HeadReader<Stream>::Head HeadReader<Stream>::end_of_input() {
    const bool begun = x_.in.size() > 0 || (x_.parser && x_.parser->got_some());
    if (!x_.timed_out || !begun) return Head::ended;
    x_.failure = Error("request-timeout"_problem, "the request's head did not come in time");
    return Head::refused;
}

template class HeadReader<PlainStream>;
template class HeadReader<TlsStream>;

}  // namespace slipway::net
